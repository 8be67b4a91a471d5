/* SPDX-License-Identifier: MIT */
#include "base/brittle.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/signals.h"

static const char *said;

static void put(const char *s)
{
    if (write(STDERR_FILENO, s, strlen(s)) < 0)
        _exit(1);
}

static void say_and_leave(int signum)
{
    (void)signum;
    put("loopscope: ");
    put(said);
    put("\n");
    _exit(1);
}

static const int signals[] = {SIGABRT, SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE, 0};

void brittle_begin(const char *sentence)
{
    said = sentence;
    signals_hand_over(signals, SIG_DFL, say_and_leave);
}

void brittle_end(void)
{
    signals_hand_over(signals, say_and_leave, SIG_DFL);
}
