/* Writes the table of Traditional code points and the Simplified ones they fold to, by OpenCC's C API, one to one, so
 * that offsets survive. Run at build time; nothing of OpenCC's data is kept in the repository. Usage: han_fold
 * EXTRA.txt (lines "FROM TO", our own supplements) >han_fold.h */
#include <opencc/opencc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST = 0x3400, LAST = 0x9fff };

static unsigned fold[LAST + 1];
static unsigned char simplified[LAST / 8 + 1];

static int encode(unsigned c, char *out)
{
    out[0] = (char)(0xe0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3f));
    out[2] = (char)(0x80 | (c & 0x3f));
    out[3] = '\0';
    return 3;
}

/* The code point when `text` is exactly one of three bytes, else 0. */
static unsigned decode(const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    if (strlen(text) != 3 || s[0] < 0xe3 || s[0] > 0xe9)
        return 0;
    return (s[0] & 15u) << 12 | (s[1] & 63u) << 6 | (s[2] & 63u);
}

int main(int argc, char **argv)
{
    opencc_t converter = opencc_open("t2s.json");
    FILE *extra = argc > 1 ? fopen(argv[1], "r") : NULL;
    char line[256];
    if (converter == (opencc_t)-1 || extra == NULL) {
        fprintf(stderr, "han_fold: cannot open OpenCC's t2s.json or %s\n", argc > 1 ? argv[1] : "the extra file");
        return 1;
    }
    for (unsigned c = FIRST; c <= LAST; c++) {
        char from[4];
        char *to = opencc_convert_utf8(converter, from, (size_t)encode(c, from));
        unsigned target = to != NULL ? decode(to) : 0;
        fold[c] = target >= FIRST && target <= LAST ? target : c;
        opencc_convert_utf8_free(to);
    }
    while (fgets(line, sizeof line, extra) != NULL) {
        char from[8], to[8];
        if (line[0] != '#' && sscanf(line, "%7s %7s", from, to) == 2 && decode(from) >= FIRST && decode(to) >= FIRST)
            fold[decode(from)] = decode(to);
    }
    printf("/* Made by tools/han_fold.c: what each code point from U+%04X to U+%04X folds to. */\n"
           "enum { HAN_FOLD_FIRST = 0x%x, HAN_FOLD_LAST = 0x%x };\nstatic const unsigned short han_fold_table[] = {\n",
           FIRST, LAST, FIRST, LAST);
    for (unsigned c = FIRST; c <= LAST; c++) { /* chains (a -> b -> c) are followed so that folding is idempotent */
        for (int i = 0; i < 4 && fold[fold[c]] != fold[c]; i++)
            fold[c] = fold[fold[c]];
        if (fold[c] != c)
            simplified[fold[c] / 8] = (unsigned char)(simplified[fold[c] / 8] | 1u << fold[c] % 8);
        printf("%u,%s", fold[c], c % 16 == 15 ? "\n" : "");
    }
    printf("};\n/* A bit for each of them that another one folds to. */\n"
           "static const unsigned char han_simplified_table[] = {\n");
    for (unsigned at = FIRST / 8; at <= LAST / 8; at++)
        printf("%u,%s", simplified[at], at % 32 == 31 ? "\n" : "");
    printf("};\n");
    opencc_close(converter);
    return fclose(extra) != 0 || fflush(stdout) != 0;
}
