/* How scenarios and models did over many runs, and the alerts of a small policy: this is how a team notices drift.
 * Pure. */
#ifndef FIDELIO_REPORT_TREND_H
#define FIDELIO_REPORT_TREND_H

#include "base/buf.h"
#include "base/error.h"
#include "signal/signal.h"

struct trend_point {                      /* one run's cell */
    struct str run, started, fingerprint; /* what the server said it was, "" when it said nothing */
    size_t conversations, judged, replies;
    double fidelity;                   /* NaN when nothing was scored */
    double pass_rate;                  /* NaN when nothing was judged */
    double signals[SIGNAL_CORE_COUNT]; /* replies that carry it, of a hundred */
};
struct trend_series {
    struct str scenario, player; /* the model, and the prompt and the caller where they have names */
    bool understudy;
    struct trend_point *points; /* oldest first */
    size_t count;
};

/* "METRIC<X", "METRIC>X", with " for K" (runs running, default 1); "METRIC>+P% of M" and "METRIC<-P% of M": more than P
 * per cent above or below the average of the M runs before. METRIC: fidelity, pass_rate, or a core signal's name (of a
 * hundred replies). */
struct alert_rule {
    struct str text;
    int metric; /* -2 fidelity, -1 pass_rate, else enum core_signal */
    bool above, relative;
    double bound; /* a value, or a share when relative */
    size_t runs;  /* K, or M when relative */
};
bool alert_parse(struct alert_rule *rule, const char *text, struct error *err);

/* Prints the table, and a line for each alert that fires on the newest run of a series; returns how many fired. */
size_t trend_text(const struct trend_series *series, size_t count, const struct alert_rule *rules, size_t rule_count,
                  bool chinese, struct buf *out);

#endif
