#include "base/language.h"

static bool is_chinese;

void language_set_chinese(bool chinese)
{
    is_chinese = chinese;
}

bool language_is_chinese(void)
{
    return is_chinese;
}

const char *texts_pick(struct texts texts)
{
    return is_chinese ? texts.zh : texts.en;
}
