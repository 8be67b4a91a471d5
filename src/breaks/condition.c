/* SPDX-License-Identifier: MIT */
#include "breaks/condition.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "breaks/literal.h"
#include "trace/told.h"

enum what { IS_VALUE, IS_NAME, IS_NOT, IS_AND, IS_OR, IS_EQ, IS_NE, IS_LT, IS_LE, IS_GT, IS_GE };

/* left and right are places in the list. */
struct node {
    enum what what;
    size_t left, right;
    struct literal value;
    const char *s; /* n bytes: a name */
    size_t n;
};

struct condition {
    char *text;
    struct node *nodes;
    size_t n, cap, whole;
};

/* ---- reading: each function reads one rule, and returns the place of its node, or NOTHING after it
 * has said what is wrong ---- */

#define NOTHING SIZE_MAX

struct reader {
    struct condition *c;
    const char *at;
    struct buf *error;
};

static size_t read_or(struct reader *r);

static size_t add(struct reader *r, struct node n)
{
    struct condition *c = r->c;
    c->nodes = xgrow(c->nodes, &c->cap, c->n + 1, sizeof *c->nodes);
    c->nodes[c->n] = n;
    return c->n++;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static void skip_blanks(struct reader *r)
{
    r->at += strspn(r->at, " \t");
}

/* Reads the word if it comes next. */
static bool take_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    skip_blanks(r);
    if (strncmp(r->at, word, n) || is_name(r->at[n]))
        return false;
    r->at += n;
    return true;
}

static size_t wrong(struct reader *r, const char *wanted)
{
    if (*r->at)
        buf_printf(r->error, "“%s” stands where %s should", r->at, wanted);
    else
        buf_printf(r->error, "it ends where %s should stand", wanted);
    return NOTHING;
}

static size_t read_string(struct reader *r)
{
    const char *s = r->at, *end = s + 1;
    while (*end && *end != *s)
        end += *end == '\\' && end[1] ? 2 : 1;
    if (!*end) {
        buf_printf(r->error, "the string %s has no end", s);
        return NOTHING;
    }
    r->at = end + 1;
    return add(r, (struct node){.what = IS_VALUE, .value = literal_read(s, (size_t)(r->at - s))});
}

static size_t read_parentheses(struct reader *r)
{
    r->at++;
    size_t inside = read_or(r);
    if (inside == NOTHING)
        return NOTHING;
    skip_blanks(r);
    if (*r->at != ')')
        return wrong(r, "a )");
    r->at++;
    return inside;
}

static size_t read_number(struct reader *r)
{
    const char *s = r->at;
    size_t n = *s == '-';
    n += strspn(s + n, "0123456789.");
    if ((s[n] == 'e' || s[n] == 'E') && s[n + 1])
        n += 1 + (s[n + 1] == '-' || s[n + 1] == '+');
    while (is_name(s[n]))
        n++;
    struct literal v = literal_read(s, n);
    if (v.kind != LITERAL_NUMBER) {
        buf_printf(r->error, "“%.*s” is no number", (int)n, s);
        return NOTHING;
    }
    r->at += n;
    return add(r, (struct node){.what = IS_VALUE, .value = v});
}

static size_t read_name(struct reader *r)
{
    static const char *const values[] = {"None", "True", "False"};
    static const char *const others[] = {"and", "or", "not", "is", "in", "if", "else", "lambda"};
    const char *s = r->at;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (take_word(r, values[i]))
            return add(r, (struct node){.what = IS_VALUE,
                                        .value = literal_read(values[i], strlen(values[i]))});
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (take_word(r, others[i])) {
            r->at = s;
            return wrong(r, "a value");
        }
    while (is_name(*r->at))
        r->at++;
    return add(r, (struct node){.what = IS_NAME, .s = s, .n = (size_t)(r->at - s)});
}

static size_t read_operand(struct reader *r)
{
    skip_blanks(r);
    char c = *r->at;
    if (c == '(')
        return read_parentheses(r);
    if (c == '\'' || c == '"')
        return read_string(r);
    if (isdigit((unsigned char)c) || c == '-' || c == '.')
        return read_number(r);
    return is_name(c) ? read_name(r) : wrong(r, "a value");
}

/* IS_VALUE: none comes next. */
static enum what take_operator(struct reader *r)
{
    static const struct {
        const char *s;
        enum what what;
    } signs[] = {{"==", IS_EQ}, {"!=", IS_NE}, {"<=", IS_LE},
                 {">=", IS_GE}, {"<", IS_LT},  {">", IS_GT}};
    skip_blanks(r);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!strncmp(r->at, signs[i].s, strlen(signs[i].s))) {
            r->at += strlen(signs[i].s);
            return signs[i].what;
        }
    if (!take_word(r, "is"))
        return IS_VALUE;
    return take_word(r, "not") ? IS_NE : IS_EQ;
}

