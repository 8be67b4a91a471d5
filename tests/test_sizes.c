/* SPDX-License-Identifier: MIT */
/* Each view alone, at the sizes where something begins or ceases to have room, against
 * tests/golden/sizes (UPDATE_GOLDEN=1 writes them anew): its characters, how far it scrolls, and where it is
 * asked for, the style of each cell and what a click on it means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/unattended.h"
#include "record/text.h"
#include "tests/support/golden.h"
#include "tests/test.h"
#include "view/panes.h"

#define TRACE(name) "tests/golden/" name ".ndjson"
#define MANY        "tests/golden/scenarios/r0050.json"

/* Sizes are words like "80x24", "1-12x8" or "80x1-14", behind which may stand: s styles, c clicks,
 * a in ASCII, b without frames. */
static const struct sweep {
    const char *file, *what, *keys;
    const struct view *view;
    const char *sizes;
} sweeps[] = {
    /* tasks and their lanes */
    {"tasks-many", MANY, "6*pgdn", &view_tasks,
     "40-45x8 60-63x8 79-81x8s 88-91x8 98-101x8s 119-121x8 158-161x8 250x8 80x1-12 100x30s 100x60 "
     "100x8c 70x8c 90x8cb 60x9a"},
    {"tasks-few", TRACE("s37_nested_blocks"), "3*pgdn 2*down", &view_tasks,
     "40-44x14 60-63x14 80x4-24 100x10-25 120x20s 90x60s 90x62 100x14c 90x60c 80x3b 80x2b"},
    {"tasks-ended", TRACE("s13b_taskgroup_fail"), "end 2*down", &view_tasks,
     "80x6-14 120x9-17 120x18sc 160x30"},
    {"tasks-closing", TRACE("s39_gathered"), "end", &view_tasks, "60x6-20s 100x8-16"},
    {"tasks-closed", TRACE("s39_gathered"), "end e 9*down", &view_tasks,
     "60x6-16 100x9-12 100x13c"},
    {"tasks-of-none", TRACE("count_sync"), "4*pgdn", &view_tasks, "40-42x6 80x1-8s 80x8c 40x8c"},
    {"tasks-zoomed", MANY, "8*pgdn 3*z 5*.", &view_tasks, "70-72x7s 120x6c"},
    {"tasks-small", MANY, "8*pgdn 5*Z", &view_tasks, "70-72x7s 120x6c"},
    {"tasks-marked", MANY, "3*pgdn m 2*pgdn m pgdn m 3*.", &view_tasks, "90-92x9s 120x8c"},
    {"tasks-scrolled", MANY, "9*pgdn 30*down", &view_tasks, "80x5-30"},
    {"tasks-by-tree", MANY, "7*pgdn : \"sort tree\" enter 5*down", &view_tasks,
     "50x30 61-62x30 100x30c"},
    {"tasks-by-name", MANY, "7*pgdn : \"sort name\" enter 2*down", &view_tasks, "80x30c 80x7"},
    {"tasks-by-state", MANY, "7*pgdn : \"sort state\" enter", &view_tasks, "80x40 80x7"},
    {"tasks-by-turns", MANY, "7*pgdn : \"sort turns\" enter 9*down", &view_tasks,
     "80x40 43-45x7 61-63x7"},
    {"tasks-by-ran", MANY, "7*pgdn : \"sort ran\" enter 9*down", &view_tasks, "80x30"},
    {"tasks-by-ready", MANY, "7*pgdn : \"sort ready\" enter", &view_tasks, "80x30"},
    {"tasks-by-slept", MANY, "7*pgdn : \"sort slept\" enter 3*down", &view_tasks, "80x30"},
    {"tasks-by-wait", MANY, "7*pgdn : \"sort wait\" enter 99*down", &view_tasks, "80x30 80x9"},
    {"tasks-filtered", MANY, "7*pgdn \\ \"ready\" enter down", &view_tasks, "80x6-12c"},
    {"tasks-filtered-away", MANY, "7*pgdn \\ \"nobody\" enter", &view_tasks, "80x6c"},
    /* the loop */
    {"loop", MANY, "5*pgdn", &view_loop, "24-34x8 48-51x9 52-66x8 80x1-15 80x16s 60x2-14b"},
    {"loop-late", MANY, "8*pgdn 3*.", &view_loop, "40-56x7 60x3-14s 30x1b"},
    {"loop-list", MANY, "7*pgdn 5*tab", &view_loop, "20-60x8 70x2-16s 60x1-8b"},
    {"loop-list-scrolled", MANY, "7*pgdn 5*tab 3*down", &view_loop, "44x3-40"},
    {"loop-timers", TRACE("s33_threads_and_timers"), "4*pgdn", &view_loop, "30-60x8 64x3-14s"},
    {"loop-callbacks", TRACE("s36_callback_fails"), "4*pgdn", &view_loop, "30-60x8 64x3-14s"},
    {"loop-begin", MANY, "", &view_loop, "30x1-4 60x4s"},
    {"loop-none", TRACE("count_sync"), "2*pgdn", &view_loop, "20-40x5 60x1-4s"},
    {"loop-over", "count", "end", &view_loop, "38-60x9 49-51x12 60x3-16s"},
    {"loop-over-without-tasks", "count-sync", "end", &view_loop, "60x3-12"},
    {"loop-veiled", "makerandom", "P 4*s", &view_loop, "24-50x8 60x3-9s"},
    {"loop-veiled-many", MANY, "4*pgdn P 9*s", &view_loop, "24-50x8 60x3-9s"},
    /* the source */
    {"source", "makerandom", "60*.", &view_source, "24-46x8 80x2-24 80x25s 60x20c 60x9cb 30x15c"},
    {"source-cursor", "makerandom", "60*. 3*tab 4*down b down", &view_source,
     "36-40x10 80x3-26 80x27s 60x20c"},
    {"source-c", "makerandom", "60*. x", &view_source, "30-40x12 80x2-16 80x17s 60x20c"},
    {"source-scrolled", MANY, "6*pgdn 3*tab 30*down", &view_source, "60x3-12 80x20sc"},
    {"source-stops", "makerandom", ": \"break 16 if i > 5\" enter : \"break 17\" enter c",
     &view_source, "20-44x9 80x3-16 80x17s 40x20c"},
    {"source-none", TRACE("s09_lock"), "2*pgdn", &view_source, "24-30x6 60x1-5s"},
    /* what was printed */
    {"output", MANY, "6*pgdn 2*tab", &view_output, "24-45x6 80x1-14s"},
    {"output-scrolled", MANY, "8*pgdn 2*tab 6*up", &view_output, "31-33x9 80x1-14s"},
    {"output-late", "makerandom", "end", &view_output, "24-34x9 60x1-20"},
    {"output-none", MANY, "2*s", &view_output, "24-26x3s"},
    /* locks and queues */
    {"sync", MANY, "7*pgdn", &view_sync, "24-50x6 64-70x6 80x1-10 80x11s"},
    {"sync-scrolled", MANY, "8*pgdn tab 4*down", &view_sync, "80x3-12s"},
    {"sync-none", MANY, "2*s", &view_sync, "24-26x3s"},
    /* the story */
    {"story", "makerandom", "7*s", &view_story, "38-46x5 79-81x3s 60x1-5s"},
    {"story-of-an-event", MANY, "6*pgdn 5*.", &view_story, "38-46x5 79-81x3s 60x1-5s"},
    {"story-scrolled", MANY, "6*pgdn 4*tab 2*down", &view_story, "20-40x2s 60x1-5"},
    {"story-begins", "count", "", &view_story, "38-60x4s 80x1-4"},
    /* details */
    {"details", "makerandom", "60*. 2*down enter", &view_details, "40-60x12 80-100x12s 70x12-30"},
    {"details-scrolled", "makerandom", "60*. 2*down enter 3*down", &view_details, "40x12-30"},
    {"details-pane", MANY, "8*pgdn enter", &view_task_details, "40-50x12 60x2-24s"},
    {"details-of-a-lock", TRACE("s29_lock_cancel_waiter"), "30*. 2*down enter", &view_task_details,
     "40-50x12 60x2-24s"},
    {"details-of-a-gather", TRACE("s27_cancel_gather"), "34*. down enter", &view_details,
     "40-60x24s"},
    {"details-ended", TRACE("s13b_taskgroup_fail"), "end 2*down enter", &view_task_details,
     "30-50x18 60x3-20s"},
    /* the first line, and the last */
    {"header", "makerandom", "60*.", &view_header, "40-130x1 200x1s"},
    {"header-playing", "count", "3*+ space wait:0.2", &view_header, "40-130x1 200x1s"},
    {"header-asking", "count", "P 4*s 1", &view_header, "40-130x1 200x1s"},
    {"header-ended", MANY, "end 2*-", &view_header, "40-130x1 200x1s"},
    {"footer", "makerandom", "60*.", &view_footer, "40-140x1c 80x1s"},
    {"footer-playing", "count", "space wait:0.2", &view_footer, "40-140x1c"},
    {"footer-ended", "count", "end", &view_footer, "40-140x1c"},
    {"footer-says", "count", ": \"nonsense\" enter", &view_footer, "40-44x1c"},
    {"footer-watches", "makerandom", ": \"watch i\" enter 2 c", &view_footer, "40-140x1c 100x1s"},
    {"footer-watches-and-says", "makerandom", ": \"watch i\" enter n", &view_footer, "40-140x1"},
    {"prompt", "count", "/ \"what is typed is long\" 3*left", &view_prompt, "6-40x1s"},
    {"prompt-end", "count", ": \"what is typed is long\"", &view_prompt, "6-40x1s 20x1a"},
    /* what lies over the panes */
    {"help", "count", "?", &view_help, "40x12 76-79x26 82-83x26s 80x29-35 60x36"},
    {"help-scrolled", "count", "? 3*down", &view_help, "80x12 80x20 80x28-30"},
    {"commands", "count", ":", &view_commands, "40x12 74-90x12s 80x12-24"},
    {"commands-that-begin-so", "count", ": \"b\"", &view_commands, "40-60x12s"},
    {"breaks", "makerandom",
     ": \"break 23\" enter : \"break 16 if i > 5\" enter : \"break 17\" enter : \"break 4\" enter "
     "c : \"breaks\" enter 2*down",
     &view_breaks, "40-100x12 80x12s 80x13sc 50x12c"},
    {"breaks-keys", "makerandom", ": \"break 17\" enter : \"breaks\" enter", &view_doings,
     "40-90x1c 20x1"},
    {"breaks-none", "count", ": \"breaks\" enter", &view_breaks, "40x12s"},
    {"handout", "count", "i", &view_handout, "40-50x12 86-92x12s 60x12-30"},
    {"predict", "makerandom", "P 4*s 2*down", &view_predict, "40-80x12 72x12-20 72x36sc"},
    {"predict-told", "makerandom", "P 4*s 1", &view_predict, "40-80x12 72x12-20 72x36s"},
    {"answers", "makerandom", "P 4*s", &view_answers, "40-120x1c"},
    {"answers-told", "makerandom", "P 4*s 1", &view_answers, "40-120x1c"},
};

