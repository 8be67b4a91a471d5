/* SPDX-License-Identifier: MIT */
#include "trace/line.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

/* How deep the quick reader goes, and how many members of an object within the line's it compares. */
enum { DEEP = 12, FEW = 32 };

/* Keys are short. */
static inline bool is_key(const char *a, const char *b)
{
    for (; *a && *a == *b; a++)
        b++;
    return *a == *b;
}

/* ---- the list ---- */

static uint32_t add_value(struct line *l, const char *key, enum value_kind kind)
{
    l->values = xgrow(l->values, &l->cap, l->n + 1u, sizeof *l->values);
    l->values[l->n] = (struct value){.key = key, .kind = kind};
    return l->n++;
}

/* That value and all it holds are there. */
static inline void end_value(struct line *l, uint32_t i, uint32_t n)
{
    l->values[i].n = n;
    l->values[i].next = l->n;
}

static inline uint32_t *slot_of(struct line *l, const char *key)
{
    return &l->slots[((unsigned char)key[0] * 5u + (key[0] ? (unsigned char)key[1] : 0u)) %
                     LINE_SLOTS];
}

static void begin(struct line *l, char *s, size_t n)
{
    json_decref(l->json);
    l->json = NULL;
    l->raw = s;
    l->len = n;
    l->n = 0;
    l->odd_len = 0;
    l->nends = 0;
    memset(l->slots, 0, sizeof l->slots);
}

/* The quick reader stops at a NUL of the line's own: the first ones are those it wrote. */
void line_restore(struct line *l)
{
    for (char *s = l->raw; l->nends; l->nends--, s++) {
        s = memchr(s, 0, l->len - (size_t)(s - l->raw));
        *s = '"';
    }
}

void line_close(struct line *l)
{
    json_decref(l->json);
    free(l->values);
    free(l->odd);
    *l = (struct line){0};
}

/* ---- the quick reader: each function reads on from s, where what it reads begins, and returns what
 * is behind it, or NULL. A NUL behind the line stops them all. ---- */

