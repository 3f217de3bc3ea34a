/* What is said in calls about anything. It meets a concern by chance, while end conditions are made of it ("nothing
 * more to ask"). */
#ifndef FIDELIO_MEANING_EVERYDAY_H
#define FIDELIO_MEANING_EVERYDAY_H

enum { EVERYDAY_LISTS = 3 };
/* Normal text, separated by `|`. */
extern const char *const everyday[EVERYDAY_LISTS];

#endif
