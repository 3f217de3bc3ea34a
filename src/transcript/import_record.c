/* Single records of other tools, made records of ours. */
#include "base/language.h"
#include "text/utf8.h"
#include "transcript/importer.h"

static bool text_holds(struct str text, const char *part)
{
    return str_find(text, str_from(part)) != STR_NONE;
}

/* Did the agent hand over to a person at the end? tau-bench closes the conversation then. */
static bool ends_in_transfer(const struct json *messages)
{
    size_t index = 0;
    for (const struct json *message = messages->first; message != NULL; message = message->next, index++) {
        const struct json *calls = json_get(message, "tool_calls");
        if (index + 3 < messages->count || calls == NULL)
            continue;
        for (const struct json *call = calls->first; call != NULL; call = call->next) {
            if (text_holds(json_get_text(json_get(call, "function"), "name"), "transfer_to_human"))
                return true;
        }
    }
    return false;
}

static bool ends_in_stop(const struct json *messages)
{
    struct str last = {0};
    for (const struct json *message = messages->first; message != NULL; message = message->next) {
        if (str_eq(json_get_text(message, "role"), STR("user")))
            last = json_get_text(message, "content");
    }
    return text_holds(last, "###STOP###");
}

static struct str number_text(const struct json *record, const char *key)
{
    const struct json *member = json_get(record, key);
    return member != NULL && (member->kind == JSON_NUMBER || member->kind == JSON_STRING) ? member->text : STR("0");
}

static struct str task_id(struct importer *importer, const struct json *record)
{
    struct str task = number_text(record, "task_id"), trial = number_text(record, "trial");
    return str_from(arena_printf(&importer->arena, "task-%.*s/trial-%.*s", STR_FORMAT(task), STR_FORMAT(trial)));
}

/* tau-bench: {"task_id", "traj": [messages], "reward", "info", "trial"}. It does not say how a conversation ended. */
static void import_tau(struct importer *importer, const struct json *record, const struct json *traj)
{
    struct read_options own;
    struct json *out = record_new(importer);
    record_put_text(importer, out, "id", task_id(importer, record));
    record_put(importer, out, "messages", *traj);
    if (!ends_in_stop(traj))
        record_put_text(importer, out, "ended_by", ends_in_transfer(traj) ? STR("transfer") : STR("max_steps"));
    record_put_rest(importer, out, record, "traj");
    importer_add(importer, out, importer->line, importer_simulator(importer, &own));
}

/* tau2-bench: {"id", "task_id", "trial", "messages", "termination_reason"} under "simulations"; the models stand in the
 * file's info. */
static void import_tau2(struct importer *importer, const struct json *record, const struct json *document)
{
    struct read_options own;
    struct json *out = record_new(importer);
    struct str model = json_get_text(json_get(json_get(document, "info"), "user_info"), "llm");
    record_put_text(importer, out, "id", task_id(importer, record));
    if (model.len > 0)
        record_put_text(importer, out, "model", model);
    record_put_text(importer, out, "ended_by", json_get_text(record, "termination_reason"));
    record_put_text(importer, out, "simulation", json_get_text(record, "id"));
    record_put_rest(importer, out, record, "id");
    importer_add(importer, out, importer->line, importer_simulator(importer, &own));
}

/* A row of promptfoo's results. With its simulated user the customer is the user; else the options say who is who. */
static void import_promptfoo(struct importer *importer, const struct json *row)
{
    struct read_options own;
    const struct read_options *options = importer_simulator(importer, &own);
    const struct json *messages = json_get(json_get(json_get(row, "response"), "metadata"), "messages");
    if (messages == NULL)
        messages = json_get(json_get(row, "metadata"), "messages");
    struct str error = json_get_text(row, "error"), provider = json_get_text(json_get(row, "provider"), "id");
    if (messages == NULL) {
        importer_bad(importer, importer->line,
                     TEXT("the promptfoo result holds no conversation (metadata.messages)%s%.*s",
                          "这条 promptfoo 结果里没有对话（metadata.messages）%s%.*s"),
                     error.len > 0 ? ": " : "", STR_FORMAT(utf8_slice(error, 0, 200)));
        return;
    }
    struct str user = json_get_text(json_get(json_get(row, "testCase"), "provider"), "id");
    bool simulated = text_holds(user, "simulated-user");
    own.persona_is_user = simulated || (importer->options != NULL && importer->options->persona_is_user);
    struct json *out = record_new(importer);
    record_put_text(importer, out, "id", json_get_text(row, "id"));
    record_put_text(importer, out, "model", simulated ? user : provider);
    record_put(importer, out, "messages", *messages);
    static const char *const kept[] = {"testIdx", "promptIdx", "vars", "success", "score", "provider"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const struct json *member = json_get(row, kept[i]);
        if (member != NULL)
            record_put(importer, out, kept[i], *member);
    }
    importer_add(importer, out, importer->line, options);
}

