/* A host that there is not, found out without asking a name server, which may take its time: a name's parts have 63
 * bytes at most, and this one's has more. */
#ifndef FIDELIO_TESTS_SUPPORT_NO_SUCH_HOST_H
#define FIDELIO_TESTS_SUPPORT_NO_SUCH_HOST_H

#define NO_SUCH_HOST "no-such-host-whose-name-is-longer-than-any-that-a-name-server-is-asked-for.invalid"

#endif
