/* Unfilled placeholders and personal data that looks real, looked for in the source lines themselves, so that columns
 * are exact. */
#include "base/language.h"
#include "spec/check_rules.h"
#include "spec/markup.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <string.h>

/* Columns of a line that are asked for from left to right, so that its signs are counted once. */
struct columns {
    struct str line;
    size_t at, before;
};

static size_t column_of(struct columns *columns, size_t at)
{
    columns->before += utf8_count(str_slice(columns->line, columns->at, at));
    columns->at = at;
    return columns->before + 1;
}

/* What stands in a bracket that somebody was to fill in. */
static bool names_a_blank(struct check *check, struct str inside)
{
    static const char *const words[] = {
        "姓名",        "工号",         "名字",        "称呼",    "日期",        "时间",    "金额",  "订单号",
        "编号",        "单号",         "公司名",      "产品名",  "商品名",      "地址",    "电话",  "手机号",
        "类别",        "客户名",       "待填",        "待补",    "填写",        "此处",    "name",  "date",
        "amount",      "order number", "number here", "company", "product",     "address", "phone", "insert",
        "placeholder", "tbd",          "todo",        "your ",   "employee id", NULL};
    static const char *const fillers[] = {"xxx", "xx", "...", "…", "某某", "___", NULL};
    struct str normal = normalise_text(&check->arena, inside);
    return utf8_count(normal) <= 24 && (str_holds_any(normal, words) || str_is_any(normal, fillers));
}

/* The length of a placeholder at `at`, 0 when there is none. */
static size_t placeholder_at(struct check *check, struct str line, size_t at)
{
    struct str rest = str_slice(line, at, line.len), inside = {0};
    char c = rest.ptr[0];
    size_t length = 0;
    if (c == '{' || c == '<') {
        size_t end = str_find_byte(str_slice(rest, 0, 80), c == '{' ? '}' : '>');
        if (end == STR_NONE || end < 2)
            return 0;
        length = end + 1;
        inside = str_slice(rest, c == '{' && rest.ptr[1] == '{' ? 2 : 1, end);
        return names_a_blank(check, inside) || (c == '{' && length > 3) ? length : 0;
    }
    if (c == '[' || str_starts(rest, STR("【")) || str_starts(rest, STR("［"))) {
        length = markup_bracket_length(rest, 0, &inside);
        bool link = length > 0 && length < rest.len && rest.ptr[length] == '(';
        return length > 0 && !link && names_a_blank(check, inside) ? length : 0;
    }
    while (length < rest.len && rest.ptr[length] == '_')
        length++;
    if (length >= 3)
        return length;
    static const char *const unwritten[] = {"待补充", "待補充", "待填写", "待填寫", "待完善", "TODO", "TBD"};
    bool apart = at == 0 || !ascii_alnum(line.ptr[at - 1]);
    for (length = 0; apart && length < rest.len && (c == 'X' || c == 'x') && rest.ptr[length] == c; length++)
        ;
    if (length >= 2 && (length == rest.len || !ascii_alnum(rest.ptr[length])))
        return length;
    for (size_t i = 0; i < sizeof unwritten / sizeof *unwritten; i++) {
        length = strlen(unwritten[i]);
        bool whole = c != 'T' || (apart && (length >= rest.len || !ascii_alnum(rest.ptr[length])));
        if (whole && str_starts(rest, str_from(unwritten[i])) && !str_ends(str_slice(line, 0, at), STR("有")))
            return length;
    }
    return str_starts(rest, STR("某某")) || str_starts(rest, STR("××")) ? 6 : 0;
}

void check_placeholders(struct check *check)
{
    static const char begins[] =
        "{<[_XxT\xc3\xe3\xe5\xe6\xef"; /* bytes: also of the first of ××, 【, 待, 某某 and ［ */
    const struct scenario *s = check->scenario;
    for (size_t n = 1; n <= s->source.line_count; n++) {
        struct str line = source_line_text(&s->source, n);
        struct columns columns = {.line = line};
        if (s->owners[n - 1] != LINE_CONTENT)
            continue;
        for (size_t at = 0; at < line.len;) {
            size_t length =
                memchr(begins, line.ptr[at], sizeof begins - 1) != NULL ? placeholder_at(check, line, at) : 0;
            if (length == 0) {
                utf8_next(line, &at);
                continue;
            }
            check_add(check, "placeholder", n, column_of(&columns, at),
                      TEXT("'%.*s' was not filled in", "“%.*s”还没有填写"),
                      STR_FORMAT(str_slice(line, at, at + length)));
            at += length;
        }
    }
}

/* 13800138000, 18888888888: digits that nobody takes for somebody's. */
static bool made_up(struct str digits)
{
    size_t same = 0, longest = 0, kinds = 0;
    bool seen[10] = {false};
    for (size_t i = 0; i < digits.len; i++) {
        int value = digits.ptr[i] - '0';
        kinds += !seen[value];
        seen[value] = true;
        same = i > 0 && digits.ptr[i - 1] == digits.ptr[i] ? same + 1 : 1;
        longest = same > longest ? same : longest;
    }
    return longest >= 5 || kinds <= 3 || str_eq(digits, STR("13800138000"));
}

