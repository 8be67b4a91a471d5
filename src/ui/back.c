/* SPDX-License-Identifier: MIT */
#include "ui/back.h"

#include <curses.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#ifdef __has_feature
#define ADDRESS_SANITIZER __has_feature(address_sanitizer)
#elif defined __SANITIZE_ADDRESS__
#define ADDRESS_SANITIZER 1
#else
#define ADDRESS_SANITIZER 0
#endif

/* All that a signal's handler needs. */
static struct {
    bool open;
    volatile sig_atomic_t left; /* the terminal belongs to others */
    int fd;
    struct termios modes;
    char reset[256];
    size_t length;
    bool holds;          /* stderr's text in a file … */
    int held, stderr_fd; /* … which is this, and where it shall go */
} back;

/* ---- standard error ---- */

/* A sanitizer writes its report last of all. */
static void hold_stderr(void)
{
    back.holds = false;
    if (ADDRESS_SANITIZER || !isatty(STDERR_FILENO))
        return;
    back.stderr_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    back.held = memfd_create("stderr", MFD_CLOEXEC);
    back.holds = back.stderr_fd >= 0 && back.held >= 0;
    if (back.holds)
        dup2(back.held, STDERR_FILENO);
}

static void release_stderr(void)
{
    char s[512];
    ssize_t n;
    if (!back.holds)
        return;
    dup2(back.stderr_fd, STDERR_FILENO);
    lseek(back.held, 0, SEEK_SET);
    while ((n = read(back.held, s, sizeof s)) > 0 && write(STDERR_FILENO, s, (size_t)n) == n)
        ;
    close(back.stderr_fd);
    close(back.held);
}

/* ---- signals ---- */

/* The modes first: a terminal may be slow, and one that is gone takes no more text. */
static void restore_and_die(int signum)
{
    if (!back.left) {
        tcsetattr(back.fd, TCSANOW, &back.modes);
        if (write(back.fd, back.reset, back.length) < 0)
            tcsetattr(back.fd, TCSANOW, &back.modes);
    }
    release_stderr();
    raise(signum); /* SA_RESETHAND: this time it kills */
}

/* Those whose default is to stop, or nothing, and those that nobody can take. */
static bool ends_by_default(int signum)
{
    static const int others[] = {SIGKILL, SIGSTOP, SIGCONT, SIGTSTP, SIGTTIN,
                                 SIGTTOU, SIGCHLD, SIGURG,  SIGWINCH};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (signum == others[i])
            return false;
    return true;
}

/* A sanitizer tells of these by itself. */
static bool is_crash(int signum)
{
    return signum == SIGSEGV || signum == SIGBUS || signum == SIGABRT || signum == SIGFPE ||
           signum == SIGILL;
}

/* A stack that ran over has no room for the handler. */
static char crash_stack[1 << 16];

/* One who ignores a signal, or has taken it, keeps it, if it is no crash. No other signal comes in
 * between, nor the one that stops those who set a terminal from the background. */
static void watch_for_signals(bool on)
{
    struct sigaction a = {.sa_handler = on ? restore_and_die : SIG_DFL,
                          .sa_flags = SA_RESETHAND | SA_ONSTACK};
    stack_t stack = {
        .ss_sp = crash_stack, .ss_size = sizeof crash_stack, .ss_flags = on ? 0 : SS_DISABLE};
    if (!ADDRESS_SANITIZER)
        sigaltstack(&stack, NULL);
    sigfillset(&a.sa_mask);
    for (int i = 1; i <= SIGRTMAX; i++) {
        struct sigaction now;
        if (!ends_by_default(i) || (ADDRESS_SANITIZER && is_crash(i)) || sigaction(i, NULL, &now))
            continue;
        if (now.sa_handler == (on ? SIG_DFL : restore_and_die) || (on && is_crash(i)))
            sigaction(i, &a, NULL);
    }
}

/* ---- what is written ---- */

/* Without the pauses ($<5>) that only terminals of old need. */
static void add_reset(const char *s)
{
    for (; s && s != (char *)-1 && *s && back.length < sizeof back.reset; s++) {
        if (s[0] == '$' && s[1] == '<' && strchr(s, '>'))
            s = strchr(s, '>');
        else
            back.reset[back.length++] = *s;
    }
}

/* The cursor last: a terminal may give back what it was on the other screen, which it need not have
 * been at yet. */
static void remember_reset(bool mouse)
{
    static const char *const names[] = {"sgr0", "op", "rmcup", "cnorm"};
    back.length = 0;
    add_reset(LISTEN_OFF);
    if (mouse)
        add_reset(MOUSE_OFF);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_reset(tigetstr(names[i]));
}

/* ---- life ---- */

static bool is_known(const char *term, int fd)
{
    int error;
    return term && *term && setupterm(term, fd, &error) == OK;
}

const char *back_term(int fd)
{
    static const char *const stand_ins[] = {"xterm-256color", "xterm", "vt100", NULL};
    const char *term = getenv("TERM");
    bool known = is_known(term, fd);
    for (size_t i = 0; !known && stand_ins[i]; i++)
        known = is_known(term = stand_ins[i], fd);
    if (!known)
        return NULL;
    del_curterm(cur_term);
    return term;
}

const char *back_open(int fd, const char *term, bool mouse)
{
    if (tcgetattr(fd, &back.modes) < 0)
        return "the terminal cannot be opened";
    if (!is_known(term, fd))
        return "this kind of terminal (TERM) is not known here, nor is xterm-256color; "
               "TERMINFO names the directory with the kinds that are";
    bool moves = tigetstr("cup");
    remember_reset(mouse);
    del_curterm(cur_term);
    if (!moves)
        return "this kind of terminal (TERM) cannot move its cursor";
    back.open = true;
    back.left = false;
    back.fd = fd;
    hold_stderr();
    watch_for_signals(true);
    return NULL;
}

void back_close(void)
{
    if (!back.open)
        return;
    back.open = false;
    watch_for_signals(false);
    release_stderr();
}

void back_leave(bool left)
{
    back.left = left;
}
