/* SPDX-License-Identifier: MIT */
#include "story/callbacks.h"

#include <string.h>

static const struct callback callbacks[] = {
    {"_set_result_unless_cancelled", "the timer's callback", "sleep", "a sleep is over",
     "It finishes the future that the sleep waits for.", NULL, NULL},
    {"gather.<locals>._done_callback", "the callback of gather()", "gather", NULL,
     "gather() is done with the last of them, or the first error.", "gather()", NULL},
    {"_run_until_complete_cb", "the callback of run_until_complete()", "run_until_complete",
     "what it ran is done", "It tells the loop to stop.", "asyncio.run()", NULL},
    {"_release_waiter", "the waiter's callback", "waiter", "the time is up",
     "The waiting ends: it is done, or the time is up.", "wait_for()", "The time of a wait is up"},
    {"_wait.<locals>._on_completion", "the callback of wait()", "wait", NULL,
     "wait() hears of each that ends, until it has what it waits for.", "wait()", NULL},
    {"as_completed.<locals>._on_completion", "the callback of as_completed()", "as_completed", NULL,
     "as_completed() hands them on in the order in which they end.", "as_completed()", NULL},
    {"as_completed.<locals>._on_timeout", "the callback of as_completed()", "as_completed",
     "the time is up", "as_completed() waits no longer.", NULL, "The time of as_completed() is up"},
    {"_AsCompletedIterator._handle_completion", "the callback of as_completed()", "as_completed",
     NULL, "as_completed() hands them on in the order in which they end.", "as_completed()", NULL},
    {"_AsCompletedIterator._handle_timeout", "the callback of as_completed()", "as_completed",
     "the time is up", "as_completed() waits no longer.", NULL, "The time of as_completed() is up"},
    {"shield.<locals>._inner_done_callback", "the callback of shield()", "shield",
     "what it shields is done", "shield() passes the outcome on to its own future.", "shield()",
     NULL},
    {"shield.<locals>._outer_done_callback", "the callback of shield()", "shield",
     "its own future is done", "shield() need not hear any more of what it shields.", "shield()",
     NULL},
    {"TaskGroup._on_task_done", "the callback of the TaskGroup", "TaskGroup", NULL,
     "It waits for the last of its tasks; if one fails, it cancels the others.", "The TaskGroup",
     NULL},
    {"Timeout._on_timeout", "the callback of the timeout block", "timeout", "the time is up",
     "The task inside the block gets CancelledError at its await.", NULL,
     "The time of a timeout block is up"},
    {"_chain_future.<locals>._call_check_cancel", "the pool's callback", "pool",
     "the loop's future is done",
     "A callback looks whether it was cancelled; if so, the pool is told.", NULL,
     "The future of a call in the pool is done"},
    {"BaseSelectorEventLoop._read_from_self", "the loop's own callback", "wake-up",
     "another thread has woken the loop", "It empties the pipe through which the loop is woken.",
     NULL, "Another thread has woken the loop"},
    {"BaseSelectorEventLoop._accept_connection", "the server's callback", "a connection came",
     "somebody has connected", "It makes a task for the connection.", NULL,
     "The server has a new connection"},
    {"BaseSelectorEventLoop._sock_connect_cb", "the connection's callback", "connection stands",
     "the connection stands", "It finishes the future of open_connection().", NULL,
     "The connection stands"},
    {"_SelectorSocketTransport._call_connection_lost", "the connection's callback",
     "connection closed", "close() was called",
     "The socket is closed; the other end will hear of it.", NULL, "The connection is closed"},
    {"_SelectorSocketTransport._write_ready", "the connection's callback", "there is room",
     "the system takes more of what was written",
     "The other end has received some: there is room for more.", NULL,
     "The system takes more of what was written"},
    {"_chain_future.<locals>._set_state", "the thread's callback", "thread",
     "the thread has its result", "It hands the result over to the loop's future.", NULL,
     "A thread hands over its result"},
    {"_SelectorSocketTransport._read_ready", "the connection's callback", "bytes have come",
     "something has come on its connection", "It hands on what has come to who waits for it.", NULL,
     "Something has come on a connection"},
    {"_UnixReadPipeTransport._read_ready", "the pipe's callback", "a process spoke",
     "something has come through a pipe", "It hands on what has come to who waits for it.", NULL,
     "Something has come through a pipe"},
};
const struct callback *const callback_sleep = &callbacks[0];
const struct callback *const callback_read = &callbacks[sizeof callbacks / sizeof *callbacks - 2];
const struct callback *const callback_pipe = &callbacks[sizeof callbacks / sizeof *callbacks - 1];
const struct callback *const callback_result = &callbacks[sizeof callbacks / sizeof *callbacks - 3];

const struct callback *callback_find(const char *name)
{
    for (size_t i = 0; name && i < sizeof callbacks / sizeof *callbacks; i++)
        if (!strcmp(callbacks[i].name, name))
            return &callbacks[i];
    return NULL;
}
