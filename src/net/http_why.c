/* Why a call failed, in words of ours where libcurl's code tells it all; libcurl's own where they add something. */
#include "net/http_inner.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_part(CURLU *url, CURLUPart part, unsigned flags, const char *text)
{
    char *own = NULL;
    bool same = curl_url_get(url, part, &own, flags) == CURLUE_OK &&
                (strcasecmp(own, text) == 0 || (own[0] == '[' && strncasecmp(own + 1, text, strlen(text)) == 0));
    curl_free(own);
    return same;
}

/* Where libcurl wanted to connect to is told by its words alone. True when that is not the server: a proxy. */
static bool is_proxy(const struct http_call *call, char place[static 300])
{
    char host[256], port[16];
    if (sscanf(call->detail, "Failed to connect to %255s port %15[0-9]", host, port) != 2 || call->address == NULL ||
        call->address->parsed == NULL)
        return false;
    snprintf(place, 300, "%s:%s", host, port);
    return !is_part(call->address->parsed, CURLUPART_HOST, 0, host) ||
           !is_part(call->address->parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT, port);
}

static void not_connected(const struct http_call *call, char why[static HTTP_DETAIL])
{
    char proxy[300];
    long number = 0;
    curl_easy_getinfo(call->easy, CURLINFO_OS_ERRNO, &number);
    const char *what = number == ECONNREFUSED                            ? "the connection was refused"
                       : number == EHOSTUNREACH || number == ENETUNREACH ? "there is no route to that host"
                       : number == ETIMEDOUT                             ? "no connection came about in time"
                       : call->detail[0] != '\0'                         ? call->detail
                                                                         : curl_easy_strerror(CURLE_COULDNT_CONNECT);
    if (is_proxy(call, proxy))
        snprintf(why, HTTP_DETAIL, "the proxy at %.100s: %.140s", proxy, what);
    else
        snprintf(why, HTTP_DETAIL, "%s", what);
}

static const char *tls_fault(const char *words)
{
    static const char *const faults[][2] = {
        {"self-signed certificate", "nobody who is trusted signed its certificate"},
        {"self signed certificate", "nobody who is trusted signed its certificate"},
        {"unable to get local issuer", "nobody who is trusted signed its certificate"},
        {"has expired", "its certificate has expired"},
        {"not yet valid", "its certificate is not valid yet"},
        {"no alternative certificate subject name", "its certificate is for another host"},
        {"does not match target host", "its certificate is for another host"},
        {"wrong version number", "it does not speak TLS at this port"},
        {"packet length too long", "it does not speak TLS at this port"},
        {"SSL_ERROR_SYSCALL", "the connection was closed during the TLS handshake"},
        {"Connection reset", "the connection was closed during the TLS handshake"},
        {"unexpected eof", "the connection was closed during the TLS handshake"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (strstr(words, faults[i][0]) != NULL)
            return faults[i][1];
    return NULL;
}

/* NULL: libcurl's words are the better ones. */
static const char *broken(const struct http_call *call, CURLcode code)
{
    enum { TOO_LARGE = 100 }; /* CURLE_TOO_LARGE, which came with 8.6 */
    static const char long_headers[] = "its headers are longer than libcurl takes";
    switch ((int)code) {
    case CURLE_GOT_NOTHING:
        return "the connection was closed before an answer came";
    case CURLE_PARTIAL_FILE:
        return "the connection was closed in the middle of the answer";
    case CURLE_UNSUPPORTED_PROTOCOL: /* HTTP/0.9, which libcurl takes for anything */
    case CURLE_WEIRD_SERVER_REPLY:
        return "what came is not HTTP";
    case CURLE_OUT_OF_MEMORY: /* of headers; memory that is really gone ends the program */
    case TOO_LARGE:
        return call->sends > 0 ? long_headers : NULL;
    case CURLE_BAD_CONTENT_ENCODING:
        return "the answer cannot be unpacked";
    case CURLE_OPERATION_TIMEDOUT:
        return call->sends == 0 ? "no connection came about in time" : NULL;
    case CURLE_UNRECOVERABLE_POLL:
        return "the connection was reset";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        if (strstr(call->detail, "response headers") != NULL)
            return long_headers;
        return strstr(call->detail, "reset") != NULL ? "the connection was reset" : NULL;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return tls_fault(call->detail);
    default:
        return NULL;
    }
}

long answer_tunnel_status(const struct http_call *call)
{
    long status = 0;
    curl_easy_getinfo(call->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 300 ? status : 0;
}

void answer_why(const struct http_call *call, CURLcode code, char why[static HTTP_DETAIL])
{
    long tunnel = answer_tunnel_status(call);
    if (call->given_up_why != NULL)
        snprintf(why, HTTP_DETAIL, "%s", call->given_up_why);
    else if (call->too_large)
        snprintf(why, HTTP_DETAIL, "more came than is taken");
    else if (call->sends > 1 || code == CURLE_SEND_FAIL_REWIND)
        snprintf(why, HTTP_DETAIL, "the connection, kept from the last request, broke before an answer came");
    else if (code == CURLE_COULDNT_RESOLVE_HOST)
        why[0] = '\0'; /* the outcome says it */
    else if (code == CURLE_COULDNT_RESOLVE_PROXY)
        snprintf(why, HTTP_DETAIL, "it is the proxy that is not found");
    else if (code == CURLE_COULDNT_CONNECT)
        not_connected(call, why);
    else if (tunnel > 0)
        snprintf(why, HTTP_DETAIL, "the proxy does not lead there: status %ld", tunnel);
    else
        snprintf(why, HTTP_DETAIL, "%s",
                 broken(call, code) != NULL ? broken(call, code)
                 : call->detail[0] != '\0'  ? call->detail
                                            : curl_easy_strerror(code));
}
