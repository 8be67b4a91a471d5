/* SPDX-License-Identifier: MIT */
/* The screen against CPython itself: at every event of every golden trace, the tasks' names and
 * states, the ready queue and the output that are drawn are those that the lines of the file add
 * up to. They are added up here by other code than the model's, and no screen was ever saved. */
#include <glob.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "tests/support/file.h"
#include "tests/test.h"
#include "trace/load.h"
#include "ui/app.h"
#include "view/layout.h"

enum { MOST = 64 };

/* ---- what the lines add up to ---- */

struct task {
    char id[8], name[32], state[16];
};

struct world {
    struct task tasks[MOST];
    int ntasks;
    char ready[MOST][48]; /* "Task-3", or "" for a callback: this tick's, in order */
    int nready;
    char labels[MOST * 8][48]; /* of all handles, by number */
    struct buf out;            /* all that was printed */
    bool loop;                 /* has begun, and is not closed */
    bool frozen;               /* the queue is, for this tick */
};

static const char *text(const json_t *e, const char *key)
{
    const char *s = json_string_value(json_object_get(e, key));
    return s ? s : "";
}

static struct task *task_of(struct world *w, const char *id)
{
    for (int i = 0; i < w->ntasks; i++)
        if (!strcmp(w->tasks[i].id, id))
            return &w->tasks[i];
    return NULL;
}

static void set_state(struct task *t, const char *state)
{
    if (t && *state)
        snprintf(t->state, sizeof t->state, "%s", state);
}

static void add_soon(struct world *w, const json_t *e)
{
    struct task *t = task_of(w, text(e, "task"));
    int h = atoi(text(e, "h") + 1);
    assert_in_range(h, 1, MOST * 8 - 1);
    if (t)
        snprintf(w->labels[h], sizeof *w->labels, "%s", t->name);
    if (t && (!strcmp(t->state, "created") || !strcmp(t->state, "waiting")))
        set_state(t, "ready");
}

static void freeze(struct world *w, const json_t *q)
{
    w->nready = 0;
    for (size_t i = 0; i < json_array_size(q); i++) {
        int h = atoi(json_string_value(json_array_get(q, i)) + 1);
        memcpy(w->ready[w->nready++], w->labels[h], sizeof *w->ready);
    }
}

static void begin(struct world *w, const json_t *e)
{
    set_state(task_of(w, text(e, "task")), "running");
    assert_true(w->nready > 0);
    memmove(w->ready, w->ready + 1, (size_t)--w->nready * sizeof *w->ready);
}

static void add_line(struct world *w, const json_t *e)
{
    const char *kind = text(e, "e");
    w->loop = (w->loop || !strcmp(kind, "tick")) && strcmp(kind, "close");
    w->frozen =
        (w->frozen || !strcmp(kind, "ready")) && strcmp(kind, "tick") && strcmp(kind, "ran");
    if (!strcmp(kind, "task")) {
        struct task *t = &w->tasks[w->ntasks++];
        assert_true(w->ntasks < MOST);
        snprintf(t->id, sizeof t->id, "%s", text(e, "id"));
        snprintf(t->name, sizeof t->name, "%s", text(e, "name"));
        set_state(t, "created");
    } else if (!strcmp(kind, "soon")) {
        add_soon(w, e);
    } else if (!strcmp(kind, "ready")) {
        freeze(w, json_object_get(e, "q"));
    } else if (!strcmp(kind, "begin")) {
        begin(w, e);
    } else if (!strcmp(kind, "end")) {
        set_state(task_of(w, text(e, "task")), text(e, "state"));
    } else if (!strcmp(kind, "task_done")) {
        set_state(task_of(w, text(e, "id")), text(e, "state"));
    } else if (!strcmp(kind, "out") || !strcmp(kind, "err")) {
        buf_puts(&w->out, text(e, "s"));
    }
}

/* ---- what the screen shows ---- */

struct shown {
    struct player player;
    struct app app;
    struct load load;
};

static void open_shown(struct shown *s, const char *path)
{
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    *s = (struct shown){0};
    app_init(&s->app, 120, 240, false, NULL);
    player_open_empty(&s->player, 0);
    assert_int_equal(load_trace(&s->load, f, &s->player.observer), 0);
    fclose(f);
    app_attach(&s->app, &s->player);
    s->app.ui.run.closing = true; /* asyncio.run's own tasks are in the list */
}

static void close_shown(struct shown *s)
{
    player_close(&s->player);
    load_close(&s->load);
    app_close(&s->app);
}

/* The rows of a pane within its frame, each ending with a newline. */
static void rows_of(struct shown *s, enum pane pane, struct buf *out)
{
    struct layout l;
    layout_make(&l, &s->app.screen, &s->app.ui);
    struct win w = l.panes[pane];
    buf_clear(out);
    for (int y = w.y + 1; y < w.y + w.h - 1; y++) {
        for (int x = w.x + 1; x < w.x + w.w - 1; x++) {
            char c[8];
            uint32_t ch = screen_at(&s->app.screen, y, x)->ch;
            buf_add(out, c, ch ? utf8_encode(ch, c) : 0);
        }
        buf_putc(out, '\n');
    }
}

