/* libcurl, loaded when net/ needs it: to be included in place of <curl/curl.h>. Inner part of net/.
 *
 * Every function that is used stands in the list, and is called by its own name through a pointer; curl_start comes
 * before the first call. */
#ifndef FIDELIO_NET_CURL_LATE_H
#define FIDELIO_NET_CURL_LATE_H

#include "base/late.h"

#include <curl/curl.h>

/* Loads and starts it, once a process, on any thread; whoever else comes waits asleep, where curl_global_init would let
 * them spin. False for good when it cannot be used: `err` says why. */
bool curl_start(struct error *err);

/* clang-format off */
#define CURL_FUNCTIONS(F) \
    F(curl_global_init) F(curl_free) F(curl_easy_init) F(curl_easy_cleanup) F(curl_easy_header) \
    F(curl_easy_strerror) F(curl_multi_init) F(curl_multi_cleanup) F(curl_multi_add_handle) \
    F(curl_multi_remove_handle) F(curl_multi_info_read) F(curl_multi_socket_action) F(curl_multi_setopt) \
    F(curl_multi_strerror) F(curl_share_init) F(curl_share_setopt) F(curl_share_cleanup) F(curl_url) \
    F(curl_url_cleanup) F(curl_url_get) F(curl_url_set)
/* clang-format on */
CURL_FUNCTIONS(LATE_DECLARE)
#undef curl_multi_setopt
#undef curl_share_setopt
#define curl_global_init late_curl_global_init
#define curl_free late_curl_free
#define curl_easy_init late_curl_easy_init
#define curl_easy_cleanup late_curl_easy_cleanup
#define curl_easy_header late_curl_easy_header
#define curl_easy_strerror late_curl_easy_strerror
#define curl_multi_init late_curl_multi_init
#define curl_multi_cleanup late_curl_multi_cleanup
#define curl_multi_add_handle late_curl_multi_add_handle
#define curl_multi_remove_handle late_curl_multi_remove_handle
#define curl_multi_info_read late_curl_multi_info_read
#define curl_multi_socket_action late_curl_multi_socket_action
#define curl_multi_setopt late_curl_multi_setopt
#define curl_multi_strerror late_curl_multi_strerror
#define curl_share_init late_curl_share_init
#define curl_share_setopt late_curl_share_setopt
#define curl_share_cleanup late_curl_share_cleanup
#define curl_url late_curl_url
#define curl_url_cleanup late_curl_url_cleanup
#define curl_url_get late_curl_url_get
#define curl_url_set late_curl_url_set
/* These two stay functions, of another name: curl.h has macros of theirs that check the types of what they are given.
 */
CURLcode(curl_easy_setopt)(CURL *easy, CURLoption option, ...) __asm__("late_curl_easy_setopt");
CURLcode(curl_easy_getinfo)(CURL *easy, CURLINFO info, ...) __asm__("late_curl_easy_getinfo");

#endif
