/* SPDX-License-Identifier: MIT */
#include "python/thread.h"

#include "base/alloc.h"

_Thread_local struct thread *this_thread;

_Noreturn void thread_has_no_loop(void)
{
    die("no running event loop: of all that schedules, a function in a thread may only call "
        "call_soon_threadsafe");
}
