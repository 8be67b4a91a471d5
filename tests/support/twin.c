/* SPDX-License-Identifier: MIT */
#include "tests/support/twin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/file.h"
#include "tests/support/run.h"
#include "tests/test.h"

static struct buf read_golden(const char *name, const char *suffix)
{
    char path[128];
    snprintf(path, sizeof path, "tests/golden/%s%s", name, suffix);
    return read_file(path);
}

static bool is_compared(const char *line)
{
    static const char *const ours[] = {"\"e\":\"start\"", "\"e\":\"process\"", "\"e\":\"err\"",
                                       "\"e\":\"sync\"",  "\"e\":\"warning\"", "\"e\":\"thread\"",
                                       "\"e\":\"job"};
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

/* "Exception in callback bad() at bad.py:2": a function in C does not know where Python has it. */
static void cut_place(char *line)
{
    char *msg = strstr(line, "\"msg\":\"Exception in callback "),
         *at = msg ? strstr(msg, " at ") : NULL;
    char *end = at ? strchr(at, '"') : NULL;
    if (end)
        memmove(at, end, strlen(end) + 1);
}

/* CPython's goldens are older than these places. */
static bool is_told_without_a_place(const char *line)
{
    static const char *const kinds[] = {"cancel", "fut_done", "soon", "timer", "executor"};
    char member[32];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(member, sizeof member, "\"e\":\"%s\"", kinds[i]);
        if (strstr(line, member))
            return true;
    }
    return false;
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
    cut(line, ",\"thread\":\"", "\"");
    cut(line, ",\"obj\":\"", "\"");
    if (is_told_without_a_place(line))
        cut(line, ",\"at\":\"", "\"");
    cut_place(line);
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

void goes_as_in_cpython(void **state)
{
    const struct twin *twin = *state;
    struct player p;
    char file[64];
    snprintf(file, sizeof file, "%s.py", twin->name);
    run_file(&p, file, twin->module);
    struct told ours = told(&p);
    struct buf seq = read_golden(twin->name, ".seq"), ndjson = read_golden(twin->name, ".ndjson");
    struct buf out = read_golden(twin->name, ".out");
    struct buf a = comparable(&ours.ndjson), b = comparable(&ndjson);
    assert_same_lines(twin->name, &ours.seq, &seq);
    assert_same_lines(twin->name, &a, &b);
    assert_prints(&p, EV_OUT, out.s);
    buf_free(&a);
    buf_free(&b);
    buf_free(&out);
    buf_free(&seq);
    buf_free(&ndjson);
    told_free(&ours);
    player_close(&p);
}
