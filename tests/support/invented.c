/* SPDX-License-Identifier: MIT */
#include "tests/support/invented.h"

#include <string.h>

#include "tests/support/sums.h"
#include "trace/fields.h"
#include "trace/trace.h"

enum { VALUES = 40 };

/* What may stand behind the key of a field; of one that has keys of its own,
 * all of it. */
static const char *const values[FIELDS][VALUES] = {
    [FIELD_TEXT] = {"\"x\"",
                    "\"two words\"",
                    "\"ValueError('x')\"",
                    "\"locked, held by Task-2\"",
                    "\"3 of 5\"",
                    "\"\"",
                    "\"one\\ntwo\\n\"",
                    "\"gen() gives 1\"",
                    "\"7\"",
                    "\"held by Task-2\"",
                    "\"free\"",
                    "\"free, kept for Task-3\"",
                    "\"0 left\"",
                    "\"1 left\"",
                    "\"2 left\"",
                    "\"filling, 2 of 3\"",
                    "\"draining\"",
                    "\"set\"",
                    "\"2 of 2 items; 1 not done\"",
                    "\"1 item [7]; 3 not done\"",
                    "\"0 of 2 items\"",
                    "\"held by Thread-1\"",
                    "\"coroutine 'f' was never awaited\"",
                    "\"coroutine 'f' ignored GeneratorExit\"",
                    "\"0.5 s\"",
                    "\"648 bytes\"",
                    "\"200, 648 bytes\"",
                    "\"exit status 1\"",
                    "\"None\"",
                    "\"f() goes on, and its yield gives 'x'\"",
                    "\"[None, 'x']\"",
                    "\"[None, None]\"",
                    "\"a text of a program, so long that there is no line which has room for all "
                    "of it, ever\""},
    [FIELD_NAME] = {"\"lock\"",
                    "\"queue\"",
                    "\"semaphore\"",
                    "\"generator\"",
                    "\"event\"",
                    "\"main\"",
                    "\"print\"",
                    "\"sleep\"",
                    "\"run_until_complete\"",
                    "\"condition\"",
                    "\"connection\"",
                    "\"x\"",
                    "\"Lock\"",
                    "\"Queue\"",
                    "\"Semaphore\"",
                    "\"Event\"",
                    "\"Condition\"",
                    "\"Barrier\"",
                    "\"TaskGroup\"",
                    "\"_GatheringFuture\"",
                    "\"shutdown_asyncgens\"",
                    "\"shutdown_default_executor\"",
                    "\"compute\"",
                    "\"thread\"",
                    "\"blocked\"",
                    "\"done\"",
                    "\"call\"",
                    "\"system\"",
                    "\"a process goes on\"",
                    "\"Task exception was never retrieved\"",
                    "\"Task was destroyed but it is pending!\"",
                    "\"http://example.com\"",
                    "\"connection 1\"",
                    "\"connection 1 (server)\"",
                    "\"Timeout._on_timeout\"",
                    "\"shield\"",
                    "\"wait_for\"",
                    "\"never called\""},
    [FIELD_TASK_NAME] = {"\"Task-1\"", "\"Task-2\"", "\"worker\"", "\"a longer name of a task\""},
    [FIELD_CORO] = {"\"main\"", "\"f\"", "\"a_longer_coroutine\""},
    [FIELD_TASK] = {"\"T1\"", "\"T2\"", "\"T3\"", "\"T4\"", "\"T5\""},
    [FIELD_NEW_TASK] = {"\"T1\"", "\"T2\"", "\"T3\"", "\"T4\"", "\"T5\"", "\"T6\"", "\"T7\""},
    [FIELD_THREAD] = {"\"W1\"", "\"W2\"", "\"W3\""},
    [FIELD_OWNER] = {"\"W1\"", "\"W2\"", "\"T2\""},
    [FIELD_FROM] = {"\"W1\"", "\"W2\"", "\"T1\"", "\"F1\""},
    [FIELD_CHOICE] = {"\"choice\":0,\"of\":2", "\"choice\":1,\"of\":3"},
    [FIELD_THREAD_ON] = {"\"on\":\"Lock.acquire\",\"obj\":\"S1\"",
                         "\"on\":\"sleep\",\"secs\":0.5,\"when\":9",
                         "\"on\":\"Thread.join\",\"id\":\"W2\"", "\"on\":\"compute\",\"secs\":2"},
    [FIELD_EAGER] = {"\"eager\"", "\"no\""},
    [FIELD_OWN_LOOP] = {"\"L1\"", "\"L2\""},
    [FIELD_HANDLE] = {"\"H1\"", "\"H2\"", "\"H3\"", "\"H4\"", "\"H5\"", "\"H6\"", "\"H7\""},
    [FIELD_REF] = {"\"F1\"", "\"F2\"", "\"T1\"", "\"T2\"", "\"T3\""},
    [FIELD_LOOP] = {"\"L1\""},
    [FIELD_OBJECT] = {"\"S1\"", "\"S2\"", "\"S3\"", "\"S4\""},
    [FIELD_COUNT] = {"0", "1", "2", "3"},
    [FIELD_TIMERS] = {"0", "1", "4"},
    [FIELD_SECONDS] = {"0.5", "1", "2.25"},
    [FIELD_TIMEOUT] = {"1", "0.25", "null"},
    [FIELD_DELAY] = {"0.1", "1", "2.5"},
    [FIELD_WHEN] = {"1", "2.5", "3", "4"},
    [FIELD_PLACE] = {"\"a.py:1\"", "\"a.py:4\"", "\"a.py:7\"", "\"b.py:2\""},
    [FIELD_DEF] = {"\"a.py:1\"", "\"b.py:1\""},
    [FIELD_BY] = {"\"T1\"", "\"H1\""},
    [FIELD_BY_TASK] = {"\"T1\"", "\"T2\"", "\"T3\""},
    [FIELD_WHAT] = {"\"k\":\"step\",\"task\":\"T1\"",
                    "\"k\":\"step\",\"task\":\"T2\"",
                    "\"k\":\"wakeup\",\"task\":\"T2\",\"fut\":\"F1\"",
                    "\"k\":\"wakeup\",\"task\":\"T3\",\"fut\":\"T2\"",
                    "\"k\":\"eager\",\"task\":\"T3\"",
                    "\"k\":\"on\",\"task\":\"T2\"",
                    "\"k\":\"cb\",\"cb\":\"print\"",
                    "\"k\":\"cb\",\"cb\":\"gather\",\"fut\":\"T2\"",
                    "\"k\":\"cb\",\"cb\":\"future_set_result_unless_cancelled\",\"fut\":"
                    "\"F2\"",
                    "\"k\":\"step\",\"task\":\"T4\",\"throw\":\"CancelledError()\"",
                    "\"k\":\"cb\",\"cb\":\"tick\"",
#define CALLBACK(name, future) "\"k\":\"cb\",\"cb\":\"" name "\",\"fut\":\"" future "\""
                    CALLBACK("_set_result_unless_cancelled", "F1"),
                    CALLBACK("gather.<locals>._done_callback", "T2"),
                    CALLBACK("gather.<locals>._done_callback", "T3"),
                    CALLBACK("_run_until_complete_cb", "T1"),
                    CALLBACK("_release_waiter", "T2"),
                    CALLBACK("_release_waiter", "F1"),
                    CALLBACK("_wait.<locals>._on_completion", "T3"),
                    CALLBACK("as_completed.<locals>._on_completion", "T2"),
                    CALLBACK("shield.<locals>._inner_done_callback", "T2"),
                    CALLBACK("shield.<locals>._outer_done_callback", "F1"),
                    CALLBACK("TaskGroup._on_task_done", "T2"),
                    CALLBACK("TaskGroup._on_task_done", "T3"),
                    CALLBACK("Timeout._on_timeout", "F2"),
                    CALLBACK("_chain_future.<locals>._set_state", "F1"),
                    CALLBACK("_chain_future.<locals>._call_check_cancel", "F1"),
                    CALLBACK("_SelectorSocketTransport._read_ready", "F1"),
                    CALLBACK("_UnixReadPipeTransport._read_ready", "F1"),
                    CALLBACK("BaseSelectorEventLoop._read_from_self", "F1"),
                    "\"k\":\"cb\",\"cb\":\"main.<locals>.<lambda>\"",
                    "\"k\":\"cb\",\"cb\":\"BaseEventLoop.create_task\"",
                    "\"k\":\"cb\",\"cb\":\"_set_result_unless_cancelled\"",
                    "\"k\":\"cb\",\"cb\":\"_release_waiter\"",
                    "\"k\":\"cb\",\"cb\":\"Timeout._on_timeout\""},
    [FIELD_OUTCOME] = {"\"state\":\"done\",\"res\":\"10\"",
                       "\"state\":\"failed\",\"exc\":\"ValueError('x')\"",
                       "\"state\":\"cancelled\"", "\"state\":\"destroyed\"",
                       "\"state\":\"done\",\"res\":\"None\""},
    [FIELD_DEED] = {"\"takes\"", "\"gives\"", "\"marks\"", "\"waits\"", "\"leaves\""},
    [FIELD_QUEUE] = {"[]", "[\"H1\"]", "[\"H1\",\"H2\"]"},
    [FIELD_PROCESS] = {"\"P1\"", "\"P2\""},
    [FIELD_OF] = {"[\"T2\",\"T3\"]", "[]", "[\"T2\",\"T3\",\"T4\",\"T5\"]"},
    [FIELD_LOCALS] = {"{\"i\":\"1\"}", "{\"i\":\"2\",\"name\":\"'x'\"}", "{}"},
    [FIELD_SUSPENDED] = {"\"on\":{\"what\":\"sleep\",\"delay\":1,\"when\":3,\"timer\":\"H3\"},"
                         "\"stack\":[[\"a.py\",4,\"f\"]]",
                         "\"on\":{\"what\":\"gather\",\"fut\":\"F1\",\"of\":[\"T2\",\"T3\"]},"
                         "\"stack\":[[\"a.py\",1,\"main\"]],\"locals\":[{\"i\":\"1\"}]",
                         "\"on\":{\"what\":\"task\",\"fut\":\"T3\"},\"stack\":[[\"a.py\",1,"
                         "\"main\"],[\"a.py\",7,\"f\"]],\"locals\":[{\"i\":\"1\"},{\"n\":\"2\"}"
                         "]",
                         "\"on\":{\"what\":\"Lock.acquire\",\"obj\":\"S1\",\"fut\":\"F2\"},"
                         "\"stack\":[[\"b.py\",2,\"g\"]]",
                         "\"on\":{\"what\":\"wait_for\",\"timeout\":2,\"fut\":\"F1\",\"when\":"
                         "4,\"timer\":\"H4\"},\"stack\":[[\"a.py\",4,\"f\"]]",
                         "\"on\":{\"what\":\"Queue.get\",\"obj\":\"S2\"}",
                         "\"on\":{\"what\":\"nobody knows\"}", "\"on\":null"},
};

