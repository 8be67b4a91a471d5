/* SPDX-License-Identifier: MIT */
/* A trace gives back what was appended, and finds what can be looked up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/test.h"
#include "trace/trace.h"

static void append(struct trace *t, struct event e, const struct note *n)
{
    trace_append(t, &e, n);
}

static void assert_text(const char *a, const char *b)
{
    assert_int_equal(!a, !b);
    if (a)
        assert_string_equal(a, b);
}

static void assert_same_frames(const struct note *a, const struct note *b)
{
    assert_int_equal(a->nframes, b->nframes);
    for (size_t i = 0; i < a->nframes; i++) {
        assert_text(a->frames[i].file, b->frames[i].file);
        assert_text(a->frames[i].func, b->frames[i].func);
        assert_text(a->frames[i].locals, b->frames[i].locals);
        assert_int_equal(a->frames[i].line, b->frames[i].line);
    }
}

static void assert_same_note(const struct note *a, const struct note *b)
{
    assert_int_equal(!a->text, !b->text);
    assert_int_equal(a->len, b->len);
    if (a->text)
        assert_memory_equal(a->text, b->text, a->len);
    assert_text(a->name, b->name);
    assert_text(a->coro, b->coro);
    assert_text(a->file, b->file);
    assert_int_equal(a->line, b->line);
    assert_text(a->def, b->def);
    assert_int_equal(a->def_line, b->def_line);
    assert_int_equal(a->timer, b->timer);
    assert_int_equal(a->object, b->object);
    assert_int_equal(a->has, b->has);
    assert_true(a->number == b->number && a->when == b->when);
    assert_same_frames(a, b);
    assert_int_equal(a->nof, b->nof);
    if (a->nof)
        assert_memory_equal(a->of, b->of, a->nof * sizeof *a->of);
}

static const struct frame frames[] = {
    {.file = "a.py", .func = "main", .line = 3},
    {.file = "b.py", .func = "inner", .locals = "x=1\ny='z'\n", .line = 70000},
    {.file = "a.py", .func = "leaf", .locals = "", .line = 0},
};
static const uint32_t refs[] = {1, REF_TASK | 2, 3};

/* Each has one field more than nothing; the last has them all. */
static const struct note notes[] = {
    {0},
    {.text = "text", .len = 4},
    {.text = "", .len = 0},
    {.text = "a\0b", .len = 3},
    {.name = "name"},
    {.coro = "coro"},
    {.file = "file.py"},
    {.line = 70000},
    {.file = "file.py", .line = 9},
    {.line = 9},
    {.def = "def.py", .def_line = 12},
    {.timer = 9},
    {.object = 8},
    {.number = 0.5, .has = HAS_NUMBER},
    {.number = 0, .has = HAS_NUMBER},
    {.when = 1.25, .has = HAS_WHEN},
    {.number = 1, .when = 2, .has = HAS_NUMBER | HAS_WHEN},
    {.frames = frames, .nframes = 1},
    {.frames = frames, .nframes = 3},
    {.of = refs, .nof = 3},
    {
        .text = "all",
        .len = 3,
        .name = "n",
        .coro = "c",
        .file = "f",
        .def = "d",
        .def_line = 4,
        .timer = 5,
        .object = 8,
        .number = 6,
        .when = 7,
        .has = HAS_NUMBER | HAS_WHEN,
        .frames = frames,
        .nframes = 3,
        .of = refs,
        .nof = 3,
    },
};
enum { NOTES = sizeof notes / sizeof *notes };

TEST(every_field_of_a_note_comes_back)
{
    struct trace t;
    trace_init(&t);
    for (uint32_t i = 0; i < NOTES; i++)
        append(&t, (struct event){.kind = EV_OTHER, .tick = i}, &notes[i]);
    for (uint32_t i = NOTES; i--;)
        assert_same_note(trace_note(&t, i), &notes[i]);
    trace_close(&t);
}