/* ---- one size ---- */

struct size {
    int h, w;
    bool styles, clicks, ascii, bare;
};

static const char *name_of(const struct hit *hit)
{
    static const char *const names[] = {
        [HIT_NOTHING] = "nothing", [HIT_TASK] = "task",       [HIT_EVENT] = "event",
        [HIT_LINE] = "line",       [HIT_KEY] = "key",         [HIT_OFFER] = "offer",
        [HIT_ANSWER] = "answer",   [HIT_BREAK] = "breakpoint"};
    return names[hit->kind];
}

static bool same_hit(const struct hit *a, const struct hit *b)
{
    return a->kind == b->kind && a->n == b->n &&
           (a->file == b->file || (a->file && b->file && !strcmp(a->file, b->file)));
}

/* What a click means in each column of a row, and one outside of it, as far as it means anything. */
static void put_clicks(struct buf *out, const struct view *v, struct win w, const struct app *a,
                       int y)
{
    struct hit hit = {0}, next;
    for (int from = -2, x = -1; x <= w.w + 1; x++) {
        next = x > w.w ? (struct hit){0} : v->hit(w, a->player, &a->ui, y, x);
        if (x <= w.w && same_hit(&hit, &next))
            continue;
        if (hit.kind)
            buf_printf(out, "%d-%d %s %u%s%s; ", from, x - 1, name_of(&hit), hit.n,
                       hit.file ? " " : "", hit.file ? hit.file : "");
        hit = next;
        from = x;
    }
}

