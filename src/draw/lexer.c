/* SPDX-License-Identifier: MIT */
#include "draw/lexer.h"

#include <string.h>

#include "draw/screen.h"

static const char *const python_keywords[] = {
    "and",  "as",     "assert", "async",  "await",  "break",   "class",    "continue", "def",
    "del",  "elif",   "else",   "except", "False",  "finally", "for",      "from",     "global",
    "if",   "import", "in",     "is",     "lambda", "None",    "nonlocal", "not",      "or",
    "pass", "raise",  "return", "True",   "try",    "while",   "with",     "yield",    NULL,
};
static const char *const python_builtins[] = {
    "abs",    "all",    "any",        "bool",  "bytes", "dict", "enumerate",  "Exception", "float",
    "id",     "int",    "isinstance", "iter",  "len",   "list", "map",        "max",       "min",
    "next",   "object", "open",       "print", "range", "repr", "reversed",   "round",     "set",
    "sorted", "str",    "sum",        "super", "tuple", "type", "ValueError", "zip",       NULL,
};
/* clang-format off */
/* C's, and those of loop/await.h that read like Python's. */
static const char *const c_keywords[] = {
    "async", "async_begin", "async_declare", "async_end", "async_return", "await", "await_then",
    "bool", "break", "case", "char", "const", "continue", "default", "do", "double", "else",
    "end_finally", "end_try", "enum", "except", "except_as", "extern", "finally", "float", "for",
    "goto", "if", "inline", "int", "int64_t", "long", "raise", "return", "short", "signed",
    "size_t", "sizeof", "static", "struct", "switch", "try", "typedef", "uint32_t", "union",
    "unsigned", "void", "while", NULL,
};
/* clang-format on */
static const char *const c_builtins[] = {
    "asyncio_run", "awaited", "call",       "create_task",  "false", "gather",
    "keep",        "NONE",    "NULL",       "perf_counter", "say",   "self",
    "SHOW",        "sleep_s", "time_sleep", "true",         NULL,
};

enum language lexer_language(const char *file)
{
    size_t n = strlen(file);
    return n > 2 && file[n - 2] == '.' && strchr("ch", file[n - 1]) ? LANGUAGE_C : LANGUAGE_PYTHON;
}

/* The line being read. */
struct line {
    const char *s;
    size_t n, i;
    uint8_t *roles;
};

static void paint(struct line *l, size_t to, enum role role)
{
    to = to < l->n ? to : l->n;
    if (l->roles && to > l->i)
        memset(l->roles + l->i, (int)role, to - l->i);
    l->i = to;
}

static char at(const struct line *l, size_t i)
{
    return i < l->n ? l->s[i] : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes beyond ASCII belong to names: so the bytes of a character stay together. */
static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) ||
           (unsigned char)c >= 0x80;
}

static bool is_one_of(const char *const *words, const char *s, size_t n)
{
    for (; *words; words++)
        if (!strncmp(*words, s, n) && !(*words)[n])
            return true;
    return false;
}

static bool is_word(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && !memcmp(s, word, n);
}

static bool ends_here(const struct lexer *lx, const struct line *l)
{
    char q = lx->quote;
    return at(l, l->i) == q && (!lx->triple || (at(l, l->i + 1) == q && at(l, l->i + 2) == q));
}

/* {…} in an f-string is code, {{ is not. */
static void read_field(struct line *l)
{
    int depth = 0;
    size_t i = l->i;
    if (at(l, i + 1) == '{') {
        paint(l, i + 2, ROLE_SYNTAX_STRING);
        return;
    }
    do {
        depth += (at(l, i) == '{') - (at(l, i) == '}');
    } while (at(l, ++i) && depth);
    paint(l, i, ROLE_TEXT);
}

/* What is left of a string from here on, up to the line's end. One that is not triple goes on in
 * the next line only behind a backslash. */
static void read_string(struct lexer *lx, struct line *l)
{
    bool joined = false;
    while (l->i < l->n) {
        if (ends_here(lx, l)) {
            paint(l, l->i + (lx->triple ? 3 : 1), ROLE_SYNTAX_STRING);
            lx->quote = 0;
            return;
        }
        joined = l->s[l->i] == '\\' && l->i + 1 == l->n;
        if (lx->format && l->s[l->i] == '{')
            read_field(l);
        else
            paint(l, l->i + (l->s[l->i] == '\\' ? 2 : 1), ROLE_SYNTAX_STRING);
    }
    if (!lx->triple && !joined)
        lx->quote = 0;
}

static void start_string(struct lexer *lx, struct line *l, size_t prefix)
{
    size_t q = l->i + prefix;
    lx->quote = l->s[q];
    lx->triple =
        lx->language == LANGUAGE_PYTHON && at(l, q + 1) == lx->quote && at(l, q + 2) == lx->quote;
    lx->format = false;
    for (size_t i = l->i; i < q; i++)
        lx->format |= (l->s[i] | 32) == 'f';
    paint(l, q + (lx->triple ? 3 : 1), ROLE_SYNTAX_STRING);
    read_string(lx, l);
}

