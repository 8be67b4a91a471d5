/* SPDX-License-Identifier: MIT */
/* Wrong programs: those in tests/traps are for the compiler to refuse; what no compiler can see dies
 * here in a child with its sentence, or is warned of. Runs at the root of the project. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/file.h"
#include "target/program.h"
#include "tests/support/run.h"
#include "tests/test.h"
#include "threads/threading.h"

struct gives_nothing {
    struct coro coro;
};

async (gives_nothing, def(1)) {
    async_begin;
    await(sleep_s(1));
    async_end;
}

/* ---- what the compiler refuses ---- */

#define WARNINGS                                                                                   \
    "-Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef "    \
    "-Wwrite-strings -Wformat=2 -Wpointer-arith"
#define GCC_WARNINGS   "-Wjump-misses-init -Wlogical-op -Wduplicated-cond"
#define CLANG_WARNINGS "-Wconditional-uninitialized"

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

TEST(what_is_right_compiles_without_a_word)
{
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

static void does_nothing(void *data)
{
    (void)data;
}

struct runs_beside {
    struct coro coro;
    struct threading_thread *other;
};

async (runs_beside, def(1)) {
    async_begin;
    py(1) self->other = Thread(does_nothing, NULL);
    py(2) threading_start(self->other);
    py(3) asyncio_run(call(gives_nothing));
    async_end;
}

struct death {
    const struct async *(*module)(void);
    const char *sentence;
    bool threads;
};

static _Noreturn void die_in_child(const struct death *d, int err)
{
    struct player p;
    dup2(err, STDERR_FILENO);
    struct program program = {"test", "test.py", d->module, .threads = d->threads};
    struct schedule first = {0};
    schedule_take(&first, "");
    program.schedule = &first;
    assert_int_equal(program_open(&p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(&p);
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
            module##_async, said, false                                                            \
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

TEST(a_coroutine_that_was_never_awaited_is_warned_of)
{
    struct player p;
    run_module(&p, forgets_module_async);
    assert_int_equal(p.trace.nwarnings, 1);
    assert_int_equal(trace_at(&p.trace, p.trace.warnings[0])->kind, EV_WARNING);
    assert_string_equal(trace_note(&p.trace, p.trace.warnings[0])->text,
                        "coroutine 'gives_nothing' was never awaited");
    assert_int_equal(p.target->status, 0);
    player_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
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
             "SHOW and HOLD take locals of the types bool, int,",
             "SHOW and HOLD take locals of the types bool, int,"),
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
        {"asyncio_run_beside_a_thread_that_is_at_work_dies", dies_with_a_sentence, NULL, NULL,
         &(struct death){runs_beside_async, "asyncio.run() beside threads that are at work", true}},
        DIES("an_await_outside_a_task_dies", outside_module,
             "await outside a task: a module may only asyncio_run"),
        DIES("a_parameter_that_the_scene_has_not_dies", asks_for_a_parameter_module,
             "a parameter that it does not have: speed"),
        cmocka_unit_test(a_coroutine_that_was_never_awaited_is_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