static void put_all_clicks(struct buf *out, const struct view *v, struct win w, const struct app *a)
{
    for (int y = -1; y <= w.h; y++) {
        size_t before = out->len;
        put_clicks(out, v, w, a, y);
        if (out->len > before)
            buf_printf(out, "in row %d\n", y);
    }
}

static void put_size(struct buf *out, const struct view *v, const struct app *a,
                     const struct size *z)
{
    struct screen s;
    screen_init(&s, z->h, z->w);
    s.ascii = z->ascii;
    struct win w = win_whole(&s);
    w.bare = z->bare;
    v->draw(w, a->player, &a->ui);
    buf_printf(out, "== %dx%d", z->w, z->h);
    if (v->range) {
        struct range r = v->range(w, a->player, &a->ui);
        buf_printf(out, ", scrolls from %d to %d", r.least, r.most);
    }
    buf_puts(out, " ==\n");
    text_write(out, &s);
    if (z->styles)
        text_write_styles(out, &s);
    if (z->clicks && v->hit)
        put_all_clicks(out, v, w, a);
    screen_close(&s);
}

/* ---- all of them ---- */

/* "7" or "7-9"; returns what stands behind it. */
static const char *read_span(const char *s, int *from, int *to)
{
    char *end;
    *from = *to = (int)strtol(s, &end, 10);
    if (*end == '-')
        *to = (int)strtol(end + 1, &end, 10);
    return end;
}

