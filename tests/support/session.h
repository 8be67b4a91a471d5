/* SPDX-License-Identifier: MIT */
/* The real program in a pseudoterminal. What it shall show is what `loopscope snap` prints for the
 * same keys: that is fed to a second screen, and the two are compared cell by cell. */
#pragma once
#include "tests/support/vt.h"
#include "ui/term.h"

#if defined __SANITIZE_ADDRESS__
#define SANITIZED 1
#elif defined __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED 0
#endif

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The program's path. Shells in these tests find it in $LOOPSCOPE, which main sets. */
const char *loopscope(void);
/* Runs a shell command and takes its output; returns what waitpid says of it. */
int shell(struct buf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Shows text whose lines end with \n. */
void feed_lines(struct vt *v, const struct buf *b);

/* These wait until it is so, and something has been shown since the last key: what stood there before
 * proves nothing. `args` are words for the shell: a scene and options. */
void assert_same_screen(struct vt *v, struct vt *wanted, const char *after);
void assert_shows(struct vt *v, const char *args, const char *script);
void assert_has(struct vt *v, const char *text);
void assert_ends(struct vt *v);
void assert_exits(struct vt *v, int status);
void assert_killed(struct vt *v, int signum);
/* The terminal is as it was before the program. */
void assert_same_modes(const struct vt *v);
void assert_clean(const struct vt *v);

/* Watches the scene "count" in h lines of w; quits, and finds the terminal clean. */
void open_watching(struct vt *v, int h, int w);
void close_watching(struct vt *v);

/* For vt_call: a terminal in this very process, or the exit status 99. */
struct term *open_term(void);