void import_end_dialogue(struct importer *importer)
{
    if (importer->dialogue != NULL)
        importer_add(importer, importer->dialogue, importer->dialogue_line, importer->options);
    importer->dialogue = NULL;
}

/* {"id":"dialogue#turn","speaker","text"}, a line an utterance; the turns of a dialogue stand together. */
static void import_utterance(struct importer *importer, const struct json *record)
{
    enum role role = ROLE_CALLER;
    bool by_side = false;
    struct str id = json_get_text(record, "id"), speaker = json_get_text(record, "speaker");
    size_t hash = str_find_byte(id, '#');
    id = str_slice(id, 0, hash == STR_NONE ? id.len : hash);
    if (!speaker_role(speaker, &role, &by_side)) {
        importer_bad(importer, importer->line,
                     TEXT("the speaker \"%.*s\" is not known; known are customer and agent and their like",
                          "不认识说话人“%.*s”；认识的有 customer、agent 以及类似的说法"),
                     STR_FORMAT(utf8_slice(speaker, 0, 40)));
        return;
    }
    if (by_side)
        role = role_of_side(role, importer->options);
    if (importer->dialogue == NULL || !str_eq(json_get_text(importer->dialogue, "id"), id)) {
        import_end_dialogue(importer);
        importer->dialogue = record_new(importer);
        importer->dialogue_end = NULL;
        importer->dialogue_line = importer->line;
        record_put_text(importer, importer->dialogue, "id", id);
        record_put(importer, importer->dialogue, "messages", (struct json){.kind = JSON_ARRAY});
    }
    struct json *message = record_new(importer);
    record_put_text(importer, message, "role", role == ROLE_PERSONA ? STR("persona") : STR("caller"));
    record_put_text(importer, message, "content", json_get_text(record, "text"));
    record_put_rest(importer, message, record, "text");
    importer->dialogue_end = record_append(importer->dialogue->first->next, importer->dialogue_end, message);
}

/* ShareGPT: {"conversations": [{"from": "human", "value": ...}, {"from": "gpt", ...}]}. */
static void import_sharegpt(struct importer *importer, const struct json *record, const struct json *turns)
{
    struct json *out = record_new(importer), *last = NULL,
                *messages = record_put(importer, out, "messages", (struct json){.kind = JSON_ARRAY});
    for (const struct json *turn = turns->first; turn != NULL; turn = turn->next) {
        struct json *message = record_new(importer);
        const struct json *value = json_get(turn, "value");
        struct str from = json_get_text(turn, "from");
        record_put_text(importer, message, "role", str_eq_cstring(from, "gpt") ? STR("assistant") : from);
        if (value != NULL)
            record_put(importer, message, "content", *value);
        last = record_append(messages, last, message);
    }
    record_put_rest(importer, out, record, "conversations");
    importer_add(importer, out, importer->line, importer->options);
}

void import_record(struct importer *importer, const struct json *record, const struct json *document)
{
    const struct json *traj = json_get(record, "traj"), *turns = json_get(record, "conversations");
    if (json_get(record, "speaker") != NULL && json_get(record, "text") != NULL) {
        import_utterance(importer, record);
        return;
    }
    import_end_dialogue(importer);
    if (traj != NULL && traj->kind == JSON_ARRAY) {
        import_tau(importer, record, traj);
    } else if (turns != NULL && turns->kind == JSON_ARRAY && json_get(turns->first, "from") != NULL) {
        import_sharegpt(importer, record, turns);
    } else if (json_get(record, "termination_reason") != NULL && json_get(record, "messages") != NULL) {
        import_tau2(importer, record, document);
    } else if (json_get(record, "testCase") != NULL || json_get(record, "promptIdx") != NULL) {
        import_promptfoo(importer, record);
    } else if (record->kind == JSON_ARRAY && json_get(record->first, "role") != NULL) {
        struct json *out = record_new(importer);
        record_put(importer, out, "messages", *record);
        importer_add(importer, out, importer->line, importer->options);
    } else {
        importer_add(importer, record, importer->line, importer->options);
    }
}
