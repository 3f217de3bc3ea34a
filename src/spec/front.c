/* Front matter: id, lang, tags, aliases, overrides. An unknown key is a warning, a value of the wrong kind an error
 * with its place. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/reader.h"
#include "syntax/yaml.h"

#include <stdint.h>
#include <string.h>

struct front {
    struct reader *reader;
    struct source source; /* the document up to the end of the front matter: places stay right */
    struct error *err;
};

static bool read_lang(struct front *f, const struct yaml_node *node)
{
    struct str text;
    if (!yaml_text(&f->source, node, &text, f->err))
        return false;
    static const struct {
        const char *name;
        enum lang lang;
    } names[] = {{"zh-Hans", LANG_ZH_HANS}, {"zh-CN", LANG_ZH_HANS}, {"zh", LANG_ZH_HANS},
                 {"zh-Hant", LANG_ZH_HANT}, {"zh-TW", LANG_ZH_HANT}, {"zh-HK", LANG_ZH_HANT},
                 {"en", LANG_EN},           {"en-US", LANG_EN},      {"en-GB", LANG_EN}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq_cstring(text, names[i].name)) {
            f->reader->scenario->lang = names[i].lang;
            f->reader->lang_given = true;
            return true;
        }
    }
    return source_error(
        &f->source, node->at, f->err,
        TEXT("lang is '%.*s'; use zh-Hans, zh-Hant or en", "lang 的值是“%.*s”；请用 zh-Hans、zh-Hant 或 en"),
        STR_FORMAT(text));
}

/* A mapping of names and values, or a list of names. */
static bool read_tags(struct front *f, const struct yaml_node *node)
{
    struct scenario *s = f->reader->scenario;
    if (node->kind == YAML_SCALAR && node->text.len == 0)
        return true;
    if (node->kind == YAML_SCALAR)
        return source_error(
            &f->source, node->at, f->err,
            TEXT("tags must be a mapping (segment: vip) or a list", "tags 必须是键值对（例如 segment: vip）或列表"));
    s->tags = arena_array(f->reader->arena, node->count, sizeof *s->tags);
    for (const struct yaml_node *tag = node->first; tag != NULL; tag = tag->next) {
        struct str value;
        if (!yaml_text(&f->source, tag, &value, f->err))
            return false;
        bool named = node->kind == YAML_MAPPING;
        s->tags[s->tag_count++] = (struct tag){.name = str_dup(f->reader->arena, named ? tag->key : value),
                                               .value = str_dup(f->reader->arena, named ? value : STR("true"))};
    }
    return true;
}

static bool add_alias(struct front *f, const struct yaml_node *section, const struct yaml_node *name)
{
    static const char known[] = "caller, callee, role, task, profile, steps, qa, opening, ending, end_conditions, "
                                "closing, background, concerns, primary, secondary, latent, behaviours, examples, "
                                "negative, positive";
    struct alias alias = {.loose = true};
    struct str text;
    if (!yaml_text(&f->source, name, &text, f->err))
        return false;
    if (str_eq_cstring(section->key, "caller"))
        alias.half = HALF_CALLER;
    else if (str_eq_cstring(section->key, "callee"))
        alias.half = HALF_CALLEE;
    for (int kind = SECTION_ROLE; kind < SECTION_KINDS; kind++) {
        if (str_eq_cstring(section->key, section_kind_name((enum section_kind)kind)))
            alias.kind = (enum section_kind)kind;
    }
    if (alias.half == HALF_NONE && alias.kind == SECTION_NONE)
        return source_error(&f->source, section->key_at, f->err,
                            TEXT("'%.*s' is no section; use one of %s", "没有名为“%.*s”的部分；可用的有：%s"),
                            STR_FORMAT(section->key), known);
    alias.key = title_key(f->reader->arena, text);
    if (alias.key.len > 0)
        VEC_PUSH(&f->reader->extra_aliases, alias);
    return true;
}