static void put_sizes(struct buf *out, const struct sweep *sweep, const struct app *a)
{
    for (const char *s = sweep->sizes; *s; s += strspn(s, " ")) {
        struct size z = {0};
        int w, wide, h, high;
        s = read_span(s, &w, &wide);
        assert_int_equal(*s, 'x');
        s = read_span(s + 1, &h, &high);
        size_t n = strcspn(s, " ");
        z.styles = memchr(s, 's', n), z.clicks = memchr(s, 'c', n);
        z.ascii = memchr(s, 'a', n), z.bare = memchr(s, 'b', n);
        for (z.w = w; z.w <= wide; z.w++)
            for (z.h = h; z.h <= high; z.h++)
                put_size(out, sweep->view, a, &z);
        s += n;
    }
}

static void check_sweep(const struct sweep *sweep)
{
    struct options o = {.wish = {.what = sweep->what}, .keys = sweep->keys, .h = 36, .w = 120};
    struct unattended u;
    struct buf b = {0};
    char path[128];
    snprintf(path, sizeof path, "tests/golden/sizes/%s.txt", sweep->file);
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0), 0);
    app_draw(&u.stage.app);
    put_sizes(&b, sweep, &u.stage.app);
    golden_check(path, &b);
    buf_free(&b);
    unattended_close(&u);
}

TEST(every_view_is_as_it_was_where_something_begins_to_have_room)
{
    for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++)
        check_sweep(&sweeps[i]);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_view_is_as_it_was_where_something_begins_to_have_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
