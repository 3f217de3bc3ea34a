/* libmicrohttpd, loaded when a server is opened: to be included in place of <microhttpd.h>. Inner part of net/; as
 * net/curl_late.h. */
#ifndef FIDELIO_NET_MICROHTTPD_LATE_H
#define FIDELIO_NET_MICROHTTPD_LATE_H

#include "base/late.h"

#include <microhttpd.h>

bool microhttpd_load(struct error *err);

/* clang-format off */
#define MICROHTTPD_FUNCTIONS(F) \
    F(MHD_start_daemon) F(MHD_stop_daemon) F(MHD_run) F(MHD_get_timeout) F(MHD_get_daemon_info) \
    F(MHD_suspend_connection) F(MHD_resume_connection) F(MHD_lookup_connection_value) \
    F(MHD_create_response_from_buffer) F(MHD_create_response_from_callback) F(MHD_add_response_header) \
    F(MHD_queue_response) F(MHD_destroy_response)
/* clang-format on */
MICROHTTPD_FUNCTIONS(LATE_DECLARE)
#define MHD_start_daemon late_MHD_start_daemon
#define MHD_stop_daemon late_MHD_stop_daemon
#define MHD_run late_MHD_run
#define MHD_get_timeout late_MHD_get_timeout
#define MHD_get_daemon_info late_MHD_get_daemon_info
#define MHD_suspend_connection late_MHD_suspend_connection
#define MHD_resume_connection late_MHD_resume_connection
#define MHD_lookup_connection_value late_MHD_lookup_connection_value
#define MHD_create_response_from_buffer late_MHD_create_response_from_buffer
#define MHD_create_response_from_callback late_MHD_create_response_from_callback
#define MHD_add_response_header late_MHD_add_response_header
#define MHD_queue_response late_MHD_queue_response
#define MHD_destroy_response late_MHD_destroy_response

#endif
