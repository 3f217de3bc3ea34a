#include <stdio.h>

int main(void)
{
    puts("fidelio");
    return 0;
}
