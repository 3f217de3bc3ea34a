#include "cli/run_notes.h"

#include <stdio.h>
#include <stdlib.h>

/* ", cost 1.2000 CNY"; "" when no price is known. */
static void cost_text(const struct ui *ui, double amount, struct str currency, char text[static 64])
{
    text[0] = '\0';
    if (amount > 0)
        snprintf(text, 64, SAY(ui, ", cost %.4f%s%.*s", "，花费 %.4f%s%.*s"), amount, currency.len > 0 ? " " : "",
                 (int)(currency.len < 16 ? currency.len : 16), currency.ptr);
}

/* " (300 of them cached)"; "" when none was. */
static void cached_text(const struct ui *ui, struct usage usage, char text[static 64])
{
    text[0] = '\0';
    if (usage.cached_tokens > 0)
        snprintf(text, 64, SAY(ui, " (%llu of them cached)", "（其中 %llu 个命中缓存）"),
                 (unsigned long long)usage.cached_tokens);
}

struct str run_currency(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->model_count; i++)
        if (experiment->models[i].currency.len > 0)
            return experiment->models[i].currency;
    return (struct str){0};
}

/* With one of its two prices what is said to be the cost is less than it is. */
static void warn_of_price(const struct ui *ui, const struct endpoint *endpoint)
{
    if ((endpoint->price_in >= 0) != (endpoint->price_out >= 0))
        ui_warn(ui,
                SAY(ui, "%.*s: the price of tokens %s is not known: they count as nothing in the cost",
                    "%.*s：%s词元的价格未知，花费里不计这一部分"),
                STR_FORMAT(endpoint->name),
                endpoint->price_in < 0 ? SAY(ui, "sent", "输入") : SAY(ui, "received", "输出"));
}

void run_warn_of_prices(const struct ui *ui, const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->model_count; i++)
        warn_of_price(ui, &experiment->models[i]);
    for (size_t i = 0; i < experiment->caller_count; i++)
        if (experiment->callers[i].endpoint != NULL)
            warn_of_price(ui, experiment->callers[i].endpoint);
    if (experiment->chooser != NULL)
        warn_of_price(ui, experiment->chooser);
}

static bool asks_a_server(const struct experiment *experiment)
{
    bool asks = experiment->chooser != NULL;
    for (size_t i = 0; i < experiment->model_count; i++)
        asks = asks || !experiment->models[i].understudy;
    for (size_t i = 0; i < experiment->caller_count; i++)
        asks = asks || (experiment->callers[i].endpoint != NULL && !experiment->callers[i].endpoint->understudy);
    return asks;
}

void run_warn_of_base_url(const struct ui *ui, const struct experiment *experiment)
{
    if (!asks_a_server(experiment))
        ui_warn(ui, "%s",
                SAY(ui,
                    "nothing is asked at --base-url: the understudy is built in; at a server it is called faithful, "
                    "leaky and so on",
                    "没有向 --base-url 提问：understudy 是内置的；服务端上的替身叫 faithful、leaky 等"));
}

int run_estimate(const struct ui *ui, const struct plan *plan, const char *folder)
{
    struct estimate estimate = plan_estimate(plan, NULL);
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < plan->count; i++)
        buf_printf(&out, "%.*s\n", STR_FORMAT(plan->conversations[i].id));
    int status = ui_result(ui, buf_str(&out));
    char money[64];
    cost_text(ui, estimate.cost, run_currency(plan->experiment), money);
    run_warn_of_prices(ui, plan->experiment);
    ui_note(ui,
            SAY(ui,
                "conversations: %zu, into %s; about %llu calls, %llu tokens in, %llu tokens out%s; nothing was asked",
                "%zu 通对话，写入 %s；约 %llu 次调用，输入约 %llu 个词元，输出约 %llu 个%s；没有发出任何请求"),
            plan->count, folder, (unsigned long long)estimate.calls, (unsigned long long)estimate.prompt_tokens,
            (unsigned long long)estimate.completion_tokens, money);
    buf_release(&out);
    return status;
}

