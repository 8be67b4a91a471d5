/* SPDX-License-Identifier: MIT */
#include "ui/app.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "scenes/scene.h"
#include "ui/keys.h"

/* Events a second at ×1: slow enough to read the sentence of each. */
static const double event_rate = 2.5;
enum { SLOWEST = -2, FASTEST = 6, NEAREST = 8, FARTHEST = -8, AHEAD = 1 << 20 };

/* ---- what is known of the run ---- */

static bool is_over(const struct player *p)
{
    return !p->has_loop || p->loop.over;
}

static bool is_live(const struct player *p)
{
    return p->has_loop && p->loop.clock == CLOCK_REAL && !p->loop.over;
}

static void look_ahead(struct app *a)
{
    struct player *p = a->player;
    if (!is_live(p))
        player_produce(p, p->model.cursor + AHEAD);
    a->ui.known = is_over(p) ? p->trace.end : 0;
    a->ui.ended = is_over(p) && p->model.cursor == p->trace.end;
}

static void say_message(struct app *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void say_message(struct app *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(a->ui.message, sizeof a->ui.message, fmt, ap);
    va_end(ap);
}

/* ---- playing ---- */

static void pause_playing(struct app *a)
{
    a->ui.playing = false;
    a->owed = 0;
    if (is_live(a->player))
        loop_pause(&a->player->loop);
}

static void start_playing(struct app *a)
{
    if (a->ui.ended)
        player_start(a->player);
    a->ui.ended = false;
    a->ui.playing = true;
    a->owed = 0;
    if (is_live(a->player))
        loop_resume(&a->player->loop);
}

static double factor(const struct app *a)
{
    return ldexp(1, a->ui.speed);
}

/* When the scene's clock stands behind event i. */
static double time_behind(const struct player *p, uint32_t i)
{
    const struct event *e = trace_at(&p->trace, i);
    if (e->kind == EV_JUMP)
        return trace_number(&p->trace, i);
    return e->time + (e->kind == EV_BLOCK ? trace_number(&p->trace, i) : 0);
}

/* Scene seconds until the next event has happened; negative if there is none. */
static double until_next(const struct app *a)
{
    const struct player *p = a->player;
    return p->model.cursor < p->trace.end ? fmax(0, time_behind(p, p->model.cursor) - p->model.time) : -1;
}

static void play_by_clock(struct app *a)
{
    double wait;
    while ((wait = until_next(a)) >= 0 && wait <= a->owed) {
        a->owed -= wait;
        player_step(a->player, 1);
    }
}

static void play_by_event(struct app *a)
{
    uint32_t left = a->player->trace.end - a->player->model.cursor;
    double n = floor(a->owed);
    a->owed -= n;
    player_seek(a->player, a->player->model.cursor + (n < left ? (uint32_t)n : left));
}

static unsigned play(struct app *a, double seconds)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    if (!a->ui.playing)
        return 0;
    if (is_live(p)) {
        player_produce(p, p->trace.end + 1);
        player_seek(p, p->trace.end);
    } else {
        a->owed += seconds * factor(a) * (a->ui.clock_pace ? 1 : event_rate);
        player_produce(p, p->model.cursor + AHEAD);
        a->ui.clock_pace ? play_by_clock(a) : play_by_event(a);
    }
    look_ahead(a);
    if (a->ui.ended)
        pause_playing(a);
    if (p->model.cursor == from && !a->ui.ended)
        return 0;
    a->ui.before = from;
    return REACT_REDRAW;
}

double app_due(const struct app *a)
{
    if (!a->player || !a->ui.playing)
        return -1;
    if (is_live(a->player))
        return fmax(1.0 / 60, loop_patience(&a->player->loop));
    double due = a->ui.clock_pace ? (until_next(a) - a->owed) / factor(a) : (1 - a->owed) / (event_rate * factor(a));
    return fmax(1.0 / 60, due);
}

/* ---- moving ---- */

static unsigned moved(struct app *a, uint32_t from, bool could, const char *why_not)
{
    if (!could)
        say_message(a, "%s", why_not);
    else
        a->ui.before = from;
    look_ahead(a);
    return REACT_REDRAW;
}

static bool hit_warning(const struct player *p, uint32_t i, void *data)
{
    (void)data;
    int kind = trace_at(&p->trace, i)->kind;
    return kind == EV_WARNING || kind == EV_LOOP_ERROR || kind == EV_DEADLOCK;
}

