/* SPDX-License-Identifier: MIT */
#include "tests/support/run.h"

#include "scenes/scene.h"
#include "target/program.h"
#include "tests/test.h"
#include "trace/save.h"

void run_file(struct player *p, const char *file, const struct async *(*module)(void))
{
    static struct program program;
    program = (struct program){.name = "test", .file = file, .module = module};
    assert_int_equal(program_open(p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(p);
    assert_true(player_over(p));
}

void run_module(struct player *p, const struct async *(*module)(void))
{
    run_file(p, "test.py", module);
}

void open_scene(struct player *p, const char *name)
{
    assert_int_equal(program_open(p, &scene_find(name)->program, CLOCK_VIRTUAL, 0), 0);
}

struct told told(struct player *p)
{
    struct told t = {0};
    buf_clear(&t.seq);
    buf_clear(&t.ndjson);
    for (uint32_t i = 1; i <= p->trace.end; i++) {
        assert_true(player_seek(p, i));
        save_event(&t.ndjson, &p->model);
        save_seq(&t.seq, &p->model);
    }
    return t;
}

struct told told_by(const struct async *(*module)(void))
{
    struct player p;
    run_module(&p, module);
    struct told t = told(&p);
    player_close(&p);
    return t;
}

void assert_seq(const struct async *(*module)(void), const char *want)
{
    struct told t = told_by(module);
    assert_string_equal(t.seq.s, want);
    told_free(&t);
}

void told_free(struct told *t)
{
    buf_free(&t->seq);
    buf_free(&t->ndjson);
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
        else if (e->kind == EV_TASK_DONE && e->actor == 1)
            buf_printf(&b, "%s %s", outcome_names[e->what], n->text ? n->text : "");
    }
    return b;
}

void goes_as_in_python(void **state)
{
    const struct expected *want = *state;
    struct player p;
    run_module(&p, want->module);
    struct buf got = story_of(&p);
    assert_string_equal(got.s, want->story);
    buf_free(&got);
    player_close(&p);
}

struct buf printed(const struct player *p, enum event_kind kind)
{
    struct buf b = {0};
    buf_clear(&b);
    for (uint32_t i = 0; i < p->trace.nouts; i++) {
        const struct note *n = trace_note(&p->trace, p->trace.outs[i]);
        if (trace_at(&p->trace, p->trace.outs[i])->kind == kind)
            buf_add(&b, n->text, n->len);
    }
    return b;
}

void assert_prints(const struct player *p, enum event_kind kind, const char *want)
{
    struct buf b = printed(p, kind);
    assert_string_equal(b.s, want);
    buf_free(&b);
}

void assert_module_prints(const struct async *(*module)(void), const char *want)
{
    struct player p;
    run_module(&p, module);
    assert_prints(&p, EV_OUT, want);
    assert_int_equal(p.target->status, 0);
    player_close(&p);
}

uint32_t count_kind(const struct player *p, enum event_kind kind)
{
    uint32_t n = 0;
    for (uint32_t i = p->trace.first; i < p->trace.end; i++)
        n += trace_at(&p->trace, i)->kind == kind;
    return n;
}
