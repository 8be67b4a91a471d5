/* SPDX-License-Identifier: MIT */
/* async, await, try: what they let through and what they catch. Wrong programs are in tests/traps,
 * for the compiler to refuse; what no compiler can see dies here in a child with its sentence. Runs
 * at the root of the project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "loop/async.h"
#include "player.h"

/* name_module: asyncio.run(name()) */
#define MODULE(name)                                                                               \
    struct name##_module {                                                                         \
        struct coro coro;                                                                          \
    };                                                                                             \
    async (name##_module, def(1)) {                                                                \
        async_begin;                                                                               \
        asyncio_run(call(name));                                                                   \
        async_end;                                                                                 \
    }

static void run_module(struct player *p, const struct async *(*module)(void))
{
    static struct program program;
    program = (struct program){.name = "test", .file = "test.py", .module = module};
    assert_int_equal(player_open(p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(p);
    assert_true(p->loop.over);
}

/* What was printed, then how the main task ended: "done 3". */
static struct buf story_of(struct player *p)
{
    struct buf b = {0};
    for (uint32_t i = 0; i < p->trace.end; i++) {
        const struct event *e = trace_at(&p->trace, i);
        const struct note *n = trace_note(&p->trace, i);
        if (e->kind == EV_OUT)
            buf_add(&b, n->text, n->len);
        else if (e->kind == EV_TASK_DONE && e->task == 1)
            buf_printf(&b, "%s %s", outcome_names[e->what], n->text ? n->text : "");
    }
    return b;
}

struct expected {
    const struct async *(*module)(void);
    const char *story;
};

static void goes_as_in_python(void **state)
{
    const struct expected *want = *state;
    struct player p;
    run_module(&p, want->module);
    struct buf got = story_of(&p);
    assert_string_equal(got.s, want->story);
    buf_free(&got);
    player_close(&p);
}

#define STORY(sentence, name, story)                                                               \
    {                                                                                              \
        sentence, goes_as_in_python, NULL, NULL, &(struct expected)                                \
        {                                                                                          \
            name##_module_async, story                                                             \
        }                                                                                          \
    }

/* ---- try and except ---- */

static struct error *value_error(const char *text)
{
    return error_text(&ValueError, "%s", text);
}

struct fails {
    struct coro coro;
};

async (fails, def(1)) {
    async_begin;
    await(sleep_s(1));
    raise(value_error("x"));
    async_end;
}

struct passes_on {
    struct coro coro;
};

async (passes_on, def(1)) {
    async_begin;
    await(call(fails));
    say("never");
    async_end;
}
MODULE(passes_on)

struct no_error {
    struct coro coro;
};

async (no_error, def(1)) {
    async_begin;
    try {
        await(sleep_s(1));
        say("body");
    } except (ValueError) {
        say("never");
    } end_try;
    say("after");
    async_return(value_int(3));
    async_end;
}
MODULE(no_error)

struct from_below {
    struct coro coro;
};

async (from_below, def(1)) {
    async_begin;
    try {
        await(call(passes_on));
        say("never");
    } except (ValueError) {
        await(sleep_s(1));
        say("caught at %g", perf_counter());
    } end_try;
    async_end;
}
MODULE(from_below)

struct by_base {
    struct coro coro;
};

async (by_base, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } except (Exception) {
        say("caught");
    } end_try;
    async_end;
}
MODULE(by_base)

struct second_except {
    struct coro coro;
};

async (second_except, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } except (TimeoutError) {
        say("never");
    } except (ValueError) {
        say("caught");
    } except (Exception) {
        say("never");
    } end_try;
    async_end;
}
MODULE(second_except)

struct not_mine {
    struct coro coro;
    struct error *e;
};

async (not_mine, def(1)) {
    async_begin;
    try {
        try {
            await(call(fails));
        } except (TimeoutError) {
            say("never");
        } end_try;
        say("never");
    } except_as (ValueError, self->e) {
        say("outer: %s", self->e->arg.s);
    } end_try;
    async_end;
}
MODULE(not_mine)