TEST(any_mixture_of_fields_comes_back)
{
    struct trace t;
    struct note mixed[1024];
    const struct note *all = &notes[NOTES - 1];
    trace_init(&t);
    for (uint32_t i = 0; i < 1024; i++) {
        mixed[i] = *all;
        if (i & 1)
            mixed[i].text = NULL, mixed[i].len = 0;
        if (i & 2)
            mixed[i].name = NULL;
        if (i & 4)
            mixed[i].coro = NULL;
        if (i & 8)
            mixed[i].file = NULL;
        if (i & 16)
            mixed[i].def = NULL, mixed[i].def_line = 0;
        if (i & 32)
            mixed[i].timer = 0;
        if (i & 64)
            mixed[i].has &= ~(unsigned)HAS_NUMBER, mixed[i].number = 0;
        if (i & 128)
            mixed[i].nframes = 0;
        if (i & 256)
            mixed[i].nof = 0;
        if (i & 512)
            mixed[i].object = 0;
        append(&t, (struct event){.kind = EV_OTHER}, &mixed[i]);
    }
    for (uint32_t i = 0; i < 1024; i++) {
        assert_same_note(trace_note(&t, i), &mixed[i]);
        assert_int_equal(trace_frames(&t, i), mixed[i].nframes); /* without the rest */
    }
    trace_close(&t);
}

TEST(an_event_without_a_note_has_an_empty_one)
{
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_CLOSE, .note = 77}, NULL);
    assert_same_note(trace_note(&t, 0), &notes[0]);
    assert_int_equal(trace_at(&t, 0)->note, 0);
    trace_close(&t);
}

TEST(an_event_comes_back_as_it_was)
{
    struct trace t;
    struct event e = {.time = 1.5,
                      .tick = 2,
                      .actor = 3,
                      .handle = 4,
                      .ref = 5,
                      .kind = EV_BEGIN,
                      .what = HANDLE_WAKEUP};
    trace_init(&t);
    append(&t, e, NULL);
    assert_memory_equal(trace_at(&t, 0), &e, sizeof e);
    trace_close(&t);
}

TEST(the_time_of_a_note_is_found_without_the_rest)
{
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_TIMER},
           &(struct note){.when = 3, .has = HAS_WHEN, .name = "x"});
    append(&t, (struct event){.kind = EV_JUMP},
           &(struct note){.number = 4, .has = HAS_NUMBER, .name = "x"});
    append(&t, (struct event){.kind = EV_END},
           &(struct note){.number = 1, .when = 5, .has = HAS_NUMBER | HAS_WHEN});
    append(&t, (struct event){.kind = EV_OUT}, &(struct note){.text = "x", .len = 1});
    append(&t, (struct event){.kind = EV_CLOSE}, NULL);
    static const double want[] = {3, 4, 5, 0, 0};
    for (uint32_t i = 0; i < 5; i++)
        assert_true(trace_number(&t, i) == want[i]);
    trace_close(&t);
}

TEST(the_same_bytes_are_the_same_string)
{
    struct trace t;
    const char *first[1000];
    trace_init(&t);
    for (int i = 0; i < 1000; i++) {
        char s[16];
        int n = snprintf(s, sizeof s, "name %d", i);
        first[i] = trace_intern(&t, s, (size_t)n);
        assert_string_equal(first[i], s);
    }
    for (int i = 0; i < 1000; i++) {
        char s[24];
        int n = snprintf(s, sizeof s, "name %d and more", i);
        assert_ptr_equal(trace_intern(&t, s, (size_t)n - strlen(" and more")), first[i]);
    }
    assert_string_equal(trace_intern(&t, "", 0), "");
    assert_ptr_not_equal(trace_intern(&t, "name", 4), first[0]);
    trace_close(&t);
}