static bool read_aliases(struct front *f, const struct yaml_node *node)
{
    if (node->kind != YAML_MAPPING)
        return source_error(&f->source, node->at, f->err,
                            TEXT("aliases must be a mapping, such as steps: [对话步骤]",
                                 "aliases 必须是键值对，例如 steps: [对话步骤]"));
    for (const struct yaml_node *section = node->first; section != NULL; section = section->next) {
        if (section->kind == YAML_SCALAR && !add_alias(f, section, section))
            return false;
        for (const struct yaml_node *name = section->kind == YAML_SEQUENCE ? section->first : NULL; name != NULL;
             name = name->next) {
            if (!add_alias(f, section, name))
                return false;
        }
    }
    return true;
}

/* overrides: {opening: ..., callee_role: ...} */
static bool read_overrides(struct front *f, const struct yaml_node *node)
{
    static const char *const keys[] = {
        [PROSE_OPENING] = "opening",         [PROSE_CLOSING] = "closing",         [PROSE_TASK] = "task",
        [PROSE_CALLER_ROLE] = "caller_role", [PROSE_CALLEE_ROLE] = "callee_role", [PROSE_FIELDS] = NULL};
    if (node->kind != YAML_MAPPING)
        return source_error(&f->source, node->at, f->err,
                            TEXT("overrides must be a mapping of opening, closing, task, caller_role and callee_role",
                                 "overrides 必须是键值对，键为 opening、closing、task、caller_role、callee_role"));
    if (!yaml_check_keys(&f->source, node, keys, f->err))
        return false;
    for (const struct yaml_node *field = node->first; field != NULL; field = field->next) {
        struct prose *prose = f->reader->prose;
        struct str text;
        if (!yaml_text(&f->source, field, &text, f->err))
            return false;
        for (const char *const *key = keys; !str_eq_cstring(field->key, *key); key++)
            prose++;
        prose->given = str_dup(f->reader->arena, str_trim(text));
        prose->given_line = source_line(&f->source, field->key_at);
    }
    return true;
}

static bool read_member(struct front *f, const struct yaml_node *member)
{
    struct str text;
    if (str_eq_cstring(member->key, "id")) {
        if (!yaml_text(&f->source, member, &text, f->err))
            return false;
        if (text.len > 0)
            f->reader->scenario->id = str_dup(f->reader->arena, text);
        return true;
    }
    if (str_eq_cstring(member->key, "title")) {
        if (!yaml_text(&f->source, member, &text, f->err))
            return false;
        f->reader->scenario->title = str_dup(f->reader->arena, text);
        return true;
    }
    if (str_eq_cstring(member->key, "lang"))
        return read_lang(f, member);
    if (str_eq_cstring(member->key, "tags"))
        return read_tags(f, member);
    if (str_eq_cstring(member->key, "aliases"))
        return read_aliases(f, member);
    if (str_eq_cstring(member->key, "overrides"))
        return read_overrides(f, member);
    reader_warn(f->reader, "unknown-key", source_line(&f->source, member->key_at), 1,
                TEXT("'%.*s' means nothing in the front matter; known are id, title, lang, tags, aliases and overrides",
                     "文首元数据里的“%.*s”没有意义；可用的键有 id、title、lang、tags、aliases 和 overrides"),
                STR_FORMAT(reader_shown(member->key)));
    return true;
}

bool front_read(struct reader *reader, struct error *err)
{
    if (reader->outline.front.len == 0)
        return true;
    const struct source *whole = &reader->scenario->source;
    struct front f = {.reader = reader, .err = err};
    /* the closing --- would begin a second document */
    size_t end = (size_t)(reader->outline.front.ptr - whole->text.ptr) + reader->outline.front.len;
    if (!source_from(&f.source, reader->arena, whole->path, str_slice(whole->text, 0, end), err))
        return false;
    const struct yaml_node *root = yaml_parse(reader->arena, &f.source, err);
    if (root == NULL)
        return false;
    if (root->kind != YAML_MAPPING)
        return source_error(&f.source, root->at, err,
                            TEXT("the front matter must be a mapping, such as id: my-scenario",
                                 "文首元数据必须是键值对，例如 id: my-scenario"));
    for (const struct yaml_node *member = root->first; member != NULL; member = member->next) {
        if (!read_member(&f, member))
            return false;
    }
    reader->aliases.extra = reader->extra_aliases.items;
    reader->aliases.extra_count = reader->extra_aliases.count;
    return true;
}
