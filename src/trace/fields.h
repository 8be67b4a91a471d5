/* SPDX-License-Identifier: MIT */
/* What a line of a saved trace says beyond when and which kind: for each kind of event its members,
 * in their order. Saving and loading both go by this table; docs/trace.md is it in words. */
#pragma once
#include "event.h"

/* What a member is, and where struct event and struct note have it. */
enum field {
    FIELD_NONE,
    FIELD_START,     /* what a START says, sources and all */
    FIELD_TEXT,      /* note.text */
    FIELD_NAME,      /* note.name */
    FIELD_TASK_NAME, /* the same, of a task: Task-N if it has none */
    FIELD_CORO,      /* note.coro */
    FIELD_TASK,      /* "T1": event.actor */
    FIELD_NEW_TASK,  /* the same, and its number in event.ref */
    FIELD_THREAD,    /* "W1": the same */
    FIELD_OWNER,     /* "W1": who holds it, event.handle */
    FIELD_FROM,      /* "W1" or "T1": event.ref */
    FIELD_CHOICE,    /* choice, and of how many: event.handle */
    FIELD_THREAD_ON, /* what a thread waits for: event.what, event.ref, note.number, note.when */
    FIELD_EAGER,     /* "eager": it begins at once, event.what */
    FIELD_OWN_LOOP,  /* "L2": the loop of the actor, event.handle */
    FIELD_HANDLE,    /* "H1": event.handle */
    FIELD_REF,       /* "F1" or "T1": event.ref */
    FIELD_LOOP,      /* "L1": event.ref */
    FIELD_OBJECT,    /* "S1": event.ref */
    FIELD_COUNT,     /* a number: event.ref */
    FIELD_TIMERS,    /* a number: event.handle */
    FIELD_CORES,     /* the same, if there is one */
    FIELD_SECONDS,   /* note.number, to a nanosecond */
    FIELD_TIMEOUT,   /* the same, if it has one */
    FIELD_DELAY,     /* note.number, as the program wrote it */
    FIELD_WHEN,      /* note.when */
    FIELD_PLACE,     /* "count.py:4": note.file, note.line */
    FIELD_DEF,       /* the same: note.def, note.def_line */
    FIELD_BY,        /* whose doing it was: not kept, as the model knows */
    FIELD_BY_TASK,   /* the same: event.actor */
    FIELD_WHAT,      /* what a handle does: task, k, cb, fut, throw */
    FIELD_OUTCOME,   /* state, and res or exc: event.what, note.text */
    FIELD_DEED,      /* what was done to an object: event.what */
    FIELD_QUEUE,     /* the ready queue, and how long it is: event.ref */
    FIELD_PROCESS,   /* "P1": the same */
    FIELD_PHASE,     /* how far a transfer has got: event.what */
    FIELD_OF,        /* note.of */
    FIELD_WORDS,     /* a list of strings: note.text, a line for each */
    FIELD_LOCALS,    /* of the innermost frame, that runs: note.frames[0] */
    FIELD_SUSPENDED, /* how a task stands when its step has ended */
    FIELDS
};

/* A key as it stands in a line, n bytes. Sixteen can be read, so that a copy is one move. */
struct key {
    const char *text;
    unsigned n;
};
#define KEY(name)                                                 \
    {                                                             \
        ",\"" name "\":\0\0\0\0\0\0\0\0\0\0\0\0", sizeof name + 3 \
    }
enum { KEY_MOST = 16 };

struct member {
    const char *key; /* NULL: the field has keys of its own */
    struct key written;
    enum field field;
};

enum { MEMBERS_MOST = 10 };
/* Each list ends with FIELD_NONE. */
extern const struct member trace_members[EV_KINDS][MEMBERS_MOST];