TEST(notes_that_repeat_are_stored_once)
{
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_END}, &notes[NOTES - 1]);
    append(&t, (struct event){.kind = EV_END}, &notes[1]);
    uint32_t first = trace_at(&t, 0)->note, second = trace_at(&t, 1)->note;
    assert_int_not_equal(first, second);
    size_t bytes = trace_note_bytes(&t);
    for (int i = 0; i < 10000; i++) {
        append(&t, (struct event){.kind = EV_END}, &notes[i % 2 ? 1 : NOTES - 1]);
        assert_int_equal(trace_at(&t, t.end - 1)->note, i % 2 ? second : first);
    }
    assert_int_equal(trace_note_bytes(&t), bytes);
    trace_close(&t);
}

/* Two places of two calls, one of them with more to say, and a name, over more than a chunk. */
TEST(frames_with_a_number_are_those_that_had_it_first)
{
    static const struct frame here = {.file = "a.py", .func = "f", .line = 3},
                              there = {.file = "a.py", .func = "f", .line = 4};
    static const struct note told[] = {
        {.frames = &here, .nframes = 1, .known = 1},
        {.frames = &there, .nframes = 1, .known = 65}, /* where the first one would be looked for */
        {.frames = &here, .nframes = 1, .known = 1, .number = 2, .has = HAS_NUMBER},
        {.frames = &here, .nframes = 1, .known = 1, .line = 9},
        {.name = "callback"},
        {.frames = &there, .nframes = 1},
    };
    enum { TOLD = sizeof told / sizeof *told };
    struct trace t;
    trace_init(&t);
    for (uint32_t i = 0; i < TRACE_CHUNK + TOLD; i++)
        append(&t, (struct event){.kind = EV_END, .actor = 1}, &told[i % TOLD]);
    size_t bytes = trace_note_bytes(&t);
    for (uint32_t i = 0; i < t.end; i++) {
        const struct note *n = trace_note(&t, i), *want = &told[i % TOLD];
        assert_same_frames(n, want);
        assert_text(n->name, want->name);
        assert_true(n->number == want->number);
        assert_int_equal(trace_line(&t, trace_at(&t, i)->place), want->line ? want->line
                                                                 : want->nframes
                                                                     ? want->frames->line
                                                                     : 0);
    }
    for (uint32_t i = 0; i < 1000; i++)
        append(&t, (struct event){.kind = EV_END, .actor = 1}, &told[i % TOLD]);
    assert_int_equal(trace_note_bytes(&t), bytes);
    trace_close(&t);
}

TEST(the_events_of_a_task_are_a_chain)
{
    struct trace t;
    enum { TASKS = 7, EVENTS = 100000 };
    uint32_t last[TASKS + 1];
    memset(last, 0xff, sizeof last);
    trace_init(&t);
    srand(1);
    for (uint32_t i = 0; i < EVENTS; i++) {
        uint32_t task = (uint32_t)rand() % (TASKS + 1);
        append(&t, (struct event){.kind = EV_LINE, .actor = task}, NULL);
        assert_int_equal(trace_previous(&t, i), task ? last[task] : TRACE_NONE);
        last[task] = i;
    }
    trace_close(&t);
}

/* ---- packed ---- */

static uint32_t any(void)
{
    return (uint32_t)rand() << 16 ^ (uint32_t)rand();
}

TEST(the_rest_of_an_event_put_together_is_its_kind_and_what)
{
    for (unsigned kind = 0; kind < EV_KINDS; kind++)
        for (unsigned what = 0; what < 64; what++) {
            struct event e = {.rest = event_rest(kind, what)};
            assert_int_equal(e.kind, kind);
            assert_int_equal(e.what, what);
            assert_int_equal(e.place, 0);
        }
}

