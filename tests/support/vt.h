/* SPDX-License-Identifier: MIT */
/* A terminal for tests: a pseudoterminal with a program in it, and libvterm as what the user sees.
 * Nothing here measures time: whoever waits says what for, and a deadline only ends a test that
 * hangs. */
#pragma once
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "base/buf.h"

struct vt {
    VTerm *vt;
    VTermScreen *screen;
    int master, slave; /* -1: no pseudoterminal, only a screen to be fed */
    struct termios before;
    pid_t pid;
    bool ended;
    int status; /* as waitpid tells it, once ended */
    bool alternate, cursor_hidden;
    int mouse;
    /* Modes that libvterm does not tell of, as the bytes so far switched them; and whether it was
     * asked for its background. */
    bool pastes, focuses, clicks, asked;
    char tail[16];      /* the last bytes: a sequence may come in two pieces */
    size_t bytes;       /* shown so far */
    size_t typed;       /* of them before the last key or size */
    uint64_t typed_at;  /* the nanosecond of that */
    const char *term;   /* TERM; xterm-256color unless changed before the start */
    const char *locale; /* C.UTF-8 */
    const char *config; /* XDG_CONFIG_HOME and XDG_STATE_HOME; NULL: there is none */
};

/* A screen alone. */
void vt_init(struct vt *v, int h, int w);
/* A screen with a pseudoterminal; start something in it. */
void vt_open(struct vt *v, int h, int w);
/* Kills the program if it still runs. */
void vt_close(struct vt *v);

/* Runs a program, or a function that returns the exit status, in the terminal's foreground. */
void vt_start(struct vt *v, const char *const argv[]);
void vt_call(struct vt *v, int (*function)(void *), void *data);

/* Shows bytes; types bytes; has another size. */
void vt_feed(struct vt *v, const char *s, size_t n);
void vt_type(struct vt *v, const char *s);
void vt_resize(struct vt *v, int h, int w);

/* Lets the program go on until something is so; false: it was still not when the patience ended. */
bool vt_wait(struct vt *v, bool (*is_so)(struct vt *v, const void *data), const void *data);
bool vt_has(struct vt *v, const void *text);
bool vt_has_ended(struct vt *v, const void *unused);
/* It has shown something since a key was typed or the size changed, or has had the time to and did
 * not: what is on the screen may be the answer. */
bool vt_answers(const struct vt *v);
/* How often the program has gone to sleep, and so been woken, so far; it must be asleep. */
long vt_sleeps(const struct vt *v);
/* Two screens show the same, cell by cell: characters, colours and attributes. */
bool vt_same(struct vt *v, const void *other);

/* The text on the screen, a line for each row. */
void vt_text(const struct vt *v, struct buf *out);
/* Where two screens differ first, in words. */
void vt_difference(const struct vt *a, const struct vt *b, struct buf *out);