struct nobody_s {
    struct coro coro;
};

async (nobody_s, def(1)) {
    async_begin;
    try {
        raise(error_text(&CancelledError, "c"));
    } except (Exception) {
        say("never");
    } end_try;
    say("never");
    async_end;
}
MODULE(nobody_s)

struct again {
    struct coro coro;
    struct error *e;
};

async (again, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } except_as (ValueError, self->e) {
        say("caught");
        raise(self->e);
    } end_try;
    async_end;
}
MODULE(again)

struct another {
    struct coro coro;
};

async (another, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } except (ValueError) {
        raise(value_error("second"));
    } end_try;
    async_end;
}
MODULE(another)

struct in_a_loop {
    struct coro coro;
    int i;
};

async (in_a_loop, def(1)) {
    async_begin;
    for (; self->i < 9; self->i++) {
        try {
            await(sleep_s(1));
            if (self->i == 4)
                async_return(value_str("out"));
            if (self->i % 2)
                raise(value_error("odd"));
            say("%d", self->i);
        } except (ValueError) {
            say("odd");
        } end_try;
    }
    async_end;
}
MODULE(in_a_loop)

/* ---- finally ---- */

struct goes_well {
    struct coro coro;
};

async (goes_well, def(1)) {
    async_begin;
    try {
        say("body");
    } finally {
        say("finally");
    } end_finally;
    say("after");
    async_end;
}
MODULE(goes_well)

struct error_waits {
    struct coro coro;
};

async (error_waits, def(1)) {
    async_begin;
    try {
        raise(value_error("x"));
    } finally {
        await(sleep_s(1));
        say("finally at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}
MODULE(error_waits)

struct return_waits {
    struct coro coro;
};

async (return_waits, def(1)) {
    async_begin;
    try {
        await(sleep_s(1));
        async_return(value_int(7));
    } finally {
        await(sleep_s(1));
        say("finally at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}
MODULE(return_waits)

struct returns_through {
    struct coro coro;
};

async (returns_through, def(1)) {
    async_begin;
    try {
        try {
            try {
                async_return(value_int(7));
            } except (Exception) {
                say("never");
            } end_try;
        } finally {
            say("inner");
        } end_finally;
        say("never");
    } finally {
        say("outer");
    } end_finally;
    async_end;
}
MODULE(returns_through)

struct error_in_finally {
    struct coro coro;
};

async (error_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("first"));
    } finally {
        raise(value_error("second"));
    } end_finally;
    async_end;
}
MODULE(error_in_finally)

struct return_in_finally {
    struct coro coro;
};

async (return_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("swallowed"));
    } finally {
        async_return(value_int(8));
    } end_finally;
    async_end;
}
MODULE(return_in_finally)

struct other_return {
    struct coro coro;
};

async (other_return, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        await(sleep_s(1));
        async_return(value_int(8));
    } end_finally;
    async_end;
}
MODULE(other_return)

struct error_instead_of_return {
    struct coro coro;
};

async (error_instead_of_return, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        raise(value_error("instead"));
    } end_finally;
    async_end;
}
MODULE(error_instead_of_return)

struct try_in_finally {
    struct coro coro;
};

async (try_in_finally, def(1)) {
    async_begin;
    try {
        raise(value_error("outer"));
    } finally {
        try {
            await(call(fails));
        } except (ValueError) {
            say("inner caught");
        } end_try;
        say("finally ends");
    } end_finally;
    say("never");
    async_end;
}
MODULE(try_in_finally)

struct except_then_finally {
    struct coro coro;
};

async (except_then_finally, def(1)) {
    async_begin;
    try {
        try {
            raise(value_error("first"));
        } except (ValueError) {
            await(sleep_s(1));
            raise(value_error("second"));
        } end_try;
    } finally {
        say("finally");
    } end_finally;
    async_end;
}
MODULE(except_then_finally)