/* Of few kinds, with few words that change, or of anything at all. */
static struct event any_event(uint32_t i, bool tame)
{
    struct event e = {.time = i / 16 * 977 / 1e9, .tick = i / 16, .kind = i % 5, .actor = i};
    e.handle = i * 3;
    if (tame)
        return e;
    e.time = rand() % 3 ? e.time : rand() % 2 ? -1e300 : 1e-300;
    e.tick = rand() % 3 ? e.tick : any();
    e.actor = rand() % 3 ? e.actor : any();
    e.handle = rand() % 3 ? e.handle : any();
    e.ref = rand() % 3 ? 0 : any();
    e.note = rand() % 3 ? 0 : any();
    e.place = any() % PLACES_MOST;
    e.kind = any() % EV_KINDS;
    e.what = any() % 64;
    return e;
}

TEST(a_batch_of_whatever_events_is_packed_and_comes_back)
{
    struct batch batch, back;
    uint8_t bytes[PACKED_MOST];
    srand(1);
    for (int round = 0; round < 200; round++) {
        for (uint32_t i = 0; i < BATCH; i++) {
            batch.events[i] = any_event(i, round % 2);
            batch.previous[i] = round % 2 ? 3 : any();
        }
        size_t n = pack(bytes, &batch);
        assert_true(n <= PACKED_MOST);
        if (round % 2)
            assert_true(n < 3 * BATCH);
        unpack(&back, bytes);
        assert_memory_equal(&back, &batch, sizeof back);
    }
}

/* More batches than are open, looked at in turn, in any order and backwards. */
TEST(events_are_the_same_packed_and_open)
{
    enum { BATCHES = OPEN_MOST + OPEN_NEW + 10, EVENTS = BATCHES * BATCH + 7 };
    struct trace t;
    trace_init(&t);
    for (uint32_t i = 0; i < EVENTS; i++)
        append(&t, (struct event){.kind = EV_LINE, .actor = 1 + i % 3, .handle = i}, NULL);
    assert_true(events_bytes(t.events) < EVENTS * sizeof(struct event) / 4);
    srand(1);
    for (uint32_t i = 0; i < EVENTS; i++) {
        assert_int_equal(trace_at(&t, i)->handle, i);
        assert_int_equal(trace_pass(&t, EVENTS - 1 - i)->handle, EVENTS - 1 - i);
        assert_int_equal(trace_previous(&t, i), i < 3 ? TRACE_NONE : i - 3);
    }
    for (int n = 0; n < 10 * BATCHES; n++) {
        uint32_t i = any() % EVENTS;
        assert_int_equal(trace_at(&t, i)->handle, i);
    }
    trace_close(&t);
}

TEST(what_was_looked_at_stays_while_many_others_are)
{
    struct trace t;
    trace_init(&t);
    for (uint32_t i = 0; i < 3 * OPEN_MOST * BATCH; i++)
        append(&t, (struct event){.kind = EV_LINE, .handle = i}, NULL);
    for (uint32_t first = 0; first < OPEN_MOST; first++) {
        const struct event *e = trace_at(&t, first * BATCH);
        for (uint32_t k = 0; k < OPEN_MOST / 2 - 1; k++)
            trace_at(&t, (first + 1 + k * 2) * BATCH);
        assert_int_equal(e->handle, first * BATCH);
    }
    trace_close(&t);
}

TEST(what_was_dropped_is_gone_and_numbers_stay)
{
    struct trace t;
    trace_init(&t);
    for (uint32_t i = 0; i < 3 * TRACE_CHUNK + 10; i++)
        append(&t, (struct event){.kind = EV_LINE, .actor = 1, .handle = i}, NULL);
    size_t bytes = trace_bytes(&t);
    trace_drop(&t, TRACE_CHUNK - 1);
    assert_int_equal(t.first, 0);
    trace_drop(&t, 2 * TRACE_CHUNK + 5);
    assert_int_equal(t.first, 2 * TRACE_CHUNK);
    assert_int_equal(t.end, 3 * TRACE_CHUNK + 10);
    assert_true(trace_bytes(&t) < bytes);
    for (uint32_t i = t.first; i < t.end; i++)
        assert_int_equal(trace_at(&t, i)->handle, i);
    assert_int_equal(trace_previous(&t, t.first), TRACE_NONE);
    assert_int_equal(trace_previous(&t, t.first + 1), t.first);
    trace_close(&t);
}