static const char *a_value(enum field f, uint32_t *dice)
{
    int n = 0;
    while (n < VALUES && values[f][n])
        n++;
    return n ? values[f][chance(dice, n)] : NULL;
}

/* One by name: what an await waits for, or how far a transfer has got. */
static void put_phase(struct buf *out, const char *key, uint32_t *dice)
{
    buf_printf(out, ",\"%s\":\"%s\"", key, leg_names[chance(dice, LEG_KINDS)]);
}

static void put_waiting(struct buf *out, uint32_t *dice)
{
    const char *what = awaited_names[1 + chance(dice, ON_OTHER - 1)];
    int future = 1 + chance(dice, 3), object = 1 + chance(dice, 4), task = 2 + chance(dice, 4);
    buf_printf(out, ",\"on\":{\"what\":\"%s\",\"fut\":\"F%d\",\"obj\":\"S%d\",", what, future,
               object);
    buf_printf(out, "\"of\":[\"T2\",\"T%d\"],\"timeout\":2}", task);
    buf_puts(out, ",\"stack\":[[\"a.py\",4,\"f\"]],\"locals\":[{\"i\":\"3\"}]");
}

static void put_member(struct buf *out, const struct member *m, uint32_t *dice)
{
    const char *value = a_value(m->field, dice);
    if (m->field == FIELD_PHASE)
        put_phase(out, m->key, dice);
    else if (m->field == FIELD_SUSPENDED && chance(dice, 2))
        put_waiting(out, dice);
    else if (value && m->key)
        buf_printf(out, ",\"%s\":%s", m->key, value);
    else if (value)
        buf_printf(out, ",%s", value);
}

