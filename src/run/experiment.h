/* What is to be run: scenarios x prompts x callers x models x repeats, with parameters. As data, before anything is
 * planned. */
#ifndef FIDELIO_RUN_EXPERIMENT_H
#define FIDELIO_RUN_EXPERIMENT_H

#include "base/lookup.h"
#include "endpoint/endpoint.h"

/* A prompt of the user's own (dialogue/template.h). */
struct prompt {
    struct str name; /* the file's name without folder and ending; "" = the built-in prompt */
    const char *path;
    struct str text;
    const char *const *mood; /* by language, stands behind the built-in prompt (run/mystery.h); NULL = a template */
};

/* Who calls: the script, or a model, perhaps with wording of its own behind the caller's prompt. */
struct caller {
    struct str name;
    struct endpoint *endpoint; /* arena; NULL: the script */
    struct str wording;        /* "" = none */
    const char *script;        /* arena; document or folder to read the caller half from; NULL: the scenario's own */
    struct str *script_texts;  /* arena; one a scenario, instead of reading `script`; NULL = read it */
};

/* Points into itself: it stays where it was initialised. */
struct experiment {
    struct arena arena;
    const char **scenarios; /* arena; files, in order */
    struct str *texts;      /* arena; what stands in them, where that is known already (a run read back); else NULL */
    size_t scenario_count;
    struct endpoint *models; /* arena */
    size_t model_count;
    struct names model_names; /* beside models, as they are added; of a run read back there are none */
    struct caller *callers;   /* arena; at least one, the script until another is added */
    size_t caller_count;
    struct names caller_names; /* beside callers, as they are added */
    bool callers_said;
    struct endpoint *chooser; /* arena; picks what the script answers with; NULL: no model does */
    size_t mystery;           /* conversations drawn by the seed instead of all there are; 0 = all */
    struct prompt *prompts;   /* arena; at least the built-in one */
    size_t prompt_count;
    struct names prompt_names; /* beside prompts, as they are added */
    const char **rubrics;      /* arena; files */
    size_t rubric_count;
    size_t repeats, max_turns;
    size_t first_repeat; /* repeats before this one were held by another run; 0 or 1: all of them */
    unsigned perturb;    /* disturbances by the scripted caller (dialogue/perturb.h): a bit for each */
    uint64_t seed;
    size_t in_flight;                       /* 0 = as the command line says */
    double max_cost, max_time;              /* 0 = no limit; seconds */
    double least_pass_rate, least_fidelity; /* gates of each prompt, caller and model; 0 = none */
    size_t shard, shards;                   /* the shard-th (from 1) of `shards`; 1/1: all */
};

void experiment_init(struct experiment *experiment);
void experiment_release(struct experiment *experiment);
/* Adds a document, or those of a folder: its *.md and *.txt files in bytewise order, without sub-folders, hidden files
 * and READMEs. A folder without any is ERROR_USER. */
bool experiment_add_scenarios(struct experiment *experiment, const char *path, struct error *err);
/* Adds a model by name. "understudy" and "understudy:TEMPERAMENT" are the built-in stand-in, which the run starts
 * itself; the others live at `base_url` (NULL: the public default)
 * with the key in the environment variable `api_key_env` (NULL: none, or OPENAI_API_KEY with the default URL). The same
 * name twice is ERROR_USER. Sampling parameters are the caller's to set on the returned endpoint; NULL on failure. */
struct endpoint *experiment_add_model(struct experiment *experiment, const char *name, const char *base_url,
                                      const char *api_key_env, struct error *err);
/* Adds a caller: "script", or a model as in experiment_add_model, under the name that reports show (`model` NULL: the
 * same). The same name twice is ERROR_USER. The endpoint (NULL for the script) may be set further on; NULL on failure.
 */
struct caller *experiment_add_caller(struct experiment *experiment, const char *name, const char *model,
                                     const char *base_url, const char *api_key_env, struct error *err);
/* Sets the chooser: a model as above, not the understudy, which understands nothing. NULL on failure. */
struct endpoint *experiment_set_chooser(struct experiment *experiment, const char *name, const char *base_url,
                                        const char *api_key_env, struct error *err);
/* The endpoint as above, without adding it to the models: for a model as caller. */
struct endpoint *experiment_endpoint(struct experiment *experiment, const char *name, const char *base_url,
                                     const char *api_key_env);
/* Reads a prompt template; the first one takes the built-in prompt's place. Two of one name are ERROR_USER. */
bool experiment_add_prompt(struct experiment *experiment, const char *path, struct error *err);
void experiment_add_rubric(struct experiment *experiment, const char *path);
/* Can each endpoint be asked as it is, its key and its headers' variables set? */
bool experiment_check_endpoints(const struct experiment *experiment, struct error *err);
/* Can a limit of cost be kept? Each endpoint has both prices, the understudy aside, at least one has any, and all are
 * in one currency. */
bool experiment_check_prices(const struct experiment *experiment, struct error *err);
bool model_is_understudy(struct str name); /* "understudy" or "understudy:TEMPERAMENT" */
/* "K/N" with 1 <= K <= N <= 10000. */
bool experiment_set_shard(struct experiment *experiment, const char *text, struct error *err);

/* How transcripts call the caller: "script", "script+noise+injection" when it disturbs, "script+chooser" with one, or
 * the model's name. An alias of the understudy is called "NAME (understudy)", so that nobody takes it for a model. */
struct str experiment_caller_name(const struct experiment *experiment, size_t caller, struct arena *arena);
struct str experiment_understudy_name(struct str name, struct arena *arena); /* that; `name` when it is so already */

#endif