/* Where the chooser was no help the matcher without a model decided. */
static void tell_choices(const struct ui *ui, const struct choice_counts *choices)
{
    if (choices->asked == 0)
        return;
    if (choices->failed + choices->unusable == 0) {
        ui_note(ui, SAY(ui, "the chooser made %zu choices", "挑选模型作了 %zu 次选择"), choices->asked);
        return;
    }
    ui_warn(
        ui,
        SAY(ui,
            "of %zu choices the chooser failed in %zu and gave no usable answer in %zu: there the matcher without a "
            "model decided%s%s",
            "挑选模型的 %zu 次选择中，%zu 次请求失败，%zu 次答非所选：这些由不用模型的匹配来决定%s%s"),
        choices->asked, choices->failed, choices->unusable,
        choices->why[0] != '\0' ? SAY(ui, "; the first failure: ", "；第一次失败：") : "", choices->why);
}

static size_t conversations_of(const struct plan *plan, const struct cost *costs, size_t model)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += costs[i].begun && plan->conversations[i].model == model;
    return count;
}

/* Of a party that is no model under test. */
static const char *part_of(const struct ui *ui, const struct experiment *experiment, size_t party)
{
    return party < costs_of_chooser(experiment) ? SAY(ui, " (caller)", "（拨打方）")
                                                : SAY(ui, " (chooser)", "（挑选）");
}

static void tell_unmetered(const struct ui *ui, const struct endpoint *endpoint, const struct cost *cost)
{
    if (cost->unmetered > 0 && !endpoint->understudy)
        ui_warn(ui,
                SAY(ui,
                    "%.*s did not tell the tokens of %zu of %zu replies: tokens and cost leave them out, and "
                    "--max-cost goes by an estimate",
                    "%.*s 有 %zu / %zu 条回复没有告知词元数：词元和花费不含这些回复，--max-cost 则按估计计算"),
                STR_FORMAT(endpoint->name), cost->unmetered, cost->replies);
}

/* Tokens and money by model, and by part where one calls or chooses. */
static void tell_costs(const struct ui *ui, const struct plan *plan, const struct pipeline_result *result)
{
    const struct experiment *experiment = plan->experiment;
    for (size_t i = 0; i < costs_party_count(experiment); i++) {
        const struct endpoint *endpoint = costs_party(experiment, i);
        const struct cost *cost = &result->paid[i];
        char money[64], cached[64];
        if (endpoint == NULL || cost->replies == 0)
            continue;
        cost_text(ui, cost->amount, endpoint->currency, money);
        cached_text(ui, cost->usage, cached);
        if (i < experiment->model_count && cost->unmetered < cost->replies)
            ui_note(ui,
                    SAY(ui, "%.*s: conversations %zu, tokens in %llu%s, out %llu%s",
                        "%.*s：%zu 通对话，输入 %llu 个词元%s，输出 %llu 个%s"),
                    STR_FORMAT(endpoint->name), conversations_of(plan, result->costs, i),
                    (unsigned long long)cost->usage.prompt_tokens, cached,
                    (unsigned long long)cost->usage.completion_tokens, money);
        else if (cost->unmetered < cost->replies)
            ui_note(ui, SAY(ui, "%.*s%s: tokens in %llu%s, out %llu%s", "%.*s%s：输入 %llu 个词元%s，输出 %llu 个%s"),
                    STR_FORMAT(endpoint->name), part_of(ui, experiment, i),
                    (unsigned long long)cost->usage.prompt_tokens, cached,
                    (unsigned long long)cost->usage.completion_tokens, money);
        tell_unmetered(ui, endpoint, cost);
    }
}

/* What stands whole in the files is not paid for a second time unasked. */
static void tell_of_tape(const struct ui *ui, const struct plan *plan, const struct pipeline_result *result)
{
    struct estimate estimate = plan_estimate(plan, result->gone);
    char money[64];
    if (estimate.calls == 0) {
        ui_note(ui, "%s",
                SAY(ui, "asking again is no help: put the tape back as it was, or take another folder with --out DIR",
                    "再问也没有用：请恢复原来的磁带，或用 --out DIR 另选目录"));
        return;
    }
    cost_text(ui, estimate.cost, run_currency(plan->experiment), money);
    ui_note(ui,
            SAY(ui,
                "nothing was asked for what the tape lacks: put the tape back as it was, take another folder with "
                "--out DIR, or ask anew and write over it with --ask-again (at most about %llu calls, %llu tokens in, "
                "%llu tokens out%s)",
                "磁带缺少的部分没有提问：请恢复原来的磁带，或用 --out DIR 另选目录，或用 --ask-again "
                "重新提问并覆盖（最多约 %llu 次调用，输入约 %llu 个词元，输出约 %llu 个%s）"),
            (unsigned long long)estimate.calls, (unsigned long long)estimate.prompt_tokens,
            (unsigned long long)estimate.completion_tokens, money);
}