/* The row that has `what`, and the rows without a label of their own that go on with it; NULL: there is
 * none. */
static const char *row_with(const struct buf *rows, const char *what)
{
    static char row[2048];
    const char *at = strstr(buf_str(rows), what);
    if (!at)
        return NULL;
    const char *from = at, *to = strchr(at, '\n');
    while (from > rows->s && from[-1] != '\n')
        from--;
    while (!strncmp(to + 1, "           ", 11) && strcspn(to + 1, "\n") > 11)
        to += 1 + strcspn(to + 1, "\n");
    snprintf(row, sizeof row, "%.*s", (int)(to - from), from);
    return row;
}

/* A row has the task's state and, behind it, its name. */
static bool has_row(const char *rows, const struct task *t)
{
    size_t n = strlen(t->name);
    for (const char *s = rows; (s = strstr(s, t->state));) {
        s += strlen(t->state);
        s += strspn(s, " ");
        if (!strncmp(s, t->name, n) && s[n] == ' ')
            return true;
    }
    return false;
}

static void assert_tasks_are_shown(const struct world *w, struct buf *rows, const char *where)
{
    char *below = strstr(rows->s, "\n ╌╌"); /* the selected one's details */
    if (below)
        *below = '\n', below[1] = 0;
    for (int i = 0; i < w->ntasks; i++)
        if (!has_row(rows->s, &w->tasks[i]))
            fail_msg("%s: %s is %s, shown is:\n%s", where, w->tasks[i].name, w->tasks[i].state,
                     rows->s);
    if (!w->ntasks && strstr(rows->s, "Task-"))
        fail_msg("%s: no task is there yet, shown is: %s", where, rows->s);
}

/* Handles of tasks by name, in order; of the others, that no more tasks are named. */
static void assert_queue_is_shown(const struct world *w, struct buf *rows, const char *where)
{
    const char *row = row_with(rows, " ready     ");
    if (!row && (!w->loop || !w->nready))
        return;
    if (!row)
        fail_msg("%s: no queue is shown: %s", where, rows->s);
    if (strstr(row, "+")) /* there is no room for all */
        return;
    for (int i = 0; i < w->nready; i++) {
        if (!*w->ready[i])
            continue;
        row = row ? strstr(row, w->ready[i]) : NULL;
        if (!row)
            fail_msg("%s: %s is not shown as ready, in its order: %s", where, w->ready[i],
                     row_with(rows, " ready     "));
        row += strlen(w->ready[i]);
    }
    if (w->frozen && !w->nready && !strstr(row, "none"))
        fail_msg("%s: none is ready, shown is: %s", where, row);
}

/* Every line that was printed stands in the pane, in order, without its colours. */
static void assert_output_is_shown(const struct world *w, struct buf *rows, const char *where)
{
    char line[512];
    const char *at = rows->s;
    if (!w->out.len && !strstr(at, "nothing printed yet"))
        fail_msg("%s: nothing was printed, shown is: %s", where, at);
    for (const char *s = buf_str(&w->out); *s;) {
        size_t n = 0;
        for (; *s && *s != '\n'; s++)
            if (*s == '\033')
                s = strchr(s, 'm');
            else if (n < 40) /* a long one is cut */
                line[n++] = *s;
        line[n] = 0;
        s += *s == '\n';
        at = strstr(at, line);
        if (!at)
            fail_msg("%s: “%s” is not shown in its place:\n%s", where, line, rows->s);
        at += n;
    }
}

/* ---- both ---- */

static void assert_shown_as_in(const char *path)
{
    struct buf file = read_file(path), rows = {0};
    struct world w = {0};
    struct shown s;
    uint32_t n = 0;
    open_shown(&s, path);
    for (char *line = file.s, *end; (end = strchr(line, '\n')); line = end + 1) {
        char where[256];
        json_t *e = json_loadb(line, (size_t)(end - line), 0, NULL);
        assert_non_null(e);
        add_line(&w, e);
        json_decref(e);
        snprintf(where, sizeof where, "%s, line %u", path, ++n);
        assert_true(player_seek(&s.player, n));
        app_draw(&s.app);
        rows_of(&s, PANE_TASKS, &rows);
        assert_tasks_are_shown(&w, &rows, where);
        rows_of(&s, PANE_LOOP, &rows);
        assert_queue_is_shown(&w, &rows, where);
        rows_of(&s, PANE_OUTPUT, &rows);
        assert_output_is_shown(&w, &rows, where);
    }
    assert_int_equal(n, s.player.trace.end);
    close_shown(&s);
    buf_free(&w.out);
    buf_free(&rows);
    buf_free(&file);
}

TEST(the_screen_shows_what_the_lines_of_cpythons_traces_add_up_to)
{
    glob_t g;
    assert_int_equal(glob("tests/golden/*.ndjson", 0, NULL, &g), 0);
    assert_true(g.gl_pathc >= 40);
    for (size_t i = 0; i < g.gl_pathc; i++)
        assert_shown_as_in(g.gl_pathv[i]);
    globfree(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_shows_what_the_lines_of_cpythons_traces_add_up_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