struct caught_outside_of_finally {
    struct coro coro;
};

async (caught_outside_of_finally, def(1)) {
    async_begin;
    try {
        try {
            await(call(fails));
        } finally {
            await(sleep_s(1));
            say("finally");
        } end_finally;
        say("never");
    } except (ValueError) {
        say("caught at %g", perf_counter());
    } end_try;
    async_return(value_int(1));
    async_end;
}
MODULE(caught_outside_of_finally)

/* ---- cancellation on its way through try ---- */

struct cleans_up {
    struct coro coro;
};

async (cleans_up, def(1)) {
    async_begin;
    try {
        await(sleep_s(9));
        say("never");
    } finally {
        say("cleaning");
        await(sleep_s(1));
        say("clean at %g", perf_counter());
    } end_finally;
    say("never");
    async_end;
}

struct cancels {
    struct coro coro;
    struct task *t;
};

async (cancels, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(cleans_up)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(self->t);
    say("never");
    async_end;
}
MODULE(cancels)

struct cancels_twice {
    struct coro coro;
    struct task *t;
};

async (cancels_twice, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(cleans_up)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(sleep_s(0.5));
    task_cancel(self->t);
    try {
        await(self->t);
    } except (CancelledError) {
        say("gone at %g", perf_counter());
    } end_try;
    async_end;
}
MODULE(cancels_twice)

struct returns_meanwhile {
    struct coro coro;
};

async (returns_meanwhile, def(1)) {
    async_begin;
    try {
        async_return(value_int(7));
    } finally {
        await(sleep_s(9));
    } end_finally;
    async_end;
}

struct cancels_a_return {
    struct coro coro;
    struct task *t;
};

async (cancels_a_return, def(1), SHOW(t)) {
    async_begin;
    keep(self->t, create_task(call(returns_meanwhile)));
    await(sleep_s(1));
    task_cancel(self->t);
    await(self->t);
    async_end;
}
MODULE(cancels_a_return)

/* ---- values ---- */

struct gives_nothing {
    struct coro coro;
};

async (gives_nothing, def(1)) {
    async_begin;
    await(sleep_s(1));
    async_end;
}

static void say_result(struct value v)
{
    struct buf b = {0};
    value_repr(&b, v);
    say("%s", b.s);
    buf_free(&b);
}

struct values {
    struct coro coro;
};

async (values, def(1)) {
    async_begin;
    await(call(gives_nothing));
    say_result(awaited());
    await(call(return_waits));
    say_result(awaited());
    await(sleep_s(0));
    say_result(awaited());
    await(gather(call(return_in_finally), call(gives_nothing)));
    say_result(awaited());
    async_return(value_bool(true));
    async_end;
}
MODULE(values)

/* ---- what the compiler refuses ---- */

#define WARNINGS                                                                                   \
    "-Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef "    \
    "-Wwrite-strings -Wformat=2 -Wpointer-arith"
#define GCC_WARNINGS   "-Wjump-misses-init -Wlogical-op -Wduplicated-cond"
#define CLANG_WARNINGS "-Wconditional-uninitialized"

static const char *compiler(void)
{
    const char *cc = getenv("CC");
    return cc && *cc ? cc : "cc";
}

static struct buf output_of(const char *command)
{
    struct buf b = {0};
    char part[4096];
    size_t n;
    FILE *f = popen(command, "r");
    assert_non_null(f);
    buf_clear(&b);
    while ((n = fread(part, 1, sizeof part, f)))
        buf_add(&b, part, n);
    pclose(f);
    return b;
}

