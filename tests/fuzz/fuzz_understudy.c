/* Requests that nobody wrote: each wire's request is read or refused with a reason; what is read is answered, and the
 * answer and its stream are UTF-8. The first byte chooses wire and temperament. */
#include "fuzz/fuzz.h"
#include "text/utf8.h"
#include "understudy/wire.h"

static void answer(struct arena *arena, const struct wire_request *request, enum temperament temperament)
{
    struct brain_model model = {.temperament = temperament};
    struct persona *persona = persona_read(request->system);
    struct wire_reply reply = {
        .text = brain_reply(arena, persona, &model, request->seed, request->messages, request->count)};
    MUST(reply.text.len > 0 && utf8_valid(reply.text, NULL));
    struct buf out;
    struct str *pieces;
    buf_init(&out, 0);
    wire_write(request, &reply, &out);
    MUST(utf8_valid(buf_str(&out), NULL));
    size_t count = wire_stream(arena, request, &reply, &pieces);
    for (size_t i = 0; i < count; i++)
        MUST(utf8_valid(pieces[i], NULL) && str_ends(pieces[i], STR("\n\n")));
    buf_release(&out);
    persona_free(persona);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire_request request;
    struct error err = {0};
    struct arena arena;
    if (size == 0)
        return 0;
    arena_init(&arena);
    struct str body = {(const char *)data + 1, size - 1};
    if (wire_read(&arena, (enum spoken_wire)(data[0] % SPOKEN_WIRES), body, &request, &err))
        answer(&arena, &request, (enum temperament)(data[0] / SPOKEN_WIRES % TEMPERAMENTS));
    else
        MUST(err.kind != ERROR_NONE && err.message[0] != '\0');
    arena_release(&arena);
    return 0;
}
