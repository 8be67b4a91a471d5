/* SPDX-License-Identifier: MIT */
#include "io/settle.h"

#include <signal.h>

#include "base/alloc.h"
#include "loop/await.h"

/* Between our own two ends nothing takes longer: milliseconds. */
enum { TOO_LONG = 30000 };

bool io_in_order = true;

static void on_alarm(uv_timer_t *alarm)
{
    (void)alarm;
    die("nothing has moved between loopscope's own two ends of a connection for %d s; the system "
        "lets no bytes through on 127.0.0.1, or is far too busy",
        TOO_LONG / 1000);
}

static void on_closed(uv_handle_t *alarm)
{
    *(bool *)alarm->data = true;
}

void io_settle(struct loop *l, bool (*under_way)(void *data), void *data)
{
    uv_timer_t alarm;
    bool closed = false;
    if (!under_way(data))
        return;
    uv_timer_init(&l->uv, &alarm);
    alarm.data = &closed;
    uv_update_time(&l->uv);
    uv_timer_start(&alarm, on_alarm, TOO_LONG, 0);
    while (under_way(data))
        uv_run(&l->uv, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&alarm, on_closed);
    while (!closed)
        uv_run(&l->uv, UV_RUN_NOWAIT);
}

/* A peer that is gone is an error of the write, and no signal that ends the program. */
static void ignore_broken_pipes(void)
{
    struct sigaction now;
    if (!sigaction(SIGPIPE, NULL, &now) && now.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

void *io_poller(const struct poller_type *type, size_t size)
{
    struct loop *l = get_running_loop();
    struct poller *p = pollers_find(&l->pollers, type);
    if (p)
        return p;
    ignore_broken_pipes();
    p = arena_alloc(&this_thread->arena, size);
    p->type = type;
    pollers_add(&l->pollers, p);
    return p;
}