static bool has_text(const char *s, const char *needle)
{
    return s && strcasestr(s, needle);
}

static bool hit_text(const struct player *p, uint32_t i, void *needle)
{
    const struct trace *t = &p->trace;
    const struct event *e = trace_at(t, i);
    const struct note *n = trace_note(t, i);
    const struct task_facts *f = trace_task(t, e->task);
    return (n->text && memmem(n->text, n->len, needle, strlen(needle))) || has_text(n->name, needle) || has_text(event_names[e->kind], needle) ||
           (f && has_text(f->coro, needle)) || (e->task && has_text(trace_task_name(t, e->task), needle));
}

static unsigned find(struct app *a, int by)
{
    uint32_t from = a->player->model.cursor;
    if (!*a->ui.search) {
        say_message(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    bool found = player_until(a->player, by, hit_text, a->ui.search);
    if (!found)
        say_message(a, "no event %s this one has “%s”", by > 0 ? "after" : "before", a->ui.search);
    return found ? moved(a, from, true, NULL) : REACT_REDRAW;
}

/* The task that keys speak of: the selected one, or whoever runs, or ran last. */
static uint32_t subject(const struct app *a)
{
    uint32_t task = view_task(&a->player->model, &a->ui);
    return task ? task : 1;
}

static unsigned move(struct app *a, enum action action)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    pause_playing(a);
    switch (action) {
    case ACTION_STEP:
        return moved(a, from, player_step(p, 1), "this is the end");
    case ACTION_BACK:
        return moved(a, from, player_step(p, -1), "this is the beginning");
    case ACTION_TICK:
        return moved(a, from, player_tick(p, 1), "this is the end");
    case ACTION_TICK_BACK:
        return moved(a, from, player_tick(p, -1), "this is the beginning");
    case ACTION_TURN:
        return moved(a, from, player_turn(p, subject(a), 1), "it has no later turn");
    case ACTION_TURN_BACK:
        return moved(a, from, player_turn(p, subject(a), -1), "it has no earlier turn");
    case ACTION_CONTINUE:
        return moved(a, from, player_continue(p, 1), "this is the end");
    case ACTION_CONTINUE_BACK:
        return moved(a, from, player_continue(p, -1), "this is the beginning");
    case ACTION_PERCENT:
        return moved(a, from, player_percent(p, 10), "this is the end");
    case ACTION_PERCENT_BACK:
        return moved(a, from, player_percent(p, -10), "this is the beginning");
    case ACTION_START:
        return moved(a, from, player_start(p), "this is the beginning");
    case ACTION_END:
        return moved(a, from, player_end(p), "this is the end");
    case ACTION_WARNING:
        return moved(a, from, player_until(p, 1, hit_warning, NULL), "there is no later warning");
    case ACTION_WARNING_BACK:
        return moved(a, from, player_until(p, -1, hit_warning, NULL), "there is no earlier warning");
    default:
        return 0;
    }
}

/* ---- marks, breakpoints ---- */

static unsigned toggle_mark(struct app *a)
{
    uint32_t at = a->player->model.cursor;
    for (uint32_t i = 0; i < a->ui.nmarks; i++)
        if (a->marks[i] == at) {
            a->marks[i] = a->marks[--a->ui.nmarks];
            say_message(a, "marker taken away");
            return REACT_REDRAW;
        }
    a->marks = xgrow(a->marks, &a->marks_cap, a->ui.nmarks + 1, sizeof *a->marks);
    a->marks[a->ui.nmarks++] = at;
    a->ui.marks = a->marks;
    say_message(a, "marker set: ' comes back here");
    return REACT_REDRAW;
}

/* The next marker behind the cursor, or else the first of all. */
static unsigned next_mark(struct app *a)
{
    uint32_t at = a->player->model.cursor, best = UINT32_MAX, least = UINT32_MAX;
    for (uint32_t i = 0; i < a->ui.nmarks; i++) {
        if (a->marks[i] > at && a->marks[i] < best)
            best = a->marks[i];
        if (a->marks[i] < least)
            least = a->marks[i];
    }
    pause_playing(a);
    return moved(a, at, a->ui.nmarks && player_seek(a->player, best < UINT32_MAX ? best : least), "there is no marker yet: m sets one");
}

static unsigned toggle_break(struct app *a, uint32_t line)
{
    if (!line) {
        say_message(a, "no line has run yet");
        return REACT_REDRAW;
    }
    player_break(a->player, line);
    say_message(a, "breakpoint on line %u %s", line, player_breaks(a->player, line) ? "set: c runs on to it, C back" : "taken away");
    return REACT_REDRAW;
}

/* ---- selecting and scrolling ---- */

/* asyncio.run()'s own tasks are folded away until asked for. */
static bool is_listed(const struct app *a, uint32_t task)
{
    return model_row(&a->player->model, task) && view_tasks_lists(a->player, &a->ui, task);
}

static void select_task(struct app *a, int by)
{
    int64_t t = a->ui.task ? a->ui.task : subject(a), n = a->player->model.nrows;
    if (!a->ui.task && is_listed(a, (uint32_t)t)) {
        a->ui.task = (uint32_t)t; /* the first press only takes hold of the one that is followed */
        return;
    }
    for (t += by; t >= 1 && t <= n; t += by)
        if (is_listed(a, (uint32_t)t)) {
            a->ui.task = (uint32_t)t;
            return;
        }
}

static unsigned up_down(struct app *a, int by)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_GALLERY) {
        int n = 0;
        while (scenes[n])
            n++;
        ui->gallery = (ui->gallery + by + n) % n;
    } else if (ui->mode == MODE_WATCH && ui->focus == PANE_TASKS) {
        select_task(a, by);
    } else {
        int *scroll = &ui->scroll[ui->mode == MODE_WATCH ? ui->focus : PANE_STORY];
        *scroll += by;
        if (*scroll < -100000)
            *scroll = -100000;
    }
    return REACT_REDRAW;
}

