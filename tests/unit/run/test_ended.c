/* What a call without a word is. */
#include "run/ended.h"

#include <criterion/criterion.h>

Test(ended, a_call_of_thoughts_alone_is_a_call_without_a_word)
{
    struct transcript *call = transcript_new();
    call->model = STR("m");
    call->ended_by = ENDED_SILENCE;
    transcript_add(call, ROLE_CALLER, STR("您好"));
    struct message *reply = transcript_add(call, ROLE_PERSONA, STR("<think>想到一半"));
    reply->content = STR("");
    reply->hung_up = true;
    cr_expect_not(ended_without_a_word(call), "who hangs up has answered");
    reply->hung_up = false;
    cr_expect(ended_without_a_word(call));
    cr_expect_eq(call->ended_by, ENDED_ERROR);
    transcript_free(call);
}
