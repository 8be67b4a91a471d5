/* SPDX-License-Identifier: MIT */
/* More than anybody could read: every pane in hundreds of states of many runs,
 * each at sizes and with settings that chance chose once, and what is told of
 * every event of hundreds of programs. Of each there is a check sum in
 * tests/golden/sums (UPDATE_GOLDEN=1 writes them anew). One that differs says
 * what to look at: a run, a pane and a cursor, for `loopscope snap RUN --keys
 * 'N*.'` of before and after. */
#include <glob.h>
#include <stdio.h>

#include "cmd/unattended.h"
#include "story/export.h"
#include "story/guess.h"
#include "story/moment.h"
#include "story/story.h"
#include "tests/support/golden.h"
#include "tests/support/invented.h"
#include "tests/support/sums.h"
#include "tests/test.h"
#include "trace/load.h"
#include "view/about.h"
#include "view/figures.h"
#include "view/frame.h"
#include "view/panes.h"
#include "player/offer.h"

#define FOLDER "tests/golden/sums/"

/* With all that there is to it. */
static void open_run(struct stage *s, const char *what, uint32_t history)
{
    struct options o = {.wish = {.what = what}, .h = 24, .w = 80, .history = history};
    assert_int_equal(stage_open(s, &o, o.h, o.w, false), 0);
    while (app_goes_on(&s->app))
        app_update(&s->app, &(struct message){.kind = MSG_TIME});
    player_produce(&s->player, TRACE_NONE);
    while (!player_look_ahead(&s->player, TRACE_NONE)) /* cuts all moments */
        ;
}

/* ---- panes ---- */

static const struct view *const views[] = {
    &view_source, &view_loop,         &view_tasks,  &view_sync,   &view_output,
    &view_story,  &view_task_details, &view_header, &view_footer, &view_details};

enum { SIZES = 8, STOPS = 12 };

/* What keys could have made of the run. */
static void set_at_random(struct run *r, const struct player *p, uint32_t *dice)
{
    static const char *const searches[] = {"", "", "Task-2", "sleep", "e"}, *const filters[] = {
                                                                                "", "", "", "ready",
                                                                                "1"};
    uint32_t cursor = p->model.cursor, tasks = p->model.nrows;
    r->focus = (enum pane)chance(dice, PANES);
    r->task = chance(dice, 2) && tasks ? 1 + (uint32_t)chance(dice, (int)tasks) : 0;
    for (int i = 0; i < PANES; i++)
        r->scroll[i] = chance(dice, 3) ? 0 : chance(dice, 9) - 3;
    r->by_events = chance(dice, 2);
    r->sort = chance(dice, 2) ? SORT_ID : (enum sort)chance(dice, SORTS);
    r->zoom = chance(dice, 2) ? 0 : chance(dice, 5) - 2;
    r->line = chance(dice, 3) ? 0 : 1 + chance(dice, 8);
    r->details = chance(dice, 2);
    r->large = !chance(dice, 4);
    r->closing = chance(dice, 2);
    r->before = cursor - (uint32_t)chance(dice, cursor < 9 ? (int)cursor + 1 : 9);
    snprintf(r->search, sizeof r->search, "%s", searches[chance(dice, 5)]);
    snprintf(r->filter, sizeof r->filter, "%s", filters[chance(dice, 5)]);
    r->predict = (struct predict){.on = !chance(dice, 6), .asked = 3, .right = 2};
    r->playing = !chance(dice, 4);
    r->breakpoint = (size_t)chance(dice, 4);
    r->source = (size_t)(chance(dice, 5) / 4);
    r->libraries = chance(dice, 2);
    r->horizon = chance(dice, 2) ? 0 : cursor + 1 + (uint32_t)chance(dice, 9);
    r->read = chance(dice, 4) ? 0 : 1 + (unsigned)chance(dice, 100);
}