static unsigned next_pane(struct app *a, int by)
{
    struct layout l;
    layout_make(&l, &a->screen, &a->ui);
    for (int i = 0; i < PANES; i++) {
        a->ui.focus = (enum pane)((a->ui.focus + (unsigned)(by + PANES)) % PANES);
        if (l.panes[a->ui.focus].h)
            break;
    }
    return REACT_REDRAW;
}

static void change_speed(struct app *a, int by)
{
    int s = by ? a->ui.speed + by : 0;
    a->ui.speed = s < SLOWEST ? SLOWEST : s > FASTEST ? FASTEST : s;
    a->owed = 0;
}

static void set_zoom(struct app *a, int by)
{
    int z = a->ui.zoom + by;
    a->ui.zoom = z < FARTHEST ? FARTHEST : z > NEAREST ? NEAREST : z;
}

/* ---- the prompt ---- */

static void open_prompt(struct app *a, char kind)
{
    a->ui.mode = MODE_PROMPT;
    a->ui.prompt = kind;
    a->ui.input[0] = 0;
}

static bool number_behind(const char *s, const char *word, double *n)
{
    size_t len = strlen(word);
    char *end;
    if (strncmp(s, word, len) || (len && s[len] != ' '))
        return false;
    *n = strtod(s + len, &end);
    return end > s + len && !*end && *n >= 0 && *n < UINT32_MAX;
}

static bool hit_time(const struct player *p, uint32_t i, void *seconds)
{
    return time_behind(p, i) >= *(double *)seconds;
}

static bool seek_time(struct player *p, double seconds)
{
    return player_seek(p, p->trace.first) && player_until(p, 1, hit_time, &seconds);
}

static unsigned run_command(struct app *a, const char *c)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    double n;
    if (!strcmp(c, "q") || !strcmp(c, "quit"))
        return REACT_QUIT;
    if (number_behind(c, "", &n))
        return moved(a, from, player_seek(p, (uint32_t)n), "there is no event of that number");
    if (number_behind(c, "tick", &n))
        return moved(a, from, n >= 1 && n <= p->trace.nticks && player_seek(p, p->trace.ticks[(uint32_t)n - 1] + 1), "there is no such tick");
    if (number_behind(c, "t", &n))
        return moved(a, from, seek_time(p, n), "the program ends before that");
    if (number_behind(c, "break", &n))
        return toggle_break(a, (uint32_t)n);
    if (number_behind(c, "task", &n)) {
        a->ui.task = trace_task(&p->trace, (uint32_t)n) ? (uint32_t)n : 0;
        return REACT_REDRAW;
    }
    if (!strncmp(c, "until ", 6))
        return moved(a, from, player_until(p, 1, hit_text, (void *)(uintptr_t)(c + 6)), "nothing later has that");
    say_message(a, "commands: NUMBER (an event), tick N, t SECONDS, task N, break LINE, until TEXT, quit");
    return REACT_REDRAW;
}