TEST(an_event_stands_on_the_line_of_its_innermost_frame_unless_it_says_another)
{
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_START}, &(struct note){.file = "a.py"});
    append(&t, (struct event){.kind = EV_END}, &(struct note){.frames = frames, .nframes = 2});
    append(&t, (struct event){.kind = EV_END},
           &(struct note){.frames = frames, .nframes = 1, .line = 8});
    append(&t, (struct event){.kind = EV_LINE}, &(struct note){.file = "a.py", .line = 8});
    append(&t, (struct event){.kind = EV_LINE}, NULL);
    assert_string_equal(trace_place(&t, trace_at(&t, 1)->place)->file, "b.py");
    assert_int_equal(trace_line(&t, trace_at(&t, 1)->place), 70000);
    assert_null(trace_place(&t, trace_at(&t, 2)->place)->file);
    assert_int_equal(trace_line(&t, trace_at(&t, 2)->place), 8);
    assert_int_equal(trace_at(&t, 3)->place, trace_at(&t, 2)->place);
    assert_int_equal(trace_at(&t, 4)->place, 0);
    trace_close(&t);
}

TEST(a_place_has_one_number_whoever_asks_and_the_millionth_is_none)
{
    enum { LINES = PLACES_MOST + 10 };
    struct trace t;
    char a[] = "a.py", b[] = "b.py";
    trace_init(&t);
    uint32_t first = places_intern(&t.places, t.strings, a, 7);
    assert_int_equal(places_intern(&t.places, t.strings, "a.py", 7), first);
    a[0] = 'c';
    assert_int_not_equal(places_intern(&t.places, t.strings, a, 7), first);
    assert_int_not_equal(places_intern(&t.places, t.strings, b, 7), first);
    assert_int_equal(places_intern(&t.places, t.strings, NULL, 0), 0);
    for (uint32_t line = 1; line < LINES; line++)
        places_intern(&t.places, t.strings, b, line);
    assert_int_equal(places_intern(&t.places, t.strings, b, LINES), 0);
    assert_int_equal(places_intern(&t.places, t.strings, "a.py", 7), first);
    assert_string_equal(trace_place(&t, PLACES_MOST - 1)->file, "b.py");
    trace_close(&t);
}

TEST(facts_of_a_task_are_known_from_its_creation)
{
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_START},
           &(struct note){.name = "count", .file = "count.py"});
    append(&t, (struct event){.kind = EV_TASK, .actor = 3},
           &(struct note){
               .coro = "count", .file = "count.py", .line = 9, .def = "lib.py", .def_line = 4});
    append(&t, (struct event){.kind = EV_TASK, .actor = 1},
           &(struct note){.coro = "main", .name = "Boss"});
    append(&t, (struct event){.kind = EV_NAME, .actor = 3}, &(struct note){.name = "Bond"});
    append(&t, (struct event){.kind = EV_TASK, .actor = 0}, NULL);
    assert_string_equal(t.file, "count.py");
    assert_null(trace_task(&t, 0));
    assert_null(trace_task(&t, 2));
    assert_null(trace_task(&t, 4));
    const struct actor *f = trace_task(&t, 3);
    assert_string_equal(f->from->coro, "count");
    assert_string_equal(f->from->def, "lib.py");
    assert_int_equal(f->from->def_line, 4);
    assert_int_equal(trace_line(&t, f->from->made), 9);
    assert_int_equal(f->created, 1);
    assert_string_equal(trace_task_name(&t, 3), "Bond");
    assert_string_equal(trace_task_name(&t, 1), "Boss");
    assert_string_equal(trace_task_name(&t, 2), "Task-2");
    trace_close(&t);
}