/* That a run was interrupted is the reason of its exit status, so it is said even when quiet. */
static void tell_how_to_go_on(const struct ui *ui, const struct plan *plan, const struct pipeline_result *result)
{
    bool same = result->interrupted;
    if (result->interrupted) {
        ui_warn(
            ui, "%s",
            SAY(ui, "interrupted: the same command goes on where it was", "已中断：再次执行同一命令会从中断处继续"));
    } else if (result->budget_spent) {
        ui_note(ui, "%s",
                SAY(ui, "the budget is spent: with more of it the same command goes on where it was",
                    "预算已用完：放宽预算后再次执行同一命令会从中断处继续"));
    } else if (result->refused) {
        ui_note(ui, "%s",
                SAY(ui,
                    "each endpoint was asked once before the rest, and one cannot be used as it is set up (above): "
                    "set it right and give the same command again, or go on all the same with --no-preflight",
                    "正式开始前先向每个服务端各问一次，其中有的无法按现在的设置使用（见上文）：改好后再次执行同一命令，"
                    "或用 --no-preflight 照样继续"));
    } else if (result->of_the_tape > 0) {
        tell_of_tape(ui, plan, result);
    } else if (result->rejected > 0 && result->counts.failed == result->silent + result->rejected) {
        ui_note(ui, "%s",
                SAY(ui,
                    "the server rejects these requests as they are, so asking again is no help: change what it names",
                    "服务端不接受这样的请求，原样再问也没有用：请先按上面的原因改好"));
    } else if (result->offline && result->counts.failed > result->silent) {
        ui_note(ui, "%s",
                SAY(ui, "the tape lacks replies: without --offline the same command asks for what is missing",
                    "磁带缺少回复：去掉 --offline 再执行同一命令，会补问缺少的部分"));
    } else if (result->gave_up) {
        ui_note(ui, "%s",
                SAY(ui, "gave up: the first conversations all failed; the same command tries again",
                    "已放弃：开头的对话全部失败；再次执行同一命令会重试"));
        same = !ui->quiet;
    } else if (result->counts.failed > result->silent) {
        ui_note(ui, "%s", SAY(ui, "the same command asks again for what failed", "再次执行同一命令只重做失败的部分"));
        same = !ui->quiet;
    }
    if (same)
        ui_same_command(ui);
}

int run_stop(const struct ui *ui, const struct error *err)
{
    int status = ui_error(ui, err);
    if (err->kind == ERROR_INFRA)
        ui_note(ui, "%s",
                SAY(ui, "once that is mended, the same command goes on where it was",
                    "排除之后再次执行同一命令，会从中断处继续"));
    return status;
}

int run_conclude(const struct ui *ui, const struct plan *plan, const struct pipeline_result *result, const char *path)
{
    const struct run_counts *counts = &result->counts;
    ui_note(ui,
            SAY(ui, "%zu planned, %zu done, %zu failed, %zu not begun; the run lies in %s (read its report.html)",
                "计划 %zu 通，完成 %zu，失败 %zu，未开始 %zu；结果在 %s（可打开其中的 report.html）"),
            counts->planned, counts->done, counts->failed, counts->skipped, path);
    tell_costs(ui, plan, result);
    tell_choices(ui, &result->choices);
    if (result->cut > 0)
        ui_note(
            ui,
            SAY(ui,
                "%zu of %zu replies were cut by the server (token limit or content filter): what is wrong with them "
                "is not held against the persona; raise --max-tokens",
                "%zu / %zu 条回复被服务端截断（词元上限或内容过滤），其中的问题不算人设的：请调高 --max-tokens"),
            result->cut, result->replies);
    tell_how_to_go_on(ui, plan, result);
    return counts->done == counts->planned ? EXIT_GOOD : EXIT_INFRA;
}