/* a < b < c is a < b and b < c. */
static size_t read_comparison(struct reader *r)
{
    size_t left = read_operand(r), whole = NOTHING;
    enum what what;
    while (left != NOTHING && (what = take_operator(r)) != IS_VALUE) {
        size_t right = read_operand(r);
        if (right == NOTHING)
            return NOTHING;
        size_t one = add(r, (struct node){.what = what, .left = left, .right = right});
        whole = whole == NOTHING
                    ? one
                    : add(r, (struct node){.what = IS_AND, .left = whole, .right = one});
        left = right;
    }
    return whole == NOTHING ? left : whole;
}

static size_t read_not(struct reader *r)
{
    if (!take_word(r, "not"))
        return read_comparison(r);
    size_t of = read_not(r);
    return of == NOTHING ? NOTHING : add(r, (struct node){.what = IS_NOT, .left = of});
}

/* What `read` reads, once or more, with the word between. */
static size_t read_joined(struct reader *r, const char *word, enum what what,
                          size_t (*read)(struct reader *r))
{
    size_t left = read(r);
    while (left != NOTHING && take_word(r, word)) {
        size_t right = read(r);
        left = right == NOTHING ? NOTHING
                                : add(r, (struct node){.what = what, .left = left, .right = right});
    }
    return left;
}

static size_t read_and(struct reader *r)
{
    return read_joined(r, "and", IS_AND, read_not);
}

static size_t read_or(struct reader *r)
{
    return read_joined(r, "or", IS_OR, read_and);
}

/* All of the text must be read. */
static bool is_all(struct reader *r)
{
    skip_blanks(r);
    if (*r->at == '=')
        buf_puts(r->error, "one = does not compare: it is == that does");
    else if (*r->at)
        buf_printf(r->error, "“%s” is not understood: there are == != < <= > >= is, and, or, not",
                   r->at);
    return !*r->at;
}

struct condition *condition_parse(const char *text, struct buf *error)
{
    struct condition *c = xcalloc(1, sizeof *c);
    c->text = xstrdup(text);
    struct reader r = {.c = c, .at = c->text, .error = error};
    c->whole = read_or(&r);
    if (c->whole != NOTHING && is_all(&r))
        return c;
    condition_free(c);
    return NULL;
}

void condition_free(struct condition *c)
{
    if (!c)
        return;
    free(c->nodes);
    free(c->text);
    free(c);
}

const char *condition_text(const struct condition *c)
{
    return c->text;
}

static bool is_task(const struct node *n)
{
    return n->n == 4 && !memcmp(n->s, "task", 4);
}

const char *condition_name(const struct condition *c, size_t i, size_t *n)
{
    for (const struct node *at = c->nodes; at < c->nodes + c->n; at++)
        if (at->what == IS_NAME && !is_task(at) && !i--) {
            *n = at->n;
            return at->s;
        }
    return NULL;
}

/* ---- asking ---- */

struct scope {
    const struct node *nodes;
    const char *locals, *task;
};

static struct literal of_truth(truth t)
{
    return (struct literal){.kind = t < 0 ? LITERAL_UNKNOWN : LITERAL_NUMBER, .number = t};
}

static struct literal look_up(const struct scope *s, const struct node *name)
{
    size_t len;
    if (is_task(name))
        return s->task ? literal_text(s->task) : (struct literal){0};
    const char *repr = told_value(s->locals, name->s, name->n, &len);
    return repr ? literal_read(repr, len) : (struct literal){0};
}

static truth not(truth t)
{
    return t < 0 ? t : !t;
}

static truth compare(enum what what, struct literal a, struct literal b)
{
    switch (what) {
    case IS_EQ:
        return literal_equals(a, b);
    case IS_NE:
        return not(literal_equals(a, b));
    case IS_LT:
        return literal_is_less(a, b);
    case IS_GT:
        return literal_is_less(b, a);
    case IS_LE:
        return not(literal_is_less(b, a));
    default:
        return not(literal_is_less(a, b));
    }
}

static struct literal evaluate(const struct scope *s, size_t i);

/* Either is what decides, if it does; `and` is decided by what is false, `or` by what is true. */
static struct literal join(const struct scope *s, const struct node *n)
{
    truth decides = n->what == IS_OR;
    struct literal left = evaluate(s, n->left);
    if (literal_is_true(left) == decides)
        return left;
    struct literal right = evaluate(s, n->right);
    return literal_is_true(left) < 0 && literal_is_true(right) != decides ? left : right;
}

static struct literal evaluate(const struct scope *s, size_t i)
{
    const struct node *n = &s->nodes[i];
    switch (n->what) {
    case IS_VALUE:
        return n->value;
    case IS_NAME:
        return look_up(s, n);
    case IS_NOT:
        return of_truth(not(literal_is_true(evaluate(s, n->left))));
    case IS_AND:
    case IS_OR:
        return join(s, n);
    default:
        return of_truth(compare(n->what, evaluate(s, n->left), evaluate(s, n->right)));
    }
}

bool condition_holds(const struct condition *c, const char *locals, const char *task)
{
    struct scope s = {c->nodes, locals, task};
    return literal_is_true(evaluate(&s, c->whole)) == true;
}
