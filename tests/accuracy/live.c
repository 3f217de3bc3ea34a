#include "accuracy/live.h"

#include <stdio.h>

struct count {
    size_t hit, found, truth; /* truly found, found, true */
};

/* A hang-up ends the call by itself: nobody asks what it means. */
static void add(struct count *count, const struct message *message, uint32_t labels, bool found)
{
    if (message->hung_up)
        return;
    const bool truth = labels >> SIGNAL_CLOSING & 1;
    count->hit += truth && found;
    count->truth += truth;
    count->found += found;
}

static void run_set(const struct labelled_set *set, struct model *model, struct count *count)
{
    struct signal_context *context = context_make(set->scenario, model);
    for (size_t c = 0; c < set->calls.count; c++) {
        struct transcript so_far = *set->calls.items[c];
        size_t reply = 0;
        for (size_t m = 0; m < set->calls.items[c]->count; m++) {
            if (so_far.messages[m].role != ROLE_PERSONA)
                continue;
            so_far.count = m + 1;
            add(count, &so_far.messages[m], set->labels[c].replies[reply++], signal_is_closing(context, &so_far));
        }
    }
    context->own_model = NULL; /* lent */
    signal_context_free(context);
}

static void print_line(const char *what, struct count c, bool markdown)
{
    const char *bar = markdown ? " | " : "  ", *edge = markdown ? "| " : "", *close = markdown ? " |" : "";
    printf("%s%-22s%s%9.3f%s%6.3f%s%5.3f%s%5zu%s\n", edge, what, bar,
           c.found ? (double)c.hit / (double)c.found : 0.0, bar, c.truth ? (double)c.hit / (double)c.truth : 0.0, bar,
           c.truth + c.found ? 2.0 * (double)c.hit / (double)(c.truth + c.found) : 1.0, bar, c.truth, close);
}

void live_report(const struct labelled_sets *sets, const struct fit *fit, bool markdown)
{
    const char *bar = markdown ? " | " : "  ", *edge = markdown ? "| " : "", *close = markdown ? " |" : "";
    struct count unseen = {0}, held_out = {0};
    for (size_t i = 0; i < fit->replies.count; i++) {
        const struct unseen *reply = &fit->replies.items[i];
        const struct labelled_set *set = &sets->all.items[reply->fold];
        if (!set->lines)
            add(&unseen, &set->calls.items[reply->call]->messages[reply->message], reply->truth, reply->live);
    }
    printf("%sClosing, told while the call goes on%s\n\n", markdown ? "### " : "", markdown ? "" : ":");
    printf("%s%-22s%sprecision%srecall%s   F1%s    n%s\n", edge, "replies", bar, bar, bar, bar, close);
    if (markdown)
        printf("| --- | ---: | ---: | ---: | ---: |\n");
    print_line("one scenario left out", unseen, markdown);
    for (size_t s = 0; s < sets->all.count && fit->model != NULL; s++)
        if (sets->all.items[s].held_out)
            run_set(&sets->all.items[s], fit->model, &held_out);
    if (fit->model != NULL)
        print_line("held-out scenarios", held_out, markdown);
    printf("\n");
}
