/* Linked against libstill.a alone: if scoring ever needs the network, this no longer links. */
#include "report/report.h"
#include "score/score.h"

int main(void)
{
    return score_many == NULL;
}
