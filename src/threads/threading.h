/* SPDX-License-Identifier: MIT */
/* What a program of threads calls: threading.Thread and threading.Lock, and the variables that its
 * threads share. Each is told as it is done, and lets others go on where CPython would. print() and
 * time.sleep() do so by themselves.
 *
 *     static void add(void *data)
 *     {
 *         struct shared *counter = data;
 *         int64_t seen;
 *         py_def(5);
 *         py(7) seen = shared_read(counter);
 *         py(8) shared_write(counter, seen + 1);
 *     }
 *
 * https://docs.python.org/3.11/library/threading.html */
#pragma once
#include <stdint.h>

#include "threads/threads.h"

/* A variable that several threads use: a global that some function of the program stores. */
struct shared {
    const char *name;
    uint32_t number; /* 0 until it was told of */
    int64_t value;
};
#define SHARED(called) ((struct shared){.name = (called)})

int64_t shared_read(struct shared *v);
void shared_write(struct shared *v, int64_t value);

#define THREADING_LOCK(called) ((struct threading_lock){.name = (called)})

/* `with lock:` and its end, which stands on the same line. */
void threading_enter(struct threading_lock *l);
void threading_exit(struct threading_lock *l);
/* lock.acquire(), lock.release() */
void threading_acquire(struct threading_lock *l);
void threading_release(struct threading_lock *l);

/* threading.Thread(target=f, args=(data,)), where f is called `func`; it lives as long as the program. */
struct threading_thread *threading_new(const char *func, void (*target)(void *data), void *data);
#define Thread(f, data) threading_new(#f, (f), (data))
void threading_start(struct threading_thread *thread);
void threading_join(struct threading_thread *thread);

/* A call into the library that nobody notices. */
void py_called(void);
/* Let loose, threads compute with a lock as CPython's GIL, or each by itself. */
void threading_gil(bool on);

/* A function of the program's own begins, whose def is on that line. */
void py_def(uint32_t line);
/* A loop, whose head is on that line, goes round. */
void py_again(uint32_t line);