static inline char *skip_blanks(char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
        s++;
    return s;
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char *read_hex(char *s, uint32_t *c)
{
    *c = 0;
    for (int i = 0; i < 4; i++, s++) {
        if (!is_digit(*s) && !((*s | 32) >= 'a' && (*s | 32) <= 'f'))
            return NULL;
        *c = *c << 4 | (uint32_t)(is_digit(*s) ? *s - '0' : (*s | 32) - 'a' + 10);
    }
    return s;
}

/* Behind the backslash; the character to `to`, which is moved on. */
static char *read_escape(char *s, char **to)
{
    static const char codes[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    const char *code = *s ? strchr(codes, *s) : NULL;
    uint32_t c;
    if (code) {
        *(*to)++ = means[code - codes];
        return s + 1;
    }
    if (*s != 'u' || !(s = read_hex(s + 1, &c)) || !c || (c >= 0xd800 && c < 0xe000))
        return NULL;
    *to += utf8_encode(c, *to);
    return s;
}

/* One with escapes, or with characters beyond ASCII. What it becomes is never longer. */
static char *read_odd_string(struct line *l, char *s, const char **out, uint32_t *len)
{
    if (!l->odd_len) /* all of a line's fit, so none of them moves */
        l->odd = xgrow(l->odd, &l->odd_cap, l->len + 1, 1);
    char *begin = l->odd + l->odd_len, *to = begin;
    while (*s != '"') {
        uint32_t c = (unsigned char)*s;
        if (c < ' ')
            return NULL;
        if (c == '\\') {
            if (!(s = read_escape(s + 1, &to)))
                return NULL;
            continue;
        }
        size_t n = c < 0x80 ? 1 : utf8_decode(s, UTF8_MOST, &c);
        if (c == UTF8_BAD)
            return NULL;
        memcpy(to, s, n);
        to += n;
        s += n;
    }
    *to = 0;
    *out = begin;
    *len = (uint32_t)(to - begin);
    l->odd_len += *len + 1u;
    return s + 1;
}

static inline bool is_plain(char c)
{
    return c >= ' ' && c != '"' && c != '\\' && !(c & 0x80);
}

/* Behind the opening quote. */
static inline char *read_string(struct line *l, char *s, const char **out, uint32_t *len)
{
    char *end = s;
    while (is_plain(*end))
        end++;
    if (*end != '"')
        return read_odd_string(l, s, out, len);
    *end = 0;
    l->nends++;
    *out = s;
    *len = (uint32_t)(end - s);
    return end + 1;
}

/* The digits of a number with a point or an exponent, however many there are. */
static char *read_any_real(char *s, struct value *v)
{
    static locale_t c_locale;
    char *end = s + (*s == '-');
    while (is_digit(*end))
        end++;
    if (*end == '.' && !is_digit(*++end))
        return NULL;
    while (is_digit(*end))
        end++;
    if ((*end | 32) == 'e') {
        end += end[1] == '-' || end[1] == '+' ? 2 : 1;
        if (!is_digit(*end))
            return NULL;
        while (is_digit(*end))
            end++;
    }
    if (!c_locale && !(c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0)))
        return NULL;
    v->real = strtod_l(s, NULL, c_locale);
    return isfinite(v->real) ? end : NULL;
}

/* A power of ten divides a number below 2^53 exactly as any reader would round. */
static char *read_real(char *s, char *point, uint64_t n, bool minus, struct value *v)
{
    static const double tens[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11};
    enum { MOST = sizeof tens / sizeof *tens };
    char *after = point + 1, *end = after;
    v->kind = VALUE_REAL;
    for (; *point == '.' && is_digit(*end) && end - after < MOST - 1; end++)
        n = n * 10 + (uint64_t)(*end - '0');
    if (*point != '.' || end == after || is_digit(*end) || (*end | 32) == 'e' || n > 1ull << 53 ||
        point - s > 7)
        return read_any_real(s, v);
    v->real = (double)n / tens[end - after];
    if (minus)
        v->real = -v->real;
    return end;
}

static char *read_number(char *s, struct value *v)
{
    bool minus = *s == '-';
    char *first = s + minus, *at = first;
    uint64_t n = 0;
    for (; is_digit(*at) && at - first < 18; at++)
        n = n * 10 + (uint64_t)(*at - '0');
    if (at == first || is_digit(*at) || (*first == '0' && at > first + 1))
        return NULL;
    if (*at == '.' || (*at | 32) == 'e')
        return read_real(s, at, n, minus, v);
    v->kind = VALUE_WHOLE;
    v->whole = minus ? -(int64_t)n : (int64_t)n;
    return at;
}

static char *read_word(char *s)
{
    static const char *const words[] = {"null", "true", "false"};
    for (int i = 0; i < 3; i++)
        if (!strncmp(s, words[i], strlen(words[i])))
            return s + strlen(words[i]);
    return NULL;
}

static char *read_value(struct line *l, char *s, const char *key, int depth);

static char *read_array(struct line *l, char *s, const char *key, int depth)
{
    uint32_t i = add_value(l, key, VALUE_ARRAY), n = 0;
    s = skip_blanks(s + 1);
    for (; *s != ']'; n++) {
        if (n && *s != ',')
            return NULL;
        if (!(s = read_value(l, skip_blanks(s + (n > 0)), NULL, depth - 1)))
            return NULL;
        s = skip_blanks(s);
    }
    end_value(l, i, n);
    return s + 1;
}

/* "key": to where its value begins. */
static char *read_key(struct line *l, char *s, const char **key)
{
    uint32_t len;
    if (*s != '"' || !(s = read_string(l, s + 1, key, &len)))
        return NULL;
    s = skip_blanks(s);
    return *s == ':' ? skip_blanks(s + 1) : NULL;
}

/* Has the object value i, of which n members are read, one of that name? Too many have. */
static bool is_taken(const struct line *l, uint32_t i, uint32_t n, const char *key)
{
    const struct value *v = value_first(&l->values[i]);
    for (uint32_t k = 0; k < n; k++, v = value_next(l, v))
        if (is_key(v->key, key))
            return true;
    return n > FEW;
}

static char *read_object(struct line *l, char *s, const char *key, int depth)
{
    uint32_t i = add_value(l, key, VALUE_OBJECT), n = 0;
    s = skip_blanks(s + 1);
    for (; *s != '}'; n++) {
        const char *name;
        if ((n && *s != ',') || !(s = read_key(l, skip_blanks(s + (n > 0)), &name)))
            return NULL;
        if (i && is_taken(l, i, n, name))
            return NULL;
        if (!i)
            *slot_of(l, name) = l->n;
        if (!(s = read_value(l, s, name, depth - 1)))
            return NULL;
        s = skip_blanks(s);
    }
    end_value(l, i, n);
    return s + 1;
}

static char *read_value(struct line *l, char *s, const char *key, int depth)
{
    uint32_t i, len = 0;
    if (!depth)
        return NULL;
    if (*s == '{')
        return read_object(l, s, key, depth);
    if (*s == '[')
        return read_array(l, s, key, depth);
    i = add_value(l, key, VALUE_OTHER);
    if (*s == '"') {
        const char *string;
        s = read_string(l, s + 1, &string, &len);
        l->values[i].kind = VALUE_STRING;
        l->values[i].string = s ? string : "";
    } else if (*s == '-' || is_digit(*s)) {
        s = read_number(s, &l->values[i]);
    } else {
        s = read_word(s);
    }
    end_value(l, i, len);
    return s;
}

bool line_read(struct line *l, char *s, size_t n)
{
    char behind = s[n];
    begin(l, s, n);
    s[n] = 0;
    char *end = skip_blanks(s);
    end = *end == '{' ? read_object(l, end, NULL, DEEP) : NULL;
    end = end ? skip_blanks(end) : NULL;
    bool all = end == s + n;
    s[n] = behind;
    if (!all)
        line_restore(l);
    return all;
}

/* ---- the other reader ---- */

static void take(struct line *l, const char *key, const json_t *from);

static uint32_t take_object(struct line *l, uint32_t i, const json_t *from)
{
    const char *name;
    json_t *v;
    json_object_foreach((json_t *)from, name, v)
    {
        if (!i)
            *slot_of(l, name) = l->n;
        take(l, name, v);
    }
    return (uint32_t)json_object_size(from);
}

static uint32_t take_array(struct line *l, const json_t *from)
{
    size_t k;
    json_t *v;
    json_array_foreach(from, k, v) take(l, NULL, v);
    return (uint32_t)json_array_size(from);
}

static void take(struct line *l, const char *key, const json_t *from)
{
    static const enum value_kind kinds[] = {
        [JSON_OBJECT] = VALUE_OBJECT, [JSON_ARRAY] = VALUE_ARRAY, [JSON_STRING] = VALUE_STRING,
        [JSON_INTEGER] = VALUE_WHOLE, [JSON_REAL] = VALUE_REAL,   [JSON_TRUE] = VALUE_OTHER,
        [JSON_FALSE] = VALUE_OTHER,   [JSON_NULL] = VALUE_OTHER,
    };
    uint32_t i = add_value(l, key, kinds[json_typeof(from)]), n = 0;
    struct value *v = &l->values[i];
    if (v->kind == VALUE_STRING) {
        v->string = json_string_value(from);
        n = (uint32_t)json_string_length(from);
    } else if (v->kind == VALUE_WHOLE) {
        v->whole = json_integer_value(from);
    } else if (v->kind == VALUE_REAL) {
        v->real = json_real_value(from);
    } else if (v->kind == VALUE_ARRAY) {
        n = take_array(l, from);
    } else if (v->kind == VALUE_OBJECT) {
        n = take_object(l, i, from);
    }
    end_value(l, i, n);
}

bool line_read_any(struct line *l, char *s, size_t n)
{
    json_error_t error;
    begin(l, s, n);
    l->json = json_loadb(s, n, JSON_ALLOW_NUL, &error);
    if (!l->json) {
        snprintf(l->error, sizeof l->error, "not JSON: %.140s", error.text);
        return false;
    }
    if (!json_is_object(l->json)) {
        snprintf(l->error, sizeof l->error, "an event is a JSON object in {…}");
        return false;
    }
    take(l, NULL, l->json);
    return true;
}

/* ---- what is in it ---- */

const struct value *value_get(const struct line *l, const struct value *object, const char *key)
{
    const struct value *found = NULL, *v;
    if (!object || object->kind != VALUE_OBJECT)
        return NULL;
    v = value_first(object);
    for (uint32_t k = 0; k < object->n; k++, v = value_next(l, v))
        if (is_key(v->key, key))
            found = v;
    return found;
}

const struct value *line_get(const struct line *l, const char *key)
{
    uint32_t i = *slot_of((struct line *)l, key);
    if (!i)
        return NULL;
    return is_key(l->values[i].key, key) ? &l->values[i] : value_get(l, l->values, key);
}

uint32_t value_size(const struct value *v, enum value_kind kind)
{
    return v && v->kind == kind ? v->n : 0;
}

const char *value_string(const struct value *v)
{
    return v && v->kind == VALUE_STRING ? v->string : NULL;
}

int64_t value_whole(const struct value *v)
{
    return v && v->kind == VALUE_WHOLE ? v->whole : 0;
}

double value_number(const struct value *v)
{
    return !v ? 0 : v->kind == VALUE_WHOLE ? (double)v->whole : v->kind == VALUE_REAL ? v->real : 0;
}
