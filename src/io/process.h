/* SPDX-License-Identifier: MIT */
/* Child processes: asyncio.create_subprocess_exec of the program itself, with a pipe to and fro, as a
 * poller of the loop. On the virtual clock a child says a line and goes on when it is told to: the
 * clock stands still until it has spoken, or is gone.
 *
 * https://docs.python.org/3.11/library/asyncio-subprocess.html */
#pragma once
#include "io/worker.h"
#include "loop/coro.h"
#include "python/error.h"

/* The loop's; stays until that is closed. */
struct process;

/* await asyncio.create_subprocess_exec(sys.executable, __file__, argument, …): the worker of that name
 * (io/worker.h) is started, and the process put into *to. `called`: as events call it. It raises
 * OSError. */
struct coro *create_process(const char *called, const char *worker, const char *argument,
                            struct process **to);
/* await process.stdout.readline(): a str with its newline; "" at the end. */
struct coro *process_readline(struct process *p);
/* process.stdin.write(line) */
void process_write(struct process *p, const char *line);
/* process.kill() */
void process_kill(struct process *p);
/* await process.wait(): its exit status; the negative of the signal that ended it. */
struct coro *process_wait(struct process *p);
