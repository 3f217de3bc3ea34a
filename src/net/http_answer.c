/* How a call ended: libcurl's word for it in ours, and what is told of the answer. */
#include "net/http_inner.h"

#include <stdio.h>

static bool was_sent(const struct http_call *call)
{
    return call->sends > 0;
}

static enum http_outcome outcome_of(const struct http_call *call, CURLcode code)
{
    if (call->given_up != HTTP_DONE) {
        return call->given_up;
    }
    if (call->too_large) {
        return HTTP_TOO_LARGE;
    }
    if (code != CURLE_OK && answer_tunnel_status(call) > 0) {
        return HTTP_REFUSED; /* by the proxy */
    }
    switch ((int)code) {
    case CURLE_OK:
        return HTTP_DONE;
    case CURLE_URL_MALFORMAT:
        return HTTP_BAD_URL;
    case CURLE_UNSUPPORTED_PROTOCOL: /* of the URL, or bytes that are not HTTP */
        return was_sent(call) ? HTTP_RESET : HTTP_BAD_URL;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return HTTP_UNRESOLVED;
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_FAILED_INIT:
    case CURLE_INTERFACE_FAILED:
        return HTTP_REFUSED;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMED_OUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ENGINE_INITFAILED:
        return HTTP_TLS;
    case CURLE_WRITE_ERROR:
        return call->stopped ? HTTP_ABORTED : HTTP_RESET;
    default: /* receive, send, partial file, HTTP/2 framing, nothing got, bad encoding, not HTTP */
        return HTTP_RESET;
    }
}

static struct str header_of(CURL *easy, const char *name)
{
    struct curl_header *header = NULL;
    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK ? str_from(header->value)
                                                                                   : (struct str){0};
}

void answer_describe(const struct http_call *call, CURLcode code, struct http_response *response)
{
    if (call->parked) { /* the easy handle only knows of the call before */
        response->outcome = outcome_of(call, code);
        response->total_us = loop_now_us() - call->start_us;
        snprintf(response->detail, sizeof response->detail, "%s", call->given_up_why);
        return;
    }
    long status = 0;
    const char *type = NULL;
    curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(call->easy, CURLINFO_CONTENT_TYPE, &type);
    uint64_t end = loop_now_us();
    response->outcome = outcome_of(call, code);
    response->status = (unsigned)status;
    response->content_type = str_from(type);
    if (status >= 300) {
        response->request_id = header_of(call->easy, "x-request-id");
        if (response->request_id.len == 0) {
            response->request_id = header_of(call->easy, "request-id");
        }
        response->retry_after = header_of(call->easy, "Retry-After");
        response->retry_after_ms = header_of(call->easy, "retry-after-ms");
        response->date = header_of(call->easy, "Date");
    }
    response->sent = was_sent(call);
    response->total_us = end - call->start_us;
    response->first_byte_us = call->first_byte_us > call->start_us ? call->first_byte_us - call->start_us : 0;
    if (response->outcome != HTTP_DONE) {
        answer_why(call, code, response->detail);
    }
}