/* What the compiler says of tests/traps/NAME.c; skips the test if there is no compiler. */
static struct buf compile(const char *name, bool *clang)
{
    char command[1024];
    snprintf(command, sizeof command, "%s --version 2>&1", compiler());
    struct buf version = output_of(command);
    bool gcc = strstr(version.s, "Free Software Foundation");
    *clang = strstr(version.s, "clang");
    buf_free(&version);
    if (!gcc && !*clang)
        skip();
    snprintf(command, sizeof command,
             "LC_ALL=C %s -std=gnu11 -D_GNU_SOURCE -O2 %s %s -Isrc -I. -c -o /dev/null "
             "tests/traps/%s.c 2>&1",
             compiler(), WARNINGS, *clang ? CLANG_WARNINGS : GCC_WARNINGS, name);
    return output_of(command);
}

struct trap {
    const char *name, *gcc, *clang; /* what each says of it */
};

static void is_caught_by_the_compiler(void **state)
{
    const struct trap *trap = *state;
    bool clang;
    struct buf said = compile(trap->name, &clang);
    const char *want = clang ? trap->clang : trap->gcc;
    if (!strstr(said.s, want))
        fail_msg("tests/traps/%s.c: the compiler does not say \"%s\" but: %s", trap->name, want,
                 said.len ? said.s : "nothing");
    buf_free(&said);
}

static void what_is_right_compiles_without_a_word(void **state)
{
    (void)state;
    bool clang;
    struct buf said = compile("none", &clang);
    assert_string_equal(said.s, "");
    buf_free(&said);
}

#define TRAP(sentence, name, gcc, clang)                                                           \
    {                                                                                              \
        sentence, is_caught_by_the_compiler, NULL, NULL, &(struct trap)                            \
        {                                                                                          \
            name, gcc, clang                                                                       \
        }                                                                                          \
    }

/* ---- what dies with a sentence ---- */

struct in_a_switch {
    struct coro coro;
    int i;
};

async (in_a_switch, def(1)) {
    async_begin;
    switch (self->i) {
    case 0:
        await(sleep_s(1));
        break;
    default:
        break;
    }
    async_end;
}
MODULE(in_a_switch)

struct awaits_twice {
    struct coro coro;
    struct coro *c;
};

async (awaits_twice, def(1)) {
    async_begin;
    self->c = call(gives_nothing);
    create_task(self->c);
    await(self->c);
    async_end;
}
MODULE(awaits_twice)

struct breaks_out {
    struct coro coro;
    int i;
};

async (breaks_out, def(1)) {
    async_begin;
    for (; self->i < 9; self->i++) {
        try {
            await(sleep_s(1));
            break;
        } finally {
            die("noticed too late");
        } end_finally;
    }
    async_end;
}
MODULE(breaks_out)

struct awaits_itself {
    struct coro coro;
};

async (awaits_itself, def(1)) {
    async_begin;
    await(current_task());
    async_end;
}
MODULE(awaits_itself)

struct finishes_twice {
    struct coro coro;
    struct future *f;
};

async (finishes_twice, def(1), SHOW(f)) {
    async_begin;
    keep(self->f, future_new());
    future_set_result(self->f, NONE);
    future_set_result(self->f, NONE);
    async_end;
}
MODULE(finishes_twice)

struct runs_inside {
    struct coro coro;
};

async (runs_inside, def(1)) {
    async_begin;
    asyncio_run(call(gives_nothing));
    async_end;
}
MODULE(runs_inside)

struct outside_module {
    struct coro coro;
};

async (outside_module, def(1)) {
    async_begin;
    await(future_new());
    async_end;
}

struct asks_for_a_parameter {
    struct coro coro;
};

async (asks_for_a_parameter, def(1)) {
    async_begin;
    async_return(value_int(param("speed")));
    async_end;
}
MODULE(asks_for_a_parameter)

struct death {
    const struct async *(*module)(void);
    const char *sentence;
};

static _Noreturn void die_in_child(const struct death *d, int err)
{
    struct player p;
    dup2(err, STDERR_FILENO);
    run_module(&p, d->module);
    _exit(0);
}

