/* How the call ended, and whether that was right. Conditions permit ending: `premature` when none holds, `late` when
 * the persona went on for two or more replies after both sides had said goodbye, `missing` when it never ended,
 * `unknown` where nothing can be judged. */
#include "score/parts.h"

#include <stdint.h>

static bool closes(const struct work *work, size_t message)
{
    return carries(work, SIGNAL_CLOSING, message) || work->scene->utterances[message].message->hung_up;
}

static bool says_farewell(const struct work *work, size_t message)
{
    return said_any(said_by(work, message), SAID_FAREWELL);
}

/* The caller took leave twice or more: the reply before the first time. */
static size_t caller_leaves_again(const struct work *work)
{
    const struct scene *scene = work->scene;
    size_t times = 0, first = 0, reply = 0;
    for (size_t m = 0; m < scene->count; m++) {
        reply = scene->utterances[m].reply != 0 ? scene->utterances[m].reply : reply;
        if (scene->utterances[m].reply != 0 || !says_farewell(work, m))
            continue;
        first = times == 0 ? reply : first;
        times++;
    }
    return times >= 2 ? first : 0;
}

/* The reply at which both sides had said goodbye first, 0 when they had not. */
static size_t mutual_close(const struct work *work)
{
    const struct scene *scene = work->scene;
    size_t again = caller_leaves_again(work);
    for (size_t m = 0; m < scene->count; m++) {
        size_t reply = scene->utterances[m].reply;
        if (reply == 0 || !closes(work, m))
            continue;
        bool after = m + 1 < scene->count && scene->utterances[m + 1].reply == 0 && says_farewell(work, m + 1);
        bool before = m > 0 && scene->utterances[m - 1].reply == 0 && says_farewell(work, m - 1);
        if (after || before)
            return again != 0 && again < reply ? again : reply;
    }
    return again;
}

/* Less than a goodbye: enough only for one who has just said why it must go. */
static bool bids_go(const struct work *work, size_t message)
{
    return said_any(said_by(work, message), SAID_BIDS_GO);
}

/* Without a word of goodbye of its own: the caller bids it farewell and goes, for the first time, or as soon as the
 * persona puts the rest off or is called away. */
static bool lets_itself_go(const struct work *work, size_t last)
{
    const struct scene *scene = work->scene;
    if (last + 1 >= scene->count || scene->utterances[last + 1].reply != 0 ||
        said_any(said_by(work, last + 1), SAID_LETS_GO))
        return false;
    bool farewell = says_farewell(work, last + 1);
    return (farewell && caller_leaves_again(work) == 0) ||
           ((farewell || bids_go(work, last + 1)) && leaves_off(said_by(work, last)));
}

/* The transcript says who ended the call; where it does not, its last message does. */
static enum ended_by who_ended(const struct work *work)
{
    const struct scene *scene = work->scene;
    if (scene->transcript->ended_by != ENDED_UNKNOWN || scene->count == 0)
        return scene->transcript->ended_by;
    size_t last = scene->count - 1;
    if (scene->utterances[last].reply != 0)
        return closes(work, last) ? ENDED_PERSONA : ENDED_UNKNOWN;
    bool left = last > 0 && scene->utterances[last - 1].reply != 0 && leaves_off(said_by(work, last - 1)) &&
                bids_go(work, last);
    return says_farewell(work, last) || left ? ENDED_CALLER : ENDED_UNKNOWN;
}

/* Of a record that does not say how the call ended: the caller took leave again and again, or both sides had, and the
 * persona's last words are still no leave-taking. In a loop a finder's `closing` is no proof of one. */
static bool goes_on(const struct work *work, size_t mutual, size_t last)
{
    const struct scene *scene = work->scene;
    bool again = caller_leaves_again(work) != 0, after = mutual != 0 && mutual < scene->replies;
    if (last + 1 < scene->count || scene->utterances[last].message->hung_up || says_farewell(work, last) ||
        leaves_off(said_by(work, last)))
        return false;
    return again || (after && !closes(work, last));
}