static void set_line_at_random(struct ui *ui, uint32_t *dice)
{
    static const char *const texts[] = {
        "", "", "", "searching", "a sentence that has no end on a narrow screen", "Δ and 漢字"};
    snprintf(ui->message, sizeof ui->message, "%s", texts[chance(dice, 6)]);
    snprintf(ui->aside, sizeof ui->aside, "%s", texts[chance(dice, 6)]);
    snprintf(ui->caption, sizeof ui->caption, "%s", texts[chance(dice, 6)]);
    snprintf(ui->pressed, sizeof ui->pressed, "%s", chance(dice, 3) ? "" : "ctrl-c");
    snprintf(ui->input, sizeof ui->input, "%s", texts[chance(dice, 6)]);
    ui->prompt = "\0\0/:\\"[chance(dice, 5)];
    ui->caret = (size_t)chance(dice, 1 + (int)strlen(ui->input));
    ui->clock_pace = chance(dice, 2);
    ui->speed = chance(dice, 9) - 2;
    ui->recording = !chance(dice, 5);
}

static void add_view(uint32_t *sum, const struct view *v, const struct app *a, struct screen *s)
{
    struct win w = win_whole(s);
    w.bare = s->h % 5 == 1;
    screen_erase(s);
    v->draw(w, a->player, &a->ui);
    sum_cells(sum, s);
    if (v->range) {
        struct range r = v->range(w, a->player, &a->ui);
        sum_number(sum, (uint32_t)r.least);
        sum_number(sum, (uint32_t)r.most);
    }
    for (int i = 0; v->hit && i < 12; i++)
        sum_hit(sum, v->hit(w, a->player, &a->ui, i * s->h / 11, (i * 7) % 12 * s->w / 11));
    for (int by = -2; v->beside && by <= 2; by++)
        sum_number(sum, v->beside(a->player, &a->ui, view_task(&a->player->model, &a->ui), by));
    if (v->has && a->player->model.cursor)
        sum_number(sum, v->has(a->player, a->player->model.cursor - 1, "sleep"));
}

static void put_views(struct buf *out, const struct app *a, uint32_t *dice)
{
    for (size_t k = 0; k < sizeof views / sizeof *views; k++) {
        uint32_t sum = NO_SUM;
        bool line = views[k] == &view_header || views[k] == &view_footer;
        for (int i = 0; i < SIZES; i++) {
            struct screen s;
            int wide = i % 3 == 2 ? 140 : 64;
            any_screen(&s, 1, line ? 1 : i % 2 ? 12 : 36, 24, wide, dice);
            s.ascii = i == 5;
            add_view(&sum, views[k], a, &s);
            screen_close(&s);
        }
        sum_put(out, views[k]->name ? views[k]->name : "line", sum);
    }
}

/* The whole screen, and what one could click there. */
static void put_frame(struct buf *out, const struct app *a, uint32_t *dice)
{
    uint32_t sum = NO_SUM;
    struct screen s;
    any_screen(&s, 12, 50, 40, 150, dice);
    frame_draw(&s, a->player, &a->ui);
    sum_cells(&sum, &s);
    for (int y = 0; y < s.h; y += 2)
        for (int x = y % 7; x < s.w; x += 9)
            sum_hit(&sum, frame_hit(&s, a->player, &a->ui, y, x));
    screen_close(&s);
    sum_put(out, "screen", sum);
}

static void put_stop(struct buf *out, struct app *a, uint32_t cursor, uint32_t *dice)
{
    struct player *p = a->player;
    struct run *r = &a->ui.run;
    assert_true(player_seek(p, cursor) || p->model.cursor == cursor);
    player_look_at_moment(p);
    set_at_random(r, p, dice);
    set_line_at_random(&a->ui, dice);
    r->objects = view_objects(p, &p->head);
    r->tasks = p->head.nrows > 0;
    r->lanes = p->head.nrows ? p->head.nrows : 1;
    r->known = p->trace.end;
    r->ended = cursor == r->known;
    buf_printf(out, "%u:", cursor);
    put_views(out, a, dice);
    put_frame(out, a, dice);
    buf_putc(out, '\n');
}

static void put_stops(struct buf *out, struct app *a, uint32_t n, uint32_t *dice)
{
    uint32_t first = a->player->trace.first, end = a->player->trace.end;
    for (uint32_t i = 0; i <= n; i++)
        put_stop(out, a, i == n ? end : first + 1 + (end - first) * i / n, dice);
}

