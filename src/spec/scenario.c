#include "spec/scenario.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "spec/reader.h"

#include <stdlib.h>

enum { SCENARIO_CEILING = 4 << 20 };

const char *lang_name(enum lang lang)
{
    static const char *const names[] = {"zh-Hans", "zh-Hant", "en"};
    return names[lang];
}

const char *concern_level_name(enum concern_level level)
{
    static const char *const names[] = {"primary", "secondary", "latent"};
    return names[level];
}

static struct str id_from(const char *path)
{
    struct str name = str_from(path);
    for (size_t i = name.len; i-- > 0;) {
        if (name.ptr[i] == '/') {
            name = str_slice(name, i + 1, name.len);
            break;
        }
    }
    for (size_t i = name.len; i-- > 1;) {
        if (name.ptr[i] == '.')
            return str_slice(name, 0, i);
    }
    return name;
}

/* Takes over `s`, whose source is filled. */
static struct scenario *read_source(struct scenario *s, struct error *err)
{
    struct reader r = {.scenario = s, .arena = &s->arena};
    s->id = str_dup(&s->arena, id_from(s->source.path));
    hash_sha256(s->source.text, s->hash);
    bool ok = document_read(&r, err);
    for (size_t i = 0; i < PROSE_FIELDS; i++)
        buf_release(&r.prose[i].text);
    VEC_RELEASE(&r.sections);
    VEC_RELEASE(&r.halves);
    VEC_RELEASE(&r.warnings);
    VEC_RELEASE(&r.unread);
    VEC_RELEASE(&r.extra_aliases);
    if (!ok) {
        scenario_free(s);
        return NULL;
    }
    return s;
}

static struct scenario *scenario_new(void)
{
    struct scenario *s = memory_alloc(sizeof *s);
    arena_init(&s->arena);
    return s;
}

struct scenario *scenario_read(const char *path, struct error *err)
{
    struct scenario *s = scenario_new();
    if (!source_read(&s->source, &s->arena, path, SCENARIO_CEILING, err)) {
        scenario_free(s);
        return NULL;
    }
    return read_source(s, err);
}

struct scenario *scenario_from(const char *path, struct str text, struct error *err)
{
    struct scenario *s = scenario_new();
    if (text.len > SCENARIO_CEILING) {
        error_at(err, ERROR_LIMIT, path, 0, 0, TEXT("the document is larger than 4 MiB", "文档超过 4 MiB"));
        scenario_free(s);
        return NULL;
    }
    if (!source_from(&s->source, &s->arena, path, str_dup(&s->arena, text), err)) {
        scenario_free(s);
        return NULL;
    }
    return read_source(s, err);
}

void scenario_free(struct scenario *scenario)
{
    if (scenario == NULL)
        return;
    arena_release(&scenario->arena);
    free(scenario);
}

const char *scenario_tag(const struct scenario *scenario, const char *name)
{
    for (size_t i = 0; i < scenario->tag_count; i++) {
        if (str_eq_cstring(scenario->tags[i].name, name))
            return scenario->tags[i].value.ptr;
    }
    return NULL;
}
