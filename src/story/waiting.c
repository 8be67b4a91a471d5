/* SPDX-License-Identifier: MIT */
#include "story/waiting.h"

#include "event.h"

/* clang-format off */
static const struct waiting all[ON_KINDS] = {
    [ON_SLEEP] = {"sleeps", "sleep", "A timer will wake it.", NULL, NULL},
    [ON_FUTURE] = {"awaits a future", "future",
                   "It goes on after somebody has finished that future.",
                   "The future that it awaited is done", NULL},
    [ON_GATHER] = {"awaits gather()", "gather()",
                   "gather() is done with the last of them, or the first error.",
                   "gather() has its results", NULL},
    [ON_TASK] = {"awaits a task", "await", "It goes on after that task has ended.", NULL, NULL},
    [ON_WAIT_FOR] = {"awaits wait_for()", "wait_for()",
                     "wait_for() cancels what it awaits when the time is up.",
                     "Its wait_for() is over", NULL},
    [ON_WAIT] = {"awaits wait()", "wait()", "wait() ends when enough of its tasks have ended.",
                 "Its wait() is over", NULL},
    [ON_AS_COMPLETED] = {"awaits as_completed()", "as_completed()",
                         "as_completed() gives the next one that ends.",
                         "as_completed() has the next one", NULL},
    [ON_TASKGROUP] = {"waits for the tasks of its TaskGroup", "TaskGroup",
                      "A TaskGroup is left when all its tasks have ended.",
                      "All tasks of its TaskGroup have ended", NULL},
    [ON_SHIELD] = {"awaits shield()", "shield()",
                   "shield() keeps a cancellation away from what it awaits.",
                   "Its shield() has a result", NULL},
    [ON_EXECUTOR] = {"waits for a thread", "wait for a thread",
                     "The thread runs beside the loop and reports when it has a result.",
                     "The thread has its result", NULL},
    [ON_TO_THREAD] = {"waits for a thread", "wait for a thread",
                      "The thread runs beside the loop and reports when it has a result.",
                      "The thread has its result", NULL},
    [ON_LOCK] = {"waits for the lock", "wait for the lock",
                 "Another task has the lock, or is before it in the line.",
                 "The lock is free for it", "gives the lock to"},
    [ON_SEMAPHORE] = {"waits for a place of the semaphore", "wait for the semaphore",
                      "No place is free, or others are before it; release() frees one.",
                      "A place of the semaphore is free for it", "gives a place of the semaphore to"},
    [ON_EVENT] = {"waits for the event", "wait for the event",
                  "The event is not set; set() wakes all who wait.", "The event is set",
                  "sets the event"},
    [ON_CONDITION] = {"waits to be notified", "wait for the condition",
                      "It has let go of the lock; once notify() wakes it, it needs the lock again.",
                      "It was notified", "notifies"},
    [ON_CONDITION_FOR] = {"waits for its condition", "wait for the condition",
                          "It has let go of the lock; each notify() lets it look again.",
                          "It was notified", "notifies"},
    [ON_CONDITION_ACQUIRE] = {"waits for the lock of the condition", "wait for the lock",
                              "Another task has the lock, or is before it in the line.",
                              "The lock is free for it", "gives the lock to"},
    [ON_BARRIER] = {"waits for the others at the barrier", "wait at the barrier",
                    "The barrier opens when enough tasks have arrived.", "The barrier is open",
                    "is the last at the barrier"},
    [ON_QUEUE_GET] = {"waits for an item of the queue", "wait for an item",
                      "The queue is empty; put() wakes the one that has waited longest.",
                      "The queue has an item for it", "puts an item into the queue"},
    [ON_QUEUE_PUT] = {"waits for room in the queue", "wait for room",
                      "The queue is full; get() makes room.", "The queue has room for its item",
                      "takes an item from the queue"},
    [ON_QUEUE_JOIN] = {"waits for all items of the queue", "wait for the items",
                       "join() ends when task_done() was called for every item.",
                       "All items of the queue are done", "has done the last item"},
};
/* clang-format on */

const struct waiting *waiting_for(uint8_t on)
{
    static const struct waiting nothing;
    return on < ON_KINDS ? &all[on] : &nothing;
}
