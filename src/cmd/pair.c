/* SPDX-License-Identifier: MIT */
#include "cmd/pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "cmd/output.h"
#include "compare/verdict.h"

enum { QUOTED = 40 }; /* columns of a line that differs */

/* "n=4 seed=7", what a run was given. */
static void put_given(struct buf *b, const struct wish *w)
{
    for (int i = 0; i < w->nparams; i++)
        buf_printf(b, "%s%.*s=%s", b->len ? " " : "", w->params[i].len, w->params[i].name,
                   w->params[i].text);
    if (w->seed)
        buf_printf(b, "%sseed=%s", b->len ? " " : "", w->seed);
}

/* A run is called by its name and what it was given; where both have one name, by the latter alone. */
static char *name_of(const struct pair *p, int run, const struct wish *w)
{
    const char *name = p->targets[run]->name;
    bool same = !strcmp(p->targets[0]->name, p->targets[1]->name);
    struct buf b = {0}, given = {0};
    put_given(&given, w);
    if (!same || !given.len)
        buf_puts(&b, name);
    if (given.len)
        buf_printf(&b, "%s%s", b.len ? " " : "", buf_str(&given));
    if (run && p->names[0] && !strcmp(p->names[0], buf_str(&b)))
        buf_puts(&b, " again");
    buf_clear(&given);
    buf_plain(&given, buf_str(&b), b.len);
    char *all = xstrdup(buf_str(&given));
    buf_free(&b);
    buf_free(&given);
    return all;
}

static void name_both(struct pair *p, const struct options *o)
{
    struct buf title = {0};
    p->names[0] = name_of(p, 0, &o->wish);
    p->names[1] = name_of(p, 1, &o->other);
    buf_printf(&title, "%s | %s", p->names[0], p->names[1]);
    p->title = xstrdup(buf_str(&title));
    buf_free(&title);
}

int pair_open(struct pair **to, const struct options *o)
{
    struct pair *p = *to = xcalloc(1, sizeof *p);
    int bad = target_open(&p->targets[0], &o->wish);
    if (!bad)
        bad = target_open(&p->targets[1], &o->other);
    if (bad)
        return bad;
    name_both(p, o);
    const char *names[] = {p->names[0], p->names[1]};
    return compare_open(&p->comparison, p->targets, names);
}

void pair_close(struct pair *p)
{
    if (!p)
        return;
    compare_close(&p->comparison);
    for (int i = 0; i < 2; i++) {
        if (p->targets[i])
            p->targets[i]->type->free(p->targets[i]);
        free(p->names[i]);
    }
    free(p->title);
    free(p);
}

static void print(const struct comparison *c)
{
    struct buf b = {0};
    verdict_of_all(&b, c);
    puts(buf_str(&b));
    buf_clear(&b);
    verdict_of_time(&b, c);
    if (b.len)
        puts(b.s);
    for (size_t i = 1; i <= c->differences.n; i++) {
        buf_clear(&b);
        verdict_of_one(&b, c, i, QUOTED);
        puts(buf_str(&b));
    }
    buf_free(&b);
}

int pair_print(const struct options *o)
{
    struct pair *p;
    int bad = pair_open(&p, o);
    while (!bad && !compare_go_on(&p->comparison))
        bad = p->comparison.status;
    if (!bad)
        print(&p->comparison);
    pair_close(p);
    return finish_output(bad);
}