static void read_comment(struct lexer *lx, struct line *l)
{
    const char *end = l->n - l->i < 2 ? NULL : memmem(l->s + l->i, l->n - l->i, "*/", 2);
    lx->quote = end ? 0 : '*';
    paint(l, end ? (size_t)(end - l->s) + 2 : l->n, ROLE_SYNTAX_COMMENT);
}

static void read_number(struct line *l)
{
    size_t i = l->i;
    bool hex = l->s[i] == '0' && (at(l, i + 1) | 32) == 'x';
    for (char c = at(l, i); (is_name(c) && (unsigned char)c < 0x80) || c == '.'; c = at(l, i)) {
        bool exponent = !hex && (c | 32) == 'e';
        i++;
        if (exponent && (at(l, i) == '+' || at(l, i) == '-'))
            i++;
    }
    paint(l, i, ROLE_SYNTAX_NUMBER);
}

static bool is_prefix(const char *s, size_t n)
{
    return n <= 2 && strspn(s, "bBfFrRuU") >= n;
}

static void read_python_name(struct lexer *lx, struct line *l, size_t n)
{
    const char *s = l->s + l->i;
    enum role role = lx->defining                       ? ROLE_SYNTAX_FUNCTION
                     : is_one_of(python_keywords, s, n) ? ROLE_SYNTAX_KEYWORD
                     : l->i && s[-1] == '.'             ? ROLE_TEXT
                     : is_one_of(python_builtins, s, n) ? ROLE_SYNTAX_BUILTIN
                                                        : ROLE_TEXT;
    lx->defining = is_word(s, n, "def") || is_word(s, n, "class");
    paint(l, l->i + n, role);
}

/* py(4), the number of the Python line, recedes. */
static void read_c_name(struct lexer *lx, struct line *l, size_t n)
{
    const char *s = l->s + l->i;
    const char *close = memchr(s, ')', l->n - l->i);
    if (is_word(s, n, "py") && at(l, l->i + n) == '(' && close) {
        paint(l, (size_t)(close - l->s) + 1, ROLE_SYNTAX_COMMENT);
        return;
    }
    enum role role = lx->defining                  ? ROLE_SYNTAX_FUNCTION
                     : is_one_of(c_keywords, s, n) ? ROLE_SYNTAX_KEYWORD
                     : is_one_of(c_builtins, s, n) ? ROLE_SYNTAX_BUILTIN
                                                   : ROLE_TEXT;
    lx->defining = is_word(s, n, "async");
    paint(l, l->i + n, role);
}

static void read_name(struct lexer *lx, struct line *l)
{
    size_t n = 1;
    while (is_name(at(l, l->i + n)))
        n++;
    char next = at(l, l->i + n);
    if (lx->language == LANGUAGE_C)
        read_c_name(lx, l, n);
    else if ((next == '"' || next == '\'') && is_prefix(l->s + l->i, n))
        start_string(lx, l, n);
    else
        read_python_name(lx, l, n);
}

/* #include <file>, #define … */
static void read_directive(struct line *l)
{
    size_t i = l->i + 1;
    while (is_name(at(l, i)) || at(l, i) == ' ')
        i++;
    bool include = at(l, i) == '<';
    paint(l, i, ROLE_SYNTAX_KEYWORD);
    if (include)
        paint(l, l->n, ROLE_SYNTAX_STRING);
}

static bool starts_comment(const struct lexer *lx, const struct line *l)
{
    if (lx->language == LANGUAGE_PYTHON)
        return l->s[l->i] == '#';
    return l->s[l->i] == '/' && at(l, l->i + 1) == '/';
}

static void read_token(struct lexer *lx, struct line *l)
{
    char c = l->s[l->i], next = at(l, l->i + 1);
    if (starts_comment(lx, l))
        paint(l, l->n, ROLE_SYNTAX_COMMENT);
    else if (lx->language == LANGUAGE_C && c == '/' && next == '*') {
        paint(l, l->i + 2, ROLE_SYNTAX_COMMENT);
        read_comment(lx, l);
    } else if (lx->language == LANGUAGE_C && c == '#')
        read_directive(l);
    else if (c == '"' || c == '\'')
        start_string(lx, l, 0);
    else if (is_digit(c) || (c == '.' && is_digit(next)))
        read_number(l);
    else if (is_name(c))
        read_name(lx, l);
    else
        paint(l, l->i + 1, ROLE_TEXT);
}

void lexer_line(struct lexer *lx, const char *s, size_t n, uint8_t *roles)
{
    struct line l = {.s = s, .n = n, .roles = roles};
    if (lx->quote == '*')
        read_comment(lx, &l);
    else if (lx->quote)
        read_string(lx, &l);
    while (l.i < l.n)
        read_token(lx, &l);
    lx->defining = false;
}