static void dies_with_a_sentence(void **state)
{
    const struct death *d = *state;
    int ends[2], status;
    char said[1024] = "";
    size_t n = 0;
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    if (!child)
        die_in_child(d, ends[1]);
    close(ends[1]);
    for (ssize_t k; (k = read(ends[0], said + n, sizeof said - 1 - n)) > 0;)
        n += (size_t)k;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!strstr(said, d->sentence))
        fail_msg("said \"%s\" and not \"%s\"", said, d->sentence);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
}

#define DIES(sentence, module, said)                                                               \
    {                                                                                              \
        sentence, dies_with_a_sentence, NULL, NULL, &(struct death)                                \
        {                                                                                          \
            module##_async, said                                                                   \
        }                                                                                          \
    }

/* ---- what is only warned of ---- */

struct forgets {
    struct coro coro;
};

async (forgets, def(1)) {
    async_begin;
    call(gives_nothing);
    await(sleep_s(1));
    async_end;
}
MODULE(forgets)

static void a_coroutine_that_was_never_awaited_is_warned_of(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, forgets_module_async);
    assert_int_equal(p.trace.nwarnings, 1);
    assert_int_equal(trace_at(&p.trace, p.trace.warnings[0])->kind, EV_WARNING);
    assert_string_equal(trace_note(&p.trace, p.trace.warnings[0])->text,
                        "coroutine 'gives_nothing' was never awaited");
    assert_int_equal(p.loop.status, 0);
    player_close(&p);
}

static void a_program_without_a_fault_is_warned_of_nothing(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, cancels_twice_module_async);
    assert_int_equal(p.trace.nwarnings, 0);
    player_close(&p);
}

/* Whoever holds a task lets go of it at the end of its frame: nothing stays in the arena but what
 * lives as long as it. */
