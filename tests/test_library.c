/* SPDX-License-Identifier: MIT */
/* asyncio's own coroutines stand where they do in Lib/asyncio of CPython 3.11.7: a task that is made
 * of one says so. */
#include <string.h>

#include "target/program.h"
#include "tests/support/run.h"
#include "tests/test.h"

static struct value nothing(void *unused)
{
    (void)unused;
    return NONE;
}

static bool always(void *unused)
{
    (void)unused;
    return true;
}

/* clang-format off */
/* They outlive main(), which makes the tasks and returns. */
static struct {
    struct future *done;
    struct lock lock; struct sync_event event; struct condition condition; struct semaphore semaphore;
    struct barrier barrier; struct queue queue; struct group group; struct as_completed *each;
} with;

struct uses {
    struct coro coro;
};
async_as (uses, "main", def(1)) {
    async_begin;
    with.semaphore = SEMAPHORE(1);
    with.barrier = BARRIER(1);
    with.queue = QUEUE(2);
    keep(with.done, future_new());
    future_set_result(with.done, NONE);
    create_task(sleep_s(0));
    create_task(sleep_s(1));
    create_task(wait_for(with.done, 1));
    create_task(wait_futures(&with.done, 1, NO_TIMEOUT, ALL_COMPLETED));
    create_task(to_thread("nothing", nothing, NULL));
    create_task(lock_acquire(&with.lock));
    create_task(event_wait(&with.event));
    create_task(condition_wait_for(&with.condition, always, NULL));
    create_task(condition_wait(&with.condition));
    create_task(semaphore_acquire(&with.semaphore));
    create_task(barrier_wait(&with.barrier));
    create_task(barrier_reset(&with.barrier));
    create_task(queue_put(&with.queue, NONE));
    create_task(queue_get(&with.queue));
    create_task(queue_join(&with.queue));
    with.each = as_completed(&with.done, 1, NO_TIMEOUT);
    create_task(as_completed_next(with.each));
    create_task(group_exit(&with.group, NULL));
    create_task(shutdown_asyncgens());
    create_task(shutdown_default_executor());
    async_end;
}
MODULE(uses)
/* clang-format on */

TEST(a_task_of_asyncio_s_own_coroutine_says_where_cpython_defines_it)
{
    /* co_qualname and co_firstlineno of each, as python3.11 tells them */
    static const struct {
        const char *name, *file;
        uint32_t line;
    } defs[] = {
        {"main", "test.py", 1},
        {"sleep", "asyncio/tasks.py", 637},
        {"sleep", "asyncio/tasks.py", 637},
        {"wait_for", "asyncio/tasks.py", 436},
        {"wait", "asyncio/tasks.py", 399},
        {"to_thread", "asyncio/threads.py", 12},
        {"Lock.acquire", "asyncio/locks.py", 93},
        {"Event.wait", "asyncio/locks.py", 200},
        {"Condition.wait_for", "asyncio/locks.py", 285},
        {"Condition.wait", "asyncio/locks.py", 248},
        {"Semaphore.acquire", "asyncio/locks.py", 364},
        {"Barrier.wait", "asyncio/locks.py", 481},
        {"Barrier.reset", "asyncio/locks.py", 547},
        {"Queue.put", "asyncio/queues.py", 110},
        {"Queue.get", "asyncio/queues.py", 149},
        {"Queue.join", "asyncio/queues.py", 206},
        {"as_completed.<locals>._wait_for_one", "asyncio/tasks.py", 610},
        {"TaskGroup.__aexit__", "asyncio/taskgroups.py", 68},
        {"BaseEventLoop.shutdown_asyncgens", "asyncio/base_events.py", 539},
        {"BaseEventLoop.shutdown_default_executor", "asyncio/base_events.py", 564},
    };
    struct player p;
    size_t n = 0;
    assert_int_equal(
        program_open(
            &p, &(struct program){.name = "test", .file = "test.py", .module = uses_module_async},
            CLOCK_VIRTUAL, 0),
        0);
    for (uint32_t i = 0; n < sizeof defs / sizeof *defs; i++) {
        assert_true(player_seek(&p, i + 1));
        if (trace_at(&p.trace, i)->kind != EV_TASK)
            continue;
        const struct note *note = trace_note(&p.trace, i);
        assert_string_equal(note->coro, defs[n].name);
        assert_string_equal(note->def, defs[n].file);
        assert_int_equal(note->def_line, defs[n].line);
        n++;
    }
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_of_asyncio_s_own_coroutine_says_where_cpython_defines_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