static void go_through(struct buf *out, const char *what, uint32_t history)
{
    struct stage s;
    uint32_t dice = NO_SUM;
    open_run(&s, what, history);
    sum_text(&dice, what);
    buf_printf(out, "== %s%s ==\n", what, history ? ", the end of it" : "");
    for (uint32_t line = 3; line < 24; line += 5)
        player_break(&s.player, NULL, line);
    put_stops(out, &s.app, STOPS, &dice);
    stage_close(&s);
}

#define PANES_FILE FOLDER "panes.txt"

static void go_through_all(struct buf *out, const char *pattern, size_t every)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += every)
        go_through(out, found.gl_pathv[i], 0), golden_check_so_far(PANES_FILE, out);
    globfree(&found);
}

TEST(the_panes_of_every_run_show_what_they_showed)
{
    static const char *const with_source[] = {
        "count",        "count-sync", "makerandom",        "hello-sequential",
        "hello-gather", "generator",  "producer-consumer", "executor",
        "cancel",       "race",       "race-async",        "gil",
        "errors",       "blocking",   "callbacks",         "fetch",
        "streams",      "processes",  "deadlock",          "threads"};
    struct buf out = {0};
    go_through_all(&out, "tests/golden/s[0-9]*.ndjson", 1);
    go_through_all(&out, "tests/golden/scenarios/r*.json", 40);
    for (size_t i = 0; i < sizeof with_source / sizeof *with_source; i++)
        go_through(&out, with_source[i], 0), golden_check_so_far(PANES_FILE, &out);
    go_through(&out, "tests/golden/scenarios/r0050.json", 300);
    go_through(&out, "makerandom", 70);
    go_through(&out, "executor", 80);
    golden_check(PANES_FILE, &out);
    buf_free(&out);
    golden_end();
}

/* ---- what lies over the panes, or is there instead ---- */

static const struct opened {
    const char *what, *keys; /* which lead to a screen */
} opened[] = {
    {"count", "?"},
    {"count", "? 4*down"},
    {"count", ":"},
    {"count", ": \"t\""},
    {"count", ": \"tick 3\" 2*left"},
    {"makerandom", "/ \"Task-2\""},
    {"makerandom", "/ \"Task-2\" enter n"},
    {"makerandom", "60*. \\ \"ake\""},
    {"count", "i"},
    {"makerandom", "i 3*down"},
    {"count", "P 4*s"},
    {"makerandom", "P 4*s 2*down"},
    {"makerandom", "P 4*s 1"},
    {"makerandom", "P 4*s 1 4*s 1 9*s 4"},
    {"hello-gather", "P 6*s 2"},
    {"tests/golden/scenarios/r0050.json", "2*pgdn P 9*s down"},
    {"makerandom", ": \"breaks\" enter"},
    {"makerandom", ": \"break 16 if i > 5\" enter : \"break 17\" enter c : "
                   "\"breaks\" enter down"},
    {"makerandom", ": \"break 16 if i > 5\" enter : \"break 17\" enter : "
                   "\"break 23\" enter 3 c"},
    {"makerandom", ": \"watch i\" enter 4 c"},
    {"makerandom", ": \"watch i\" enter 4 c 2*. 2*tab"},
    {"makerandom", "80*. 2*down enter"},
    {"makerandom", "80*. 2*down enter 2*down"},
    {"makerandom", "80*. x tab tab tab 3*down b"},
    {"count", "end"},
    {"count-sync", "end"},
    {"count", "space wait:0.3"},
    {"count", "2*+ p space wait:0.3"},
    {"race", "7*s"},
    {"race", "end"},
    {"race", "L end"},
    {"deadlock", "end"},
    {"deadlock-async", "end"},
    {"gil", "5*s"},
    {"threads", "6*s"},
    {"generator", "7*s"},
    {"executor", "4*pgdn"},
    {"tests/golden/s17_never_retrieved.ndjson", "end w"},
    {"tests/golden/s17_never_retrieved.ndjson", "9*. m end m W"},
    {"tests/golden/scenarios/r0050.json", "6*pgdn tab"},
    {"tests/golden/scenarios/r0050.json", "6*pgdn f : \"sort tree\" enter 3*down"},
};

enum { SCREENS = 40 };

