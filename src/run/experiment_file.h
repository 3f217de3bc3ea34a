/* fidelio.yaml: an experiment as a file.
 *
 *   scenarios: [personas/]             # documents and folders; all paths are taken from this file's folder
 *   prompts: [plain.txt, warm.txt]     # templates (dialogue/template.h)
 *   callers:
 *     - script
 *     - {name: dated, model: qwen, wording: dated.txt}     # a wording stands behind the caller's prompt
 *   models:
 *     - understudy
 *     - {name: qwen, base_url: http://127.0.0.1:8000/v1, temperature: 0.7}
 *   sampling: {temperature: 0.7, top_p: 0.9, max_tokens: 300}   # of every model and caller that says nothing itself
 *   rubrics: [rubrics/service/errand.yaml]
 *   repeats: 5
 *   seed: 1
 *   max_turns: 30
 *   mystery: 40                        # instead of repeats
 *   limits: {in_flight: 8, max_cost: 2, max_time: 600}
 *   gates: {pass_rate: 0.8, fidelity: 0.75}   # of each prompt, caller and model
 *
 * A model or caller that stands in a file of models (--models) is taken from there. An unknown key is an error with its
 * line and column. */
#ifndef FIDELIO_RUN_EXPERIMENT_FILE_H
#define FIDELIO_RUN_EXPERIMENT_FILE_H

#include "endpoint/models.h"
#include "run/experiment.h"

bool is_experiment_file(const char *path); /* by its ending: .yaml, .yml */
/* Adds what the file says to the experiment. `models` is borrowed. */
bool experiment_read(struct experiment *experiment, const struct models *models, const char *path, struct error *err);

#endif