static unsigned accept_prompt(struct app *a)
{
    struct ui *ui = &a->ui;
    char kind = ui->prompt;
    ui->mode = MODE_WATCH;
    ui->prompt = 0;
    pause_playing(a);
    if (kind == ':')
        return *ui->input ? run_command(a, ui->input) : REACT_REDRAW;
    char *to = kind == '/' ? ui->search : ui->filter;
    memcpy(to, ui->input, sizeof ui->input);
    return kind == '/' && *to ? find(a, 1) : REACT_REDRAW;
}

static void erase_last(char *s)
{
    size_t n = strlen(s);
    while (n && ((unsigned char)s[--n] & 0xc0) == 0x80)
        ;
    s[n] = 0;
}

static unsigned type(struct app *a, int code)
{
    struct ui *ui = &a->ui;
    size_t n = strlen(ui->input);
    if (code == CODE_ENTER)
        return accept_prompt(a);
    if (code == CODE_ESC || (code == CODE_BACKSPACE && !n)) {
        ui->mode = MODE_WATCH;
        ui->prompt = 0;
    } else if (code == CODE_BACKSPACE) {
        erase_last(ui->input);
    } else if (code >= ' ' && code < 0x110000 && n + 5 < sizeof ui->input && utf8_width((uint32_t)code) > 0) {
        ui->input[n + utf8_encode((uint32_t)code, ui->input + n)] = 0;
    }
    return REACT_REDRAW;
}

/* ---- keys ---- */

static unsigned close_something(struct app *a)
{
    struct ui *ui = &a->ui;
    if (ui->mode == MODE_HELP || ui->mode == MODE_DETAILS)
        ui->mode = a->player ? MODE_WATCH : MODE_GALLERY;
    else if (*ui->filter)
        *ui->filter = 0;
    else if (*ui->search)
        *ui->search = 0;
    else
        ui->task = 0;
    memset(ui->scroll, 0, sizeof ui->scroll);
    return REACT_REDRAW;
}

static unsigned toggle_mode(struct app *a, enum mode mode)
{
    a->ui.mode = a->ui.mode != mode ? mode : a->player ? MODE_WATCH : MODE_GALLERY;
    a->ui.scroll[PANE_STORY] = 0;
    return REACT_REDRAW;
}

/* What works wherever one is. */
static unsigned anywhere(struct app *a, enum action action, bool *done)
{
    *done = true;
    switch (action) {
    case ACTION_QUIT:
        return REACT_QUIT;
    case ACTION_REDRAW:
        return REACT_REDRAW | REACT_REPAINT;
    case ACTION_HELP:
        return toggle_mode(a, MODE_HELP);
    case ACTION_UP:
        return up_down(a, -1);
    case ACTION_DOWN:
        return up_down(a, 1);
    case ACTION_CLOSE:
        return close_something(a);
    case ACTION_DETAILS:
        if (a->ui.mode == MODE_GALLERY)
            return REACT_OPEN;
        return toggle_mode(a, MODE_DETAILS);
    default:
        *done = false;
        return 0;
    }
}

static unsigned restart(struct app *a)
{
    uint32_t from = a->player->model.cursor;
    pause_playing(a);
    if (a->player->has_loop && a->player->loop.clock == CLOCK_REAL)
        return REACT_RESTART; /* what really happened cannot happen again the same: it is run anew */
    player_start(a->player);
    return moved(a, from, true, NULL);
}