static void a_run_gives_its_frames_and_tasks_back(void **state)
{
    (void)state;
    struct player p;
    run_module(&p, values_module_async);
    assert_null(p.loop.first);
    assert_null(p.loop.fresh);
    assert_int_equal(p.loop.nready, 0);
    assert_int_equal(p.loop.timers.n, 0);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY("an_error_passes_through_every_await", passes_on, "failed ValueError('x')"),
        STORY("a_try_without_an_error_skips_its_except", no_error, "body\nafter\ndone 3"),
        STORY("an_error_is_caught_far_above_where_it_was_raised", from_below,
              "caught at 2\ndone None"),
        STORY("an_error_is_caught_by_the_class_it_derives_from", by_base, "caught\ndone None"),
        STORY("the_first_except_that_fits_catches", second_except, "caught\ndone None"),
        STORY("an_error_of_another_class_goes_on_outwards", not_mine, "outer: x\ndone None"),
        STORY("a_cancelled_error_is_no_exception", nobody_s, "cancelled "),
        STORY("a_caught_error_can_be_raised_again", again, "caught\nfailed ValueError('first')"),
        STORY("an_error_in_except_is_not_caught_by_its_neighbours", another,
              "failed ValueError('second')"),
        STORY("try_works_in_a_loop_and_return_leaves_it", in_a_loop, "0\nodd\n2\nodd\ndone 'out'"),
        STORY("finally_runs_when_all_goes_well", goes_well, "body\nfinally\nafter\ndone None"),
        STORY("an_error_goes_on_behind_a_finally_that_awaits", error_waits,
              "finally at 1\nfailed ValueError('x')"),
        STORY("a_return_goes_on_behind_a_finally_that_awaits", return_waits,
              "finally at 2\ndone 7"),
        STORY("a_return_runs_every_finally_from_the_inside_out", returns_through,
              "inner\nouter\ndone 7"),
        STORY("an_error_in_finally_replaces_the_first", error_in_finally,
              "failed ValueError('second')"),
        STORY("a_return_in_finally_swallows_the_error", return_in_finally, "done 8"),
        STORY("a_return_in_finally_replaces_the_first", other_return, "done 8"),
        STORY("an_error_in_finally_replaces_the_return", error_instead_of_return,
              "failed ValueError('instead')"),
        STORY("a_try_within_finally_keeps_what_finally_holds", try_in_finally,
              "inner caught\nfinally ends\nfailed ValueError('outer')"),
        STORY("an_error_in_except_still_runs_the_outer_finally", except_then_finally,
              "finally\nfailed ValueError('second')"),
        STORY("an_error_behind_a_finally_can_be_caught", caught_outside_of_finally,
              "finally\ncaught at 2\ndone 1"),
        STORY("a_cancelled_task_cleans_up_and_is_cancelled_all_the_same", cancels,
              "cleaning\nclean at 2\ncancelled "),
        STORY("a_second_cancel_breaks_off_the_cleaning", cancels_twice,
              "cleaning\ngone at 1.5\ndone None"),
        STORY("a_cancel_during_finally_replaces_the_return", cancels_a_return, "cancelled "),
        STORY("await_gives_what_was_returned", values,
              "None\nfinally at 3\n7\nNone\n[8, None]\ndone True"),
        cmocka_unit_test(what_is_right_compiles_without_a_word),
        TRAP("a_local_kept_across_an_await_is_warned_of", "local_across_await",
             "switch jumps over variable initialization", "variable 'i' may be uninitialized"),
        TRAP("two_awaits_on_a_line_are_refused", "two_awaits_on_a_line", "duplicate case value",
             "duplicate case value"),
        TRAP("a_frame_that_does_not_begin_with_coro_is_refused", "frame_without_coro",
             "struct coro coro must come first in struct trap",
             "struct coro coro must come first in struct trap"),
        TRAP("await_of_what_cannot_be_awaited_is_refused", "await_of_a_number",
             "'_Generic' selector of type 'int'",
             "controlling expression type 'int' not compatible"),
        TRAP("a_coroutine_without_async_end_is_refused", "no_async_end",
             "expected declaration or statement at end of input", "expected '}'"),
        TRAP("a_try_without_end_try_is_refused", "try_without_end",
             "expected declaration or statement at end of input", "expected '}'"),
        TRAP("a_labelled_statement_needs_braces_behind_an_if", "py_without_braces",
             "explicit braces", "explicit braces"),
        TRAP("an_argument_that_the_frame_has_not_is_refused", "wrong_argument",
             "'struct trap' has no member named 'm'", "'m' does not refer to any field"),
        TRAP("a_local_that_cannot_be_shown_is_refused", "shown_local_of_unknown_type",
             "'_Generic' selector of type 'FILE *'", "controlling expression type 'FILE *'"),
        DIES("an_await_inside_a_switch_dies", in_a_switch_module,
             "in_a_switch() cannot go on at its line"),
        DIES("a_coroutine_awaited_twice_dies", awaits_twice_module,
             "cannot reuse a coroutine that was awaited already: gives_nothing()"),
        DIES("a_break_out_of_try_dies", breaks_out_module,
             "breaks_out() left a try block by break, continue or return"),
        DIES("a_task_that_awaits_itself_dies", awaits_itself_module,
             "awaits_itself() awaits its own task"),
        DIES("finishing_a_future_twice_dies", finishes_twice_module,
             "a future can be finished only once"),
        DIES("asyncio_run_inside_a_task_dies", runs_inside_module,
             "asyncio.run() cannot be called from a running event loop"),
        DIES("an_await_outside_a_task_dies", outside_module,
             "await outside a task: a module may only asyncio_run"),
        DIES("a_parameter_that_the_scene_has_not_dies", asks_for_a_parameter_module,
             "a parameter that it does not have: speed"),
        cmocka_unit_test(a_coroutine_that_was_never_awaited_is_warned_of),
        cmocka_unit_test(a_program_without_a_fault_is_warned_of_nothing),
        cmocka_unit_test(a_run_gives_its_frames_and_tasks_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
