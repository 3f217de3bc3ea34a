#include "run/gates.h"

#include "report/report.h"

static void add_name(const struct report_cell *cell, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    buf_add(out, report_player(&arena, cell->model, cell->prompt, cell->caller));
    arena_release(&arena);
}

static bool cell_holds(const struct experiment *experiment, const struct report_cell *cell, bool chinese,
                       struct buf *out)
{
    double rate = (double)cell->passed / (double)cell->planned;
    bool passes = rate + 1e-9 >= experiment->least_pass_rate;
    bool faithful =
        experiment->least_fidelity <= 0 || (cell->scored > 0 && cell->fidelity + 1e-9 >= experiment->least_fidelity);
    if (!passes) {
        add_name(cell, out);
        buf_printf(out, chinese ? "：通过率 %zu/%zu，要求至少 %.3g\n" : ": passed %zu/%zu, at least %.3g is demanded\n",
                   cell->passed, cell->planned, experiment->least_pass_rate);
    }
    if (!faithful) {
        add_name(cell, out);
        buf_printf(out,
                   chinese ? "：平均分 %.3f（%zu 通计分），要求至少 %.3g\n"
                           : ": fidelity %.3f over %zu scored, at least %.3g is demanded\n",
                   cell->fidelity, cell->scored, experiment->least_fidelity);
    }
    return passes && faithful;
}

bool gates_hold(const struct experiment *experiment, const struct results *results, size_t planned, bool chinese,
                struct buf *out)
{
    struct report report;
    bool hold = results->count == planned;
    report_init(&report, results->entries, results->count, planned, chinese);
    const struct scoreboard *board = &report.board;
    bool totals = board->total_count > 0;
    if (!hold)
        buf_printf(out, chinese ? "只进行了 %zu/%zu 通\n" : "only %zu of %zu conversations were held\n", results->count,
                   planned);
    for (size_t i = 0; i < (totals ? board->total_count : board->cell_count); i++)
        hold = cell_holds(experiment, totals ? &board->totals[i] : &board->cells[i], chinese, out) && hold;
    report_release(&report);
    return hold;
}
