/* SPDX-License-Identifier: MIT */
#include "tests/support/semantics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "player.h"
#include "target/program.h"
#include "tests/support/file.h"

/* ---- running ---- */

struct told run_program(const char *file, const struct async *(*module)(void))
{
    struct program program = {.name = "test", .file = file, .module = module};
    struct told t = {0};
    struct player p;
    assert_int_equal(program_open(&p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
    assert_true(player_over(&p));
    buf_clear(&t.seq);
    buf_clear(&t.ndjson);
    for (uint32_t i = 1; i <= p.trace.end; i++) {
        assert_true(player_seek(&p, i));
        save_event(&t.ndjson, &p.model);
        save_seq(&t.seq, &p.model);
    }
    player_close(&p);
    return t;
}

/* ---- comparing ---- */

static struct buf read_golden(const char *name, const char *suffix)
{
    char path[128];
    snprintf(path, sizeof path, "tests/golden/%s%s", name, suffix);
    return read_file(path);
}

static bool is_compared(const char *line)
{
    static const char *const ours[] = {"\"e\":\"start\"", "\"e\":\"err\"", "\"e\":\"sync\"",
                                       "\"e\":\"warning\""};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strstr(line, ours[i]))
            return false;
    return true;
}

/* Cuts from `from` on, up to and with `end`, once. */
static void cut(char *line, const char *from, const char *end)
{
    char *at = strstr(line, from), *to = at ? strstr(at + strlen(from), end) : NULL;
    if (to)
        memmove(at, to + strlen(end), strlen(to + strlen(end)) + 1);
}

/* A time that the program gave as an int is one in CPython's trace: 2, not 2.0. */
static void cut_fraction(char *line, const char *key)
{
    char *end, *at = strstr(line, key);
    if (!at)
        return;
    strtod(at + strlen(key), &end);
    if (!strncmp(end - 2, ".0", 2))
        memmove(end - 2, end, strlen(end) + 1);
}

static void cut_differences(char *line)
{
    char *locals = strstr(line, ",\"locals\":");
    if (locals)
        strcpy(locals, "}");
    cut_fraction(line, "\"t\":");
    cut_fraction(line, "\"to\":");
    cut_fraction(line, "\"when\":");
    cut(line, "\"i\":", ",");
    cut(line, ",\"by\":\"thread", "\"");
    cut(line, ",\"obj\":\"", "\"");
}

static struct buf comparable(const struct buf *ndjson)
{
    struct buf out = {0};
    char *all = strdup(ndjson->s), *rest = all, *line;
    while ((line = strsep(&rest, "\n"))) {
        if (!*line || !is_compared(line))
            continue;
        cut_differences(line);
        buf_printf(&out, "%s\n", line);
    }
    free(all);
    return out;
}

static void assert_same_lines(const char *name, const struct buf *ours, const struct buf *theirs)
{
    if (!strcmp(ours->s, theirs->s))
        return;
    size_t i = 0;
    for (size_t k = 0; ours->s[k] && ours->s[k] == theirs->s[k]; k++)
        if (ours->s[k] == '\n')
            i = k + 1;
    fail_msg("%s differs:\n%.*s\nbut CPython:\n%.*s", name, (int)strcspn(ours->s + i, "\n"),
             ours->s + i, (int)strcspn(theirs->s + i, "\n"), theirs->s + i);
}

void assert_like_cpython(const char *name, const struct async *(*module)(void))
{
    char file[64];
    snprintf(file, sizeof file, "%s.py", name);
    struct told ours = run_program(file, module);
    struct buf seq = read_golden(name, ".seq"), ndjson = read_golden(name, ".ndjson");
    struct buf a = comparable(&ours.ndjson), b = comparable(&ndjson);
    assert_same_lines(name, &ours.seq, &seq);
    assert_same_lines(name, &a, &b);
    buf_free(&a);
    buf_free(&b);
    buf_free(&seq);
    buf_free(&ndjson);
    buf_free(&ours.seq);
    buf_free(&ours.ndjson);
}

/* ---- Python's words ---- */

static const char *in_arena(struct buf *b)
{
    const char *s = arena_strdup(&this_thread->arena, b->s);
    buf_free(b);
    return s;
}

const char *str(struct value v)
{
    struct buf b = {0};
    buf_clear(&b);
    value_text(&b, v);
    return in_arena(&b);
}

const char *repr(struct value v)
{
    struct buf b = {0};
    value_repr(&b, v);
    return in_arena(&b);
}

const char *truth(bool b)
{
    return b ? "True" : "False";
}

const char *exceptions(const struct error *group)
{
    struct buf b = {0};
    buf_putc(&b, '(');
    for (size_t i = 0; i < group->group->n; i++) {
        error_repr(&b, group->group->at[i].error);
        buf_puts(&b, group->group->n == 1 ? "," : i + 1 < group->group->n ? ", " : "");
    }
    buf_putc(&b, ')');
    return in_arena(&b);
}