static uint32_t sum_of_screens(struct app *a, uint32_t dice)
{
    uint32_t sum = NO_SUM;
    for (int i = 0; i < SCREENS; i++) {
        struct screen s;
        any_screen(&s, 12, i % 2 ? 20 : 60, 40, i % 3 ? 70 : 170, &dice);
        s.ascii = i % 10 == 0;
        frame_draw(&s, a->player, &a->ui);
        sum_cells(&sum, &s);
        for (int y = i % 2; y < s.h; y += 2)
            for (int x = (y * 3) % 23; x < s.w; x += 23)
                sum_hit(&sum, frame_hit(&s, a->player, &a->ui, y, x));
        screen_close(&s);
    }
    return sum;
}

TEST(what_keys_open_is_drawn_as_it_was_on_screens_of_all_sizes)
{
    struct buf out = {0};
    for (size_t i = 0; i < sizeof opened / sizeof *opened; i++) {
        struct options o = {
            .wish = {.what = opened[i].what}, .keys = opened[i].keys, .h = 36, .w = 120};
        struct unattended u;
        assert_int_equal(unattended_open(&u, &o), 0);
        assert_int_equal(unattended_play(&u, 0), 0);
        buf_printf(&out, "%s, %s:", opened[i].what, opened[i].keys);
        sum_put(&out, "screens", sum_of_screens(&u.stage.app, (uint32_t)i));
        buf_putc(&out, '\n');
        unattended_close(&u);
        golden_check_so_far(FOLDER "opened.txt", &out);
    }
    golden_check(FOLDER "opened.txt", &out);
    buf_free(&out);
    golden_end();
}

static const struct source a_source = {"a.py",
                                       "import asyncio\n\n\nasync def main():\n    return 'one'  # "
                                       "two\n\n\nasyncio.run(main())\n",
                                       0};
static const struct offer few[] = {
    {"one", "the first", "There is little to see in the first.", "To begin with", &a_source},
    {"two", "the second, which has a longer summary than others", "Less.", NULL, NULL},
    {"three", "the third",
     "A lesson of so many words that it needs more than one line on any but "
     "the widest screen.",
     NULL, &a_source},
    {"a-longer-name", "the fourth", "Nothing.", "To go on with", &a_source},
    {"five", "the last", "The end.", NULL, NULL},
};

TEST(the_gallery_is_drawn_as_it_was_on_screens_of_all_sizes)
{
    struct buf out = {0};
    struct catalogue c = {few, sizeof few / sizeof *few};
    bool seen[] = {true, false, false, true, false};
    struct app a;
    app_init(&a, 24, 80, false, &c);
    app_attach(&a, NULL);
    a.ui.seen = seen;
    for (a.ui.gallery = 0; a.ui.gallery < (int)c.n; a.ui.gallery++) {
        buf_printf(&out, "line %d:", a.ui.gallery);
        sum_put(&out, "screens", sum_of_screens(&a, (uint32_t)a.ui.gallery));
        buf_putc(&out, '\n');
    }
    app_close(&a);
    golden_check(FOLDER "gallery.txt", &out);
    buf_free(&out);
    golden_end();
}

/* ---- words ---- */

/* What the panes say of each task, of the queue, the timers and poll. */
static void add_pane_words(uint32_t *sum, const struct model *m, struct buf *b)
{
    struct timer_entry timers[8];
    buf_clear(b);
    for (uint32_t task = 1; task <= m->nrows && task <= 12; task++) {
        story_task(m, task, b);
        view_awaits(b, m, task);
        view_created(b, m->trace, task);
        view_figures(b, m, task);
        view_figures_short(b, m, task);
    }
    for (uint32_t k = 0; k < m->ready.n && k < 8; k++)
        story_handle(m, model_ready(m, k), b);
    for (uint32_t n = model_timers(m, timers, 8), k = 0; k < n; k++)
        story_timer(m, &timers[k], b);
    story_poll(m, b);
    sum_text(sum, buf_str(b));
}

static void add_moment(uint32_t *sum, const struct player *p, bool veiled)
{
    struct moment told = {.veiled = veiled};
    if (story_moment(&p->model, &p->moments, &told))
        for (int i = 0; i < 3; i++)
            sum_text(sum, buf_str(i ? &told.why[i - 1] : &told.headline));
    moment_free(&told);
}