/* Hung up on: the caller is gone behind a reply, and had neither taken leave nor asked for anything else. */
static bool cut_off(const struct work *work)
{
    const struct scene *scene = work->scene;
    bool winds_up = scene->count == 0 || scene->utterances[scene->count - 1].reply == 0;
    for (size_t m = 0; m < scene->count && !winds_up; m++)
        winds_up = scene->utterances[m].reply == 0 &&
                   (says_farewell(work, m) || bids_go(work, m) || said_any(said_by(work, m), SAID_ANYTHING_ELSE));
    return !winds_up;
}

static void set_conditions(const struct work *work, struct ending *ending, const bool *held)
{
    const struct rubric *rubric = work->rubric;
    ending->conditions = arena_array(&work->score->arena, rubric->end_count, sizeof *ending->conditions);
    for (size_t i = 0; i < rubric->end_count; i++) {
        if (!held[i])
            continue;
        ending->conditions[ending->condition_count++] = rubric->ends[i].number;
        ending->must = ending->must || rubric->ends[i].must;
    }
    ending->may = ending->condition_count > 0;
}

static bool any_derivable(const struct rubric *rubric)
{
    for (size_t i = 0; i < rubric->end_count; i++)
        if (rubric->ends[i].derivable)
            return true;
    return false;
}

void score_ending(struct work *work)
{
    const struct scene *scene = work->scene;
    struct ending *ending = &work->score->ending;
    size_t last = last_message_of(scene, ROLE_PERSONA);
    ending->ended_by = who_ended(work);
    ending->verdict = ENDING_UNKNOWN;
    ending->why = say(work, "nothing can be judged", "无从判断");
    if (last == SIZE_MAX || ended_broken_off(ending->ended_by)) {
        if (ending->ended_by == ENDED_ERROR)
            ending->why = say(work, "the endpoint failed before the call could end", "通话未结束服务端就出错了");
        else if (ending->ended_by == ENDED_BUDGET)
            ending->why = say(work, "the budget was spent before the call could end", "通话未结束预算就用完了");
        return;
    }
    bool *held = arena_array(&work->score->arena, work->rubric->end_count + 1, sizeof *held);
    size_t mutual = mutual_close(work), replies = scene->replies;
    bool closed = closes(work, last) || (ending->ended_by == ENDED_CALLER && lets_itself_go(work, last));
    bool covered = conditions_held(work, scene->utterances[last].reply, closed, held);
    set_conditions(work, ending, held);
    ending->reply = mutual != 0 ? mutual : closed ? replies : 0;
    bool never = scene->transcript->ended_by == ENDED_UNKNOWN && goes_on(work, mutual, last);
    if (never)
        ending->ended_by = ENDED_UNKNOWN;
    if (ending->ended_by == ENDED_CALLER && !closed && cut_off(work)) {
        ending->why = say(work, "the caller hung up without a goodbye", "拨打方没有道别就挂断了");
    } else if (ending->ended_by == ENDED_MAX_TURNS || ending->ended_by == ENDED_SILENCE || never ||
               (ending->ended_by == ENDED_CALLER && !closed && !(mutual != 0 && replies >= mutual + 2))) {
        ending->verdict = ENDING_MISSING;
        ending->why = say(work, "the persona never ended the call", "人物始终没有收线");
    } else if (ending->ended_by == ENDED_UNKNOWN) {
        ending->why = say(work, "the transcript does not say how it ended", "记录没有说明通话怎样结束");
    } else if (mutual != 0 && replies >= mutual + 2) {
        ending->verdict = ENDING_LATE;
        ending->why = say(work, "it went on after both sides had said goodbye", "双方道别之后仍说个不停");
    } else if (work->rubric->end_count == 0) {
        ending->why = say(work, "the document names no end condition", "文档没有结束条件");
    } else if (!covered) {
        ending->verdict = ENDING_PREMATURE;
        ending->why = say(work, "it hung up before any end condition held", "结束条件还没有一条成立就挂断");
    } else if (!any_derivable(work->rubric)) {
        ending->why = say(work, "a condition held by its words alone: no sign could be derived from any",
                          "结束条件只按字面看成立：没有一条能对应到可观察的迹象");
    } else {
        ending->verdict = ENDING_CORRECT;
        ending->why = say(work, "an end condition held", "结束条件已成立");
    }
}
