/* SPDX-License-Identifier: MIT */
#include "live/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/now.h"

/* Milliseconds: from the wish to end to the order, and at least between two looks. */
enum { GRACE = 1500, LOOK = 20 };

/* ---- its terminal ---- */

/* Lines end as the program writes them. */
static void set_modes(int fd)
{
    struct termios modes;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    if (!tcgetattr(fd, &modes)) {
        modes.c_oflag &= ~(tcflag_t)ONLCR;
        tcsetattr(fd, TCSANOW, &modes);
    }
    ioctl(fd, TIOCSWINSZ, &size);
}

/* Both ends; negative errno. */
static int open_terminal(int *ours, int *its)
{
    char name[64];
    *ours = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*ours < 0)
        return -errno;
    *its = -1;
    if (!grantpt(*ours) && !unlockpt(*ours) && !ptsname_r(*ours, name, sizeof name))
        *its = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*its < 0) {
        int error = errno;
        close(*ours);
        return -error;
    }
    set_modes(*its);
    fcntl(*ours, F_SETFL, O_NONBLOCK);
    return 0;
}

/* ---- starting ---- */

/* In the child, up to what it becomes; the errno of what went wrong goes to `report`. */
static void become(const struct child_wish *w, int terminal, int report)
{
    static const int signals[] = {SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        signal(signals[i], SIG_DFL);
    setsid();
    ioctl(terminal, TIOCSCTTY, 0);
    dup2(w->input < 0 ? terminal : w->input, STDIN_FILENO);
    dup2(terminal, STDOUT_FILENO);
    dup2(terminal, STDERR_FILENO);
    if (w->kept >= 0)
        fcntl(w->kept, F_SETFD, 0);
    execvpe(w->words[0], w->words, w->environment);
    int error = errno;
    if (write(report, &error, sizeof error) < 0)
        _exit(126);
    _exit(127);
}

/* What the child could not do; 0: it is what it was to become. */
static int hear(int fd)
{
    int error = 0;
    ssize_t n;
    do
        n = read(fd, &error, sizeof error);
    while (n < 0 && errno == EINTR);
    return n == sizeof error ? error : 0;
}

static int fork_it(struct child *c, const struct child_wish *w, int terminal)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -errno;
    c->pid = fork();
    if (!c->pid)
        become(w, terminal, ends[1]);
    int error = c->pid < 0 ? errno : 0;
    close(ends[1]);
    if (!error && (error = hear(ends[0])))
        waitpid(c->pid, NULL, 0);
    close(ends[0]);
    return -error;
}

int child_start(struct child *c, const struct child_wish *w)
{
    int its = -1;
    *c = (struct child){.ending = -1};
    int bad = open_terminal(&c->terminal, &its);
    if (bad)
        return bad;
    bad = fork_it(c, w, its);
    close(its);
    if (bad) {
        close(c->terminal);
        *c = (struct child){.ending = -1};
        return bad;
    }
    c->ending = (int)syscall(SYS_pidfd_open, c->pid, 0);
    return 0;
}

/* ---- while it runs ---- */

bool child_has_ended(struct child *c)
{
    if (!c->ended && c->pid)
        c->ended = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
    return c->ended;
}

/* The terminal makes the signal of it, for whoever is in the foreground there; a program that has
 * changed that gets it all the same. */
void child_interrupt(struct child *c)
{
    struct termios modes;
    static const char key = 3;
    bool makes = !tcgetattr(c->terminal, &modes) && modes.c_lflag & ISIG;
    if (!c->pid || c->ended)
        return;
    if (!makes || write(c->terminal, &key, 1) != 1)
        kill(-c->pid, SIGINT);
}

void child_type(struct child *c, const char *text, size_t n)
{
    while (c->pid && n) {
        ssize_t done = write(c->terminal, text, n);
        if (done <= 0)
            return;
        text += done;
        n -= (size_t)done;
    }
}

bool child_echoes(const struct child *c)
{
    struct termios modes;
    return !tcgetattr(c->terminal, &modes) && modes.c_lflag & ECHO;
}

int child_exit_status(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- its end ---- */

static void drop_what_it_writes(const struct child *c)
{
    char text[4096];
    while (read(c->terminal, text, sizeof text) > 0)
        ;
}

bool child_wait(struct child *c, int milliseconds)
{
    double end = now() + milliseconds / 1e3;
    while (!child_has_ended(c) && now() < end) {
        struct pollfd fds[] = {{.fd = c->terminal, .events = POLLIN},
                               {.fd = c->ending, .events = POLLIN}};
        poll(fds, 2, LOOK);
        drop_what_it_writes(c);
        if (fds[0].revents & POLLHUP && c->ending < 0)
            usleep(1000);
    }
    return c->ended;
}

void child_end(struct child *c)
{
    if (!c->pid)
        return;
    if (!child_has_ended(c)) {
        kill(-c->pid, SIGTERM);
        kill(-c->pid, SIGCONT);
        if (!child_wait(c, GRACE)) {
            kill(-c->pid, SIGKILL);
            c->ended = waitpid(c->pid, &c->status, 0) == c->pid;
        }
    }
    close(c->terminal);
    if (c->ending >= 0)
        close(c->ending);
    c->pid = 0;
}