/* Some kinds are no more than one of many in any program. */
static enum event_kind a_kind(uint32_t *dice, bool of_threads)
{
    static const uint8_t often[] = {EV_TASK,     EV_BEGIN,     EV_END,  EV_BEGIN, EV_END,  EV_SOON,
                                    EV_TIMER,    EV_TASK_DONE, EV_OUT,  EV_SYNC,  EV_TICK, EV_TICK,
                                    EV_FUT_DONE, EV_CANCEL,    EV_FIRE, EV_SYNC};
    static const uint8_t threads[] = {
        EV_SWITCH, EV_SWITCH, EV_READ,         EV_WRITE,       EV_THREAD_WAIT, EV_OUT,  EV_LINE,
        EV_SYNC,   EV_JOINED, EV_THREAD_START, EV_THREAD_DONE, EV_SWITCH,      EV_JUMP, EV_BLOCK};
    if (of_threads)
        return (enum event_kind)threads[chance(dice, sizeof threads)];
    enum event_kind any = (enum event_kind)(1 + chance(dice, EV_OTHER - 1));
    bool rare = any == EV_EXIT || any == EV_CRASH || any == EV_START || any == EV_LOOP ||
                any == EV_CLOSE || any == EV_SWITCH || any == EV_THREAD_START;
    return chance(dice, 3) || (rare && chance(dice, 20))
               ? (enum event_kind)often[chance(dice, sizeof often)]
               : any;
}