static unsigned watching(struct app *a, enum action action)
{
    struct ui *ui = &a->ui;
    switch (action) {
    case ACTION_PLAY:
        ui->playing ? pause_playing(a) : start_playing(a);
        break;
    case ACTION_FASTER:
    case ACTION_SLOWER:
    case ACTION_SPEED:
        change_speed(a, action == ACTION_FASTER ? 1 : action == ACTION_SLOWER ? -1 : 0);
        break;
    case ACTION_PACE:
        ui->clock_pace = !ui->clock_pace;
        a->owed = 0;
        say_message(a, ui->clock_pace ? "one scene second takes one second at ×1" : "events follow each other at an even pace");
        break;
    case ACTION_PANE:
    case ACTION_PANE_BACK:
        return next_pane(a, action == ACTION_PANE ? 1 : -1);
    case ACTION_BREAK:
        return toggle_break(a, a->player->model.line);
    case ACTION_SEARCH:
        open_prompt(a, '/');
        break;
    case ACTION_FILTER:
        open_prompt(a, '\\');
        break;
    case ACTION_COMMAND:
        open_prompt(a, ':');
        break;
    case ACTION_FIND:
    case ACTION_FIND_BACK:
        pause_playing(a);
        return find(a, action == ACTION_FIND ? 1 : -1);
    case ACTION_MARK:
        return toggle_mark(a);
    case ACTION_MARK_NEXT:
        return next_mark(a);
    case ACTION_ZOOM_IN:
    case ACTION_ZOOM_OUT:
        set_zoom(a, action == ACTION_ZOOM_IN ? 1 : -1);
        break;
    case ACTION_SOURCE:
        ui->c_source = !ui->c_source && ui->c;
        break;
    case ACTION_CLOSING:
        ui->closing = !ui->closing;
        break;
    case ACTION_RESTART:
        return restart(a);
    default:
        return move(a, action);
    }
    return REACT_REDRAW;
}

static unsigned press(struct app *a, int code)
{
    bool done;
    a->ui.message[0] = 0;
    if (a->ui.mode == MODE_PROMPT)
        return type(a, code);
    const struct key *k = key_find(code);
    if (!k) {
        if (code >= ' ' && code < 0x110000)
            say_message(a, "no such key; ? shows them all");
        return REACT_REDRAW;
    }
    unsigned r = anywhere(a, k->action, &done);
    if (done || a->ui.mode == MODE_GALLERY || !a->player)
        return r;
    if (a->ui.mode == MODE_HELP)
        a->ui.mode = MODE_WATCH;
    return watching(a, k->action);
}

/* ---- mouse ---- */

static bool inside(const struct win *w, int y, int x)
{
    return y >= w->y && y < w->y + w->h && x >= w->x && x < w->x + w->w;
}

static unsigned point(struct app *a, const struct message *m)
{
    struct layout l;
    if (!a->player || a->ui.mode != MODE_WATCH)
        return m->kind == MSG_WHEEL ? up_down(a, m->code) : 0;
    layout_make(&l, &a->screen, &a->ui);
    for (int i = 0; i < PANES; i++) {
        if (!inside(&l.panes[i], m->y, m->x))
            continue;
        a->ui.focus = (enum pane)i;
        if (m->kind == MSG_WHEEL)
            return up_down(a, m->code);
        uint32_t task = i == PANE_TASKS ? view_tasks_at(l.panes[i], a->player, &a->ui, m->y - l.panes[i].y) : 0;
        if (task)
            a->ui.task = task;
        return REACT_REDRAW;
    }
    return 0;
}

/* ---- life ---- */

unsigned app_update(struct app *a, const struct message *m)
{
    switch (m->kind) {
    case MSG_KEY:
        return press(a, m->code);
    case MSG_RESIZE:
        screen_resize(&a->screen, m->y, m->x);
        return REACT_REDRAW | REACT_REPAINT;
    case MSG_TIME:
        return a->player ? play(a, m->seconds) : 0;
    case MSG_CLICK:
    case MSG_WHEEL:
        return point(a, m);
    }
    return 0;
}

void app_init(struct app *a, int h, int w, bool ascii)
{
    *a = (struct app){.ui = {.mode = MODE_GALLERY, .focus = PANE_TASKS}};
    screen_init(&a->screen, h, w);
    a->screen.ascii = ascii;
}

void app_close(struct app *a)
{
    screen_close(&a->screen);
    free(a->marks);
}

void app_attach(struct app *a, struct player *p, const struct app_sources *s)
{
    struct ui old = a->ui;
    a->player = p;
    a->ui = (struct ui){.mode = p ? MODE_WATCH : MODE_GALLERY, .focus = PANE_TASKS, .speed = old.speed, .clock_pace = old.clock_pace, .gallery = old.gallery};
    if (!p)
        return;
    a->ui.name = s->name;
    a->ui.summary = s->summary;
    a->ui.lesson = s->lesson;
    a->ui.py_name = s->py_name;
    a->ui.py = s->py;
    a->ui.c_name = s->c_name;
    a->ui.c = s->c;
    if (is_live(p))
        loop_pause(&p->loop);
    look_ahead(a);
}

void app_draw(struct app *a)
{
    frame_draw(&a->screen, a->player, &a->ui);
}
