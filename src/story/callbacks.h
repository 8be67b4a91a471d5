/* SPDX-License-Identifier: MIT */
/* The callbacks that asyncio itself schedules, by the name that CPython gives them. */
#pragma once

struct callback {
    const char *name; /* as CPython has it */
    const char *noun;
    const char *title;
    const char *about;   /* why it runs, unless a task's end says so */
    const char *effect;  /* what it is for */
    const char *told;    /* who is told, when it runs because a task has ended; or NULL */
    const char *happens; /* what has happened, when it runs for another reason; or NULL */
};

/* NULL if asyncio has none of that name; name may be NULL. */
const struct callback *callback_find(const char *name);

/* That of the timer which ends a sleep. */
extern const struct callback *const callback_sleep;
/* Those which hand on what has come on a connection, and from a process. */
extern const struct callback *const callback_read, *const callback_pipe;
/* The same with which a result of a thread, or of a process of a pool, comes. */
extern const struct callback *const callback_result;
