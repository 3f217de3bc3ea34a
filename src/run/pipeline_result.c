#include "run/pipeline.h"

#include <stdlib.h>

void pipeline_result_init(struct pipeline_result *result, const struct plan *plan, bool offline)
{
    *result = (struct pipeline_result){.transcripts = memory_alloc(plan->count * sizeof *result->transcripts),
                                       .costs = memory_alloc(plan->count * sizeof *result->costs),
                                       .paid = memory_alloc(costs_party_count(plan->experiment) * sizeof *result->paid),
                                       .held = memory_alloc(plan->count * sizeof *result->held),
                                       .gone = memory_alloc(plan->count * sizeof *result->gone),
                                       .count = plan->count,
                                       .offline = offline};
    result->counts.planned = plan->count;
    served_init(&result->served);
}

void pipeline_result_release(struct pipeline_result *result)
{
    for (size_t i = 0; i < result->count; i++)
        if (result->transcripts[i] != NULL)
            transcript_free(result->transcripts[i]);
    free(result->transcripts);
    free(result->costs);
    free(result->paid);
    free(result->held);
    free(result->gone);
    served_release(&result->served);
    *result = (struct pipeline_result){0};
}