/* GB 11643: the 18th sign checks the 17 before it. */
static bool identity_number(struct str text)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < 17; i++)
        sum += (text.ptr[i] - '0') * weights[i];
    int month = (text.ptr[10] - '0') * 10 + text.ptr[11] - '0', day = (text.ptr[12] - '0') * 10 + text.ptr[13] - '0';
    bool century = (text.ptr[6] == '1' && text.ptr[7] == '9') || (text.ptr[6] == '2' && text.ptr[7] == '0');
    return century && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           "10X98765432"[sum % 11] == (text.ptr[17] == 'x' ? 'X' : text.ptr[17]);
}

/* Luhn, ISO/IEC 7812-1. */
static bool card_number(struct str digits)
{
    int sum = 0;
    for (size_t i = 0; i < digits.len; i++) {
        int value = digits.ptr[digits.len - 1 - i] - '0';
        value = i % 2 == 1 ? value * 2 : value;
        sum += value > 9 ? value - 9 : value;
    }
    return digits.len >= 16 && digits.len <= 19 && sum % 10 == 0 && digits.ptr[0] != '0';
}

/* What the digits at `at` are; NULL when they are nothing personal. */
static const char *number_kind(struct str line, size_t at, size_t length)
{
    struct str digits = str_slice(line, at, at + length);
    if (length == 17 && at + 17 < line.len && (line.ptr[at + 17] | 0x20) == 'x')
        return identity_number(str_slice(line, at, at + 18)) ? TEXT("an identity number", "身份证号") : NULL;
    if (length == 18 && identity_number(digits))
        return made_up(str_slice(digits, 14, 18)) ? NULL : TEXT("an identity number", "身份证号");
    if (made_up(digits))
        return NULL;
    if (length == 11 && digits.ptr[0] == '1' && digits.ptr[1] >= '3')
        return TEXT("a mobile number", "手机号");
    if (length == 10 && digits.ptr[0] == '0' && digits.ptr[1] == '9')
        return TEXT("a mobile number", "手机号");
    return card_number(digits) ? TEXT("a card number", "银行卡号") : NULL;
}

/* "138-1234-5678" and "138 1234 5678" are one number: the digits at `at` and how many bytes they take. */
static size_t gather(struct str line, size_t at, char out[24], size_t *count)
{
    size_t i = at, end = at;
    *count = 0;
    while (i < line.len && *count < 22) {
        if (ascii_digit(line.ptr[i])) {
            out[(*count)++] = line.ptr[i++];
            end = i;
        } else if ((line.ptr[i] == '-' || line.ptr[i] == ' ') && i + 2 < line.len && ascii_digit(line.ptr[i + 1]) &&
                   ascii_digit(line.ptr[i + 2])) {
            i++;
        } else {
            break;
        }
    }
    return end - at;
}

static void check_numbers(struct check *check, struct str line, size_t n)
{
    struct columns columns = {.line = line};
    for (size_t at = 0; at < line.len;) {
        char digits[24];
        size_t count, plain = 0;
        if (!ascii_digit(line.ptr[at])) {
            at++;
            continue;
        }
        bool glued = at > 0 && (ascii_letter(line.ptr[at - 1]) || line.ptr[at - 1] == '.' || line.ptr[at - 1] == '-');
        while (at + plain < line.len && ascii_digit(line.ptr[at + plain]))
            plain++;
        size_t length = gather(line, at, digits, &count);
        const char *kind = glued ? NULL : number_kind(line, at, plain);
        if (kind == NULL && !glued && (count == 11 || count == 16)) {
            kind = number_kind((struct str){digits, count}, 0, count);
            plain = kind != NULL ? length : plain;
        }
        if (kind != NULL)
            check_add(
                check, "personal-data", n, column_of(&columns, at),
                TEXT("'%.*s' looks like %s of somebody real; use an invented one", "“%.*s”像是真人的%s；请换成虚构的"),
                STR_FORMAT(str_slice(line, at, at + plain)), kind);
        at += plain;
    }
}

static bool address_sign(char c)
{
    return ascii_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

static bool reserved_domain(struct str domain)
{
    static const char *const ends[] = {"example.com", "example.org", "example.net", ".example", ".test",
                                       ".invalid",    ".localhost",  "example.cn",  NULL};
    return str_ends_any(domain, ends) || str_find(domain, STR("example")) != STR_NONE;
}

static void check_addresses(struct check *check, struct str line, size_t n)
{
    struct columns columns = {.line = line};
    for (size_t at = 1; at + 1 < line.len; at++) {
        if (line.ptr[at] != '@')
            continue;
        size_t from = at, to = at + 1;
        while (from > 0 && address_sign(line.ptr[from - 1]))
            from--;
        while (to < line.len && address_sign(line.ptr[to]))
            to++;
        while (to > at && (line.ptr[to - 1] == '.' || line.ptr[to - 1] == '-'))
            to--;
        struct str domain = str_slice(line, at + 1, to);
        if (from < at && str_find_byte(domain, '.') != STR_NONE && !reserved_domain(domain))
            check_add(check, "personal-data", n, column_of(&columns, from),
                      TEXT("'%.*s' may reach somebody real; use a domain such as example.com",
                           "“%.*s”可能会寄到真人那里；请改用 example.com 之类的域名"),
                      STR_FORMAT(str_slice(line, from, to)));
        at = to;
    }
}

void check_personal_data(struct check *check)
{
    const struct scenario *s = check->scenario;
    for (size_t n = 1; n <= s->source.line_count; n++) {
        struct str line = source_line_text(&s->source, n);
        check_numbers(check, line, n);
        check_addresses(check, line, n);
    }
}