/* Of the tasks that asyncio's own code makes, those for which asyncio.run() closes. */
TEST(a_task_is_asyncio_run_s_own_only_while_that_closes)
{
    const struct event task = {.kind = EV_TASK, .actor = 1};
    const struct note own = {.coro = "BaseEventLoop.shutdown_asyncgens",
                             .def = "asyncio/base_events.py"},
                      sleep = {.coro = "sleep", .def = "asyncio/tasks.py"},
                      users = {.coro = "shutdown_mine", .def = "mine.py"};
    struct trace t;
    trace_init(&t);
    append(&t, (struct event){.kind = EV_LOOP}, NULL);
    append(&t, task, &own);
    assert_false(trace_task(&t, 1)->own);
    append(&t, (struct event){.kind = EV_RAN}, NULL);
    append(&t, task, &own);
    assert_true(trace_task(&t, 1)->own);
    append(&t, task, &sleep);
    assert_false(trace_task(&t, 1)->own);
    append(&t, task, &users);
    assert_false(trace_task(&t, 1)->own);
    append(&t, (struct event){.kind = EV_LOOP}, NULL);
    append(&t, task, &own);
    assert_false(trace_task(&t, 1)->own);
    trace_close(&t);
}

TEST(output_ticks_and_warnings_are_indexed)
{
    static const enum event_kind kinds[] = {EV_TICK, EV_OUT,        EV_WARNING, EV_TICK,
                                            EV_ERR,  EV_LOOP_ERROR, EV_LINE,    EV_DEADLOCK};
    struct trace t;
    trace_init(&t);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        append(&t, (struct event){.kind = (uint8_t)kinds[i]}, NULL);
    assert_int_equal(t.nticks, 2);
    assert_int_equal(t.ticks[1], 3);
    assert_int_equal(t.nouts, 2);
    assert_int_equal(t.outs[1], 4);
    assert_int_equal(t.nwarnings, 3);
    assert_int_equal(t.warnings[2], 7);
    trace_close(&t);
}

TEST(every_kind_has_a_name_of_its_own_and_a_meaning)
{
    for (int i = 0; i < EV_KINDS; i++) {
        assert_true(event_means[i] && *event_means[i]);
        assert_true(i == EV_OTHER || *event_names[i]);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(event_names[i], event_names[k]);
    }
    for (int i = 1; i < ON_OTHER; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(awaited_names[i], awaited_names[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_a_note_comes_back),
        cmocka_unit_test(any_mixture_of_fields_comes_back),
        cmocka_unit_test(an_event_without_a_note_has_an_empty_one),
        cmocka_unit_test(an_event_comes_back_as_it_was),
        cmocka_unit_test(the_time_of_a_note_is_found_without_the_rest),
        cmocka_unit_test(the_same_bytes_are_the_same_string),
        cmocka_unit_test(notes_that_repeat_are_stored_once),
        cmocka_unit_test(frames_with_a_number_are_those_that_had_it_first),
        cmocka_unit_test(the_events_of_a_task_are_a_chain),
        cmocka_unit_test(the_rest_of_an_event_put_together_is_its_kind_and_what),
        cmocka_unit_test(a_batch_of_whatever_events_is_packed_and_comes_back),
        cmocka_unit_test(events_are_the_same_packed_and_open),
        cmocka_unit_test(what_was_looked_at_stays_while_many_others_are),
        cmocka_unit_test(what_was_dropped_is_gone_and_numbers_stay),
        cmocka_unit_test(an_event_stands_on_the_line_of_its_innermost_frame_unless_it_says_another),
        cmocka_unit_test(a_place_has_one_number_whoever_asks_and_the_millionth_is_none),
        cmocka_unit_test(facts_of_a_task_are_known_from_its_creation),
        cmocka_unit_test(a_task_is_asyncio_run_s_own_only_while_that_closes),
        cmocka_unit_test(output_ticks_and_warnings_are_indexed),
        cmocka_unit_test(every_kind_has_a_name_of_its_own_and_a_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