static void put_line(struct buf *out, enum event_kind kind, int i, int tick, double time,
                     uint32_t *dice, bool whose)
{
    buf_printf(out, "{\"i\":%d,\"n\":%d,\"t\":%g,\"e\":\"%s\"", i, tick, time, event_names[kind]);
    if (whose)
        buf_printf(out, ",\"thread\":\"W%d\"", 1 + chance(dice, 3));
    for (const struct member *m = trace_members[kind]; m->field; m++)
        if (m->field != FIELD_START && chance(dice, 8))
            put_member(out, m, dice);
    buf_puts(out, "}\n");
}

struct buf invented_trace(uint32_t number, int events, bool of_threads)
{
    struct buf out = {0};
    uint32_t dice = number;
    int tick = 0;
    double time = 0;
    buf_puts(&out, "{\"i\":0,\"n\":0,\"t\":0.0,\"e\":\"start\",\"script\":\"a."
                   "py\",\"version\":1,\"sources\":{\"a.py\":"
                   "\"import b\\n\\nasync def f():\\n    await b.g()\\n\\ndef "
                   "h():\\n    print(1)\\n\",\"b.py\":\"x = 1\\ny = 2\\n\"}}\n");
    if (!of_threads)
        put_line(&out, EV_LOOP, 1, 0, 0, &dice, false);
    for (int i = 2; i < events; i++) {
        enum event_kind kind =
            i < 5 ? of_threads ? EV_THREAD_START : EV_TASK : a_kind(&dice, of_threads);
        tick += kind == EV_TICK;
        time += chance(&dice, 6) ? 0 : chance(&dice, 8) / 4.0;
        put_line(&out, kind, i, tick, time, &dice, of_threads || !chance(&dice, 12));
    }
    return out;
}
