/* SPDX-License-Identifier: MIT */
#include "asyncio/py.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

void say(const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    buf_putc(&b, '\n');
    this_thread->print(this_thread, b.s, b.len);
    buf_free(&b);
}

int64_t py_len(struct value v)
{
    int64_t n = 0;
    if (v.kind == VALUE_LIST)
        return (int64_t)v.list->n;
    for (const char *s = v.kind == VALUE_STR ? v.s : ""; *s; s++)
        n += ((unsigned char)*s & 0xc0) != 0x80;
    return n;
}

void time_sleep(double seconds)
{
    this_thread->sleep(this_thread, seconds);
}

void compute_s(double seconds)
{
    this_thread->compute(this_thread, seconds);
}

double perf_counter(void)
{
    return this_thread->time(this_thread);
}

bool clock_is_real(void)
{
    return running_runner()->loop.clock.mode == CLOCK_REAL;
}

const char *py_file(void)
{
    return this_thread->file;
}

const void *py_data(void)
{
    return running_runner()->program->data;
}

unsigned py_module_line(void)
{
    return running_runner()->program->module_line;
}

int py_cores(void)
{
    for (const struct param *p = running_runner()->program->params; p && p->name; p++)
        if (!strcmp(p->name, "cores"))
            return (int)p->value;
    return 4;
}

static const struct param *find_param(const char *name)
{
    for (const struct param *p = running_runner()->program->params; p && p->name; p++)
        if (!strcmp(p->name, name))
            return p;
    die("the scene asks for a parameter that it does not have: %s", name);
}

int64_t param(const char *name)
{
    return find_param(name)->value;
}

bool param_is_set(const char *name)
{
    return find_param(name)->set;
}

const char *param_text(const char *name, int i)
{
    return i < TEXTS_MOST ? find_param(name)->texts[i] : NULL;
}

struct random *py_random(void)
{
    return &running_runner()->random;
}

void py_seed(int64_t n)
{
    struct runner *r = running_runner();
    if (r->program->seeded)
        r->random = *r->program->seeded;
    else
        random_seed(&r->random, n);
}
