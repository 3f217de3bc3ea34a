#include "review/sample.h"

#include "base/language.h"
#include "base/rng.h"

static bool parse_share(struct str text, double *share)
{
    size_t percent;
    if (str_eq_cstring(text, "all"))
        *share = 1;
    else if (str_eq_cstring(text, "none"))
        *share = 0;
    else if (text.len > 1 && text.ptr[text.len - 1] == '%' &&
             str_to_size(str_slice(text, 0, text.len - 1), 100, &percent))
        *share = (double)percent / 100;
    else
        return false;
    return true;
}

bool sample_parse(struct sample_plan *plan, struct str text, struct error *err)
{
    static const char *const names[] = {
        [VERDICT_PASS] = "passes", [VERDICT_FAIL] = "fails", [VERDICT_ERROR] = "errors"};
    *plan = (struct sample_plan){0};
    if (str_eq_cstring(text, "all")) {
        *plan = (struct sample_plan){{1, 1, 1}};
        return true;
    }
    for (struct str rest = text; rest.len > 0;) {
        size_t comma = str_find_byte(rest, ',');
        struct str part = str_trim(str_slice(rest, 0, comma == STR_NONE ? rest.len : comma));
        rest = str_slice(rest, comma == STR_NONE ? rest.len : comma + 1, rest.len);
        size_t colon = str_find_byte(part, ':'), verdict = 0;
        while (verdict <= VERDICT_ERROR &&
               (colon == STR_NONE || !str_eq_cstring(str_slice(part, 0, colon), names[verdict])))
            verdict++;
        if (verdict > VERDICT_ERROR || !parse_share(str_slice(part, colon + 1, part.len), &plan->share[verdict]))
            return error_set(err, ERROR_USER,
                             TEXT("--sample does not understand '%.*s'; write for example 'fails:all,passes:20%%'",
                                  "--sample 看不懂“%.*s”；请写成例如 'fails:all,passes:20%%'"),
                             STR_FORMAT(part));
    }
    return true;
}

bool sample_takes(const struct sample_plan *plan, enum verdict verdict, struct str id, uint64_t seed)
{
    struct rng rng;
    rng_init_text(&rng, id, seed);
    return rng_unit(&rng) < plan->share[verdict];
}