/* Who could be next, and what is said to each answer. */
static void add_guess(uint32_t *sum, const struct model *m)
{
    struct guess g;
    struct buf question = {0};
    if (!guess_make(m, &g))
        return;
    guess_ask(&g, &question);
    sum_text(sum, buf_str(&question));
    buf_free(&question);
    sum_number(sum, g.begin + g.answer * 31 + g.asleep);
    for (uint32_t k = 0; k < g.n; k++) {
        struct moment told = {0};
        guess_tell(m, &g, g.tasks[k], &told);
        sum_number(sum, g.tasks[k]);
        for (int i = 0; i < 3; i++)
            sum_text(sum, buf_str(i ? &told.why[i - 1] : &told.headline));
        moment_free(&told);
    }
}

/* Four sums of all events: as lines of text, as moments with and without what
 * is next, as the panes have it. */
static void put_told(struct buf *out, struct player *p)
{
    uint32_t lines = NO_SUM, moments = NO_SUM, words = NO_SUM, guesses = NO_SUM;
    struct buf b = {0};
    player_start(p);
    while (player_step(p, 1)) {
        buf_clear(&b);
        export_line(&b, &p->model);
        sum_text(&lines, buf_str(&b));
        player_look_at_moment(p);
        add_moment(&moments, p, false);
        add_moment(&moments, p, true);
        add_guess(&guesses, &p->model);
        if (p->model.cursor % 7 == 0)
            add_pane_words(&words, &p->model, &b);
    }
    buf_free(&b);
    sum_put(out, "lines", lines);
    sum_put(out, "story", moments);
    sum_put(out, "panes", words);
    sum_put(out, "guesses", guesses);
}

static void tell_all(struct buf *out, const char *pattern, size_t every)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i += every) {
        struct stage s;
        open_run(&s, found.gl_pathv[i], 0);
        buf_printf(out, "%s:", found.gl_pathv[i]);
        put_told(out, &s.player);
        buf_putc(out, '\n');
        stage_close(&s);
    }
    globfree(&found);
}

/* ---- programs that nobody could write ---- */

enum { INVENTED = 60, EVENTS_EACH = 140, LOOKS = 5 };

static void put_invented(struct buf *out, uint32_t number)
{
    struct buf text = invented_trace(number, EVENTS_EACH, number % 4 == 3);
    struct catalogue c = {few, sizeof few / sizeof *few};
    struct player p;
    struct load l;
    struct app a;
    uint32_t dice = number;
    FILE *f = fmemopen(text.s, text.len, "r");
    assert_non_null(f);
    player_open_empty(&p, 0);
    assert_int_equal(load_trace(&l, f, &p.lint.observer), 0);
    fclose(f);
    p.trace.sources = l.sources;
    p.trace.nsources = l.nsources;
    app_init(&a, 24, 80, false, &c);
    app_attach(&a, &p);
    while (!player_look_ahead(&p, TRACE_NONE)) /* cuts all moments */
        ;
    buf_printf(out, "== %u:", number);
    put_told(out, &p);
    buf_puts(out, " ==\n");
    put_stops(out, &a, LOOKS, &dice);
    app_close(&a);
    player_close(&p);
    load_close(&l);
    buf_free(&text);
}

TEST(programs_that_nobody_could_write_are_told_and_shown_as_they_were)
{
    struct buf out = {0};
    for (uint32_t number = 0; number < INVENTED; number++)
        put_invented(&out, number), golden_check_so_far(FOLDER "invented.txt", &out);
    golden_check(FOLDER "invented.txt", &out);
    buf_free(&out);
    golden_end();
}

TEST(what_is_told_of_every_program_is_what_was_told)
{
    struct buf out = {0};
    tell_all(&out, "tests/golden/*.ndjson", 1);
    tell_all(&out, "tests/golden/schedules/*.ndjson", 1);
    tell_all(&out, "tests/golden/scenarios/r*.json", 1);
    golden_check(FOLDER "words.txt", &out);
    buf_free(&out);
    golden_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panes_of_every_run_show_what_they_showed),
        cmocka_unit_test(what_keys_open_is_drawn_as_it_was_on_screens_of_all_sizes),
        cmocka_unit_test(the_gallery_is_drawn_as_it_was_on_screens_of_all_sizes),
        cmocka_unit_test(programs_that_nobody_could_write_are_told_and_shown_as_they_were),
        cmocka_unit_test(what_is_told_of_every_program_is_what_was_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
