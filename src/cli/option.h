/* One table of options: it feeds the parser, the help, the man page and the completions; a test holds them in step.
 *
 * An option may stand in the table more than once with different commands (`--format` takes other values in `check`
 * than in `score`): a command never has two rows of one id. */
#ifndef FIDELIO_CLI_OPTION_H
#define FIDELIO_CLI_OPTION_H

#include "cli/message.h"

#include "base/vec.h"

#include <stdint.h>

enum command_id {
    COMMAND_CHECK,
    COMMAND_SHOW,
    COMMAND_RUN,
    COMMAND_SCORE,
    COMMAND_JUDGE,
    COMMAND_AGREE,
    COMMAND_REPORT,
    COMMAND_COMPARE,
    COMMAND_MERGE,
    COMMAND_BLESS,
    COMMAND_REVIEW,
    COMMAND_PLAY,
    COMMAND_SERVE,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_COUNT
};

enum option_id {
    OPTION_ALERT,
    OPTION_ALL,
    OPTION_ALPHA,
    OPTION_API_KEY_ENV,
    OPTION_ASK_AGAIN,
    OPTION_AS,
    OPTION_ASK,
    OPTION_BASE_URL,
    OPTION_BLIND,
    OPTION_BY,
    OPTION_BOM,
    OPTION_CA_FILE,
    OPTION_CALLER,
    OPTION_CHOOSER,
    OPTION_COLOUR,
    OPTION_CONFIRM,
    OPTION_CONNECT_TIMEOUT,
    OPTION_DRY_RUN,
    OPTION_DURABLE,
    OPTION_FAIL,
    OPTION_FIRST_BYTE_TIMEOUT,
    OPTION_FORMAT,
    OPTION_GATE,
    OPTION_HELP,
    OPTION_HTTP,
    OPTION_INCONCLUSIVE,
    OPTION_IN_FLIGHT,
    OPTION_JITTER,
    OPTION_LABELS,
    OPTION_LANG,
    OPTION_LATENCY,
    OPTION_MARKER,
    OPTION_MAX_COST,
    OPTION_MAX_TIME,
    OPTION_MAX_TOKENS,
    OPTION_MAX_TURNS,
    OPTION_MODEL,
    OPTION_MYSTERY,
    OPTION_MODELS,
    OPTION_NO_PREFLIGHT,
    OPTION_OFFLINE,
    OPTION_OUT,
    OPTION_PERSONA_NAME,
    OPTION_PERSONA_ROLE,
    OPTION_PERTURB,
    OPTION_PORT,
    OPTION_PRICE_IN,
    OPTION_PRICE_CACHED_IN,
    OPTION_PRICE_OUT,
    OPTION_PROMPT,
    OPTION_PROFILE,
    OPTION_PROXY,
    OPTION_QUIET,
    OPTION_REASON,
    OPTION_REPEATS,
    OPTION_RETRIES,
    OPTION_RUBRIC,
    OPTION_SAMPLE,
    OPTION_SCENARIO,
    OPTION_SEED,
    OPTION_SHARD,
    OPTION_SIDE,
    OPTION_SLICE,
    OPTION_STREAM,
    OPTION_SUBJECT,
    OPTION_TEMPERATURE,
    OPTION_THREADS,
    OPTION_TIMEOUT,
    OPTION_TOLERANCE,
    OPTION_TOP_P,
    OPTION_TRANSCRIPTS,
    OPTION_TREND,
    OPTION_WIRE,
    OPTION_COUNT
};

enum option_kind {
    VALUE_NONE, /* a flag */
    VALUE_TEXT,
    VALUE_FILE,
    VALUE_FOLDER,
    VALUE_SIZE,   /* a whole number in [min, max] */
    VALUE_NUMBER, /* a decimal number in [min, max] */
    VALUE_CHOICE, /* one of `choices` */
};

struct option {
    enum option_id id;
    const char *name; /* without the dashes */
    char letter;      /* 0: none */
    enum option_kind kind;
    const char *value;     /* how help calls the value: "NAME"; NULL for flags */
    const char *choices;   /* "text|json" of VALUE_CHOICE */
    const char *otherwise; /* the default as the user would type it; NULL: none */
    double min, max;
    bool many;         /* may be given more than once */
    uint32_t commands; /* bits 1 << command_id */
    struct texts help;
};

extern const struct option option_table[];
extern const size_t option_count;

/* The row of that id, name or letter for a command; NULL when the command has none. */
const struct option *option_of(enum command_id command, enum option_id id);
const struct option *option_named(enum command_id command, struct str name);
const struct option *option_lettered(enum command_id command, char letter);

/* What the user gave. */
struct given {
    const struct option *option;
    const char *value; /* borrowed from argv; "" for flags */
};
struct args {
    enum command_id command;
    VEC(struct given) given;
    VEC(const char *) operands; /* borrowed from argv */
};

/* Reads argv[0..argc) (behind the command's name). Every value is checked against the table here. On failure the user
 * has been told and the exit status is in *status. */
bool args_parse(struct args *args, const struct ui *ui, enum command_id command, int argc, char **argv, int *status);
void args_release(struct args *args);
bool args_has(const struct args *args, enum option_id id);
const char *args_text(const struct args *args, enum option_id id); /* the last one given, else the default, else NULL */
size_t args_size(const struct args *args, enum option_id id);      /* 0 when not given and without default */
double args_number(const struct args *args, enum option_id id, double otherwise);
/* The values of an option that may be given more than once, one by one: *at starts at 0; NULL at the end. */
const char *args_each(const struct args *args, enum option_id id, size_t *at);

#endif
