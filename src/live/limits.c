/* SPDX-License-Identifier: MIT */
#include "live/limits.h"

#include <stdio.h>
#include <string.h>

void limits_see(struct limits *l, const struct event *e, const struct note *n)
{
    if (e->kind == EV_THREAD && n && n->name)
        snprintf(l->thread, sizeof l->thread, "%s", n->name);
    else if (e->kind == EV_JOB)
        l->beside++;
    else if (e->kind == EV_JOB_DONE)
        l->beside -= l->beside > 0;
    else if (e->kind == EV_EXECUTOR)
        l->met[LIMIT_PROCESSES] |= n && n->coro && !strcmp(n->coro, "process");
}

void limits_know(struct limits *l, const char *python)
{
    unsigned major, minor;
    if (l->met[LIMIT_ORDER] || sscanf(python, "%u.%u", &major, &minor) != 2 ||
        (major == 3 && minor == 11))
        return;
    l->met[LIMIT_ORDER] = true;
    snprintf(l->text, sizeof l->text,
             "Python %u.%u has an asyncio of its own, whose order is seen here; the lessons have "
             "3.11's",
             major, minor);
}

void limits_end(struct limits *l)
{
    l->beside = 0;
    *l->threads = 0;
}

static const char *say_threads(struct limits *l)
{
    if (l->beside == 1 && *l->thread)
        snprintf(l->threads, sizeof l->threads,
                 "while it is held, thread %s runs on until it tells something", l->thread);
    else
        snprintf(l->threads, sizeof l->threads,
                 "while it is held, its %u threads run on until they tell something", l->beside);
    return l->threads;
}

static const char *sentence(struct limits *l, enum limit which)
{
    switch (which) {
    case LIMIT_UNSEEN:
        return "this program is not seen: " UNSEEN;
    case LIMIT_PROCESSES:
        return "what its processes do is not seen; what they are given and give back is";
    case LIMIT_THREADS:
        return say_threads(l);
    default:
        return l->text;
    }
}

const char *limits_say(struct limits *l)
{
    l->met[LIMIT_THREADS] = l->beside != 0;
    for (int i = 0; i < LIMITS; i++) {
        if (!l->met[i] || l->said[i])
            continue;
        l->said[i] = true;
        return sentence(l, (enum limit)i);
    }
    return NULL;
}
