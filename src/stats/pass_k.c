#include "stats/pass_k.h"

bool pass_hat_k(size_t passed, size_t trials, size_t k, double *value)
{
    if (k == 0 || trials < k || passed > trials)
        return false;
    double share = 1;
    /* C(c,k)/C(n,k) as a product of k small fractions: no factorials to overflow. */
    for (size_t i = 0; i < k; i++)
        share *= passed > i ? (double)(passed - i) / (double)(trials - i) : 0;
    *value = share;
    return true;
}
