/* SPDX-License-Identifier: MIT */
#include "ui/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/code.h"
#include "ui/move.h"
#include "ui/play.h"

/* ---- searching ---- */

static bool has_text(const char *s, const char *needle)
{
    return s && strcasestr(s, needle);
}

static bool hit_text(const struct player *p, uint32_t i, const struct move *m)
{
    const char *needle = m->data;
    const struct trace *t = &p->trace;
    const struct event *e = trace_at(t, i);
    const struct note *n = trace_note(t, i);
    const struct task_facts *f = trace_task(t, e->task);
    return (n->text && memmem(n->text, n->len, needle, strlen(needle))) ||
           has_text(n->name, needle) || has_text(event_names[e->kind], needle) ||
           (f && has_text(f->coro, needle)) ||
           (e->task && has_text(trace_task_name(t, e->task), needle));
}

/* On to the next event that has what is searched for, or back. */
static unsigned find(struct app *a, int by)
{
    char why_not[256];
    if (!*a->ui.run.search) {
        app_say(a, "nothing is searched for yet: press /");
        return REACT_REDRAW;
    }
    snprintf(why_not, sizeof why_not, "no event %s this one has “%s”", by > 0 ? "after" : "before",
             a->ui.run.search);
    return app_go(a, (struct move){.by = by, .hit = hit_text, .data = a->ui.run.search}, why_not);
}

unsigned press_find(struct app *a)
{
    play_pause(a);
    return find(a, 1);
}

unsigned press_find_back(struct app *a)
{
    play_pause(a);
    return find(a, -1);
}

/* ---- the prompt ---- */

static unsigned open_prompt(struct app *a, char kind)
{
    a->ui.mode = MODE_PROMPT;
    a->ui.prompt = kind;
    a->ui.input[0] = 0;
    return REACT_REDRAW;
}

unsigned press_search(struct app *a)
{
    return open_prompt(a, '/');
}

unsigned press_filter(struct app *a)
{
    return open_prompt(a, '\\');
}

unsigned press_command(struct app *a)
{
    return open_prompt(a, ':');
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

static bool hit_time(const struct player *p, uint32_t i, const struct move *m)
{
    return play_time_behind(p, i) >= *(const double *)m->data;
}

/* From the first event on. */
static unsigned go_to_time(struct app *a, double seconds)
{
    a->run.seconds = seconds;
    return app_go_from(a, a->player->trace.first,
                       (struct move){.by = 1, .hit = hit_time, .data = &a->run.seconds},
                       "the program ends before that");
}

/* place: FILE:LINE */
static unsigned break_in_file(struct app *a, const char *place, uint32_t line)
{
    char file[sizeof a->ui.input];
    snprintf(file, sizeof file, "%.*s", (int)(strrchr(place, ':') - place), place);
    return app_break(a, file, line);
}

static unsigned run_command(struct app *a, const char *c)
{
    struct player *p = a->player;
    uint32_t from = p->model.cursor;
    double n;
    if (!strcmp(c, "q") || !strcmp(c, "quit"))
        return REACT_QUIT;
    if (number_behind(c, "", &n))
        return app_moved(a, from, player_seek(p, (uint32_t)n), "there is no event of that number");
    if (number_behind(c, "tick", &n))
        return app_moved(a, from,
                         n >= 1 && n <= p->trace.nticks &&
                             player_seek(p, p->trace.ticks[(uint32_t)n - 1] + 1),
                         "there is no such tick");
    if (number_behind(c, "t", &n))
        return go_to_time(a, n);
    if (number_behind(c, "break", &n))
        return app_break(a, NULL, (uint32_t)n);
    if (!strncmp(c, "break ", 6) && strrchr(c, ':') && number_behind(strrchr(c, ':') + 1, "", &n))
        return break_in_file(a, c + 6, (uint32_t)n);
    if (number_behind(c, "task", &n)) {
        a->ui.run.task = trace_task(&p->trace, (uint32_t)n) ? (uint32_t)n : 0;
        return REACT_REDRAW;
    }
    if (!strncmp(c, "until ", 6))
        return app_go(a, (struct move){.by = 1, .hit = hit_text, .data = c + 6},
                      "nothing later has that");
    app_say(a, "commands: NUMBER (an event), tick N, t SECONDS, task N, break [FILE:]LINE, until "
               "TEXT, quit");
    return REACT_REDRAW;
}

static unsigned accept_prompt(struct app *a)
{
    struct ui *ui = &a->ui;
    char kind = ui->prompt;
    ui->mode = MODE_WATCH;
    ui->prompt = 0;
    play_pause(a);
    if (kind == ':')
        return *ui->input ? run_command(a, ui->input) : REACT_REDRAW;
    char *to = kind == '/' ? ui->run.search : ui->run.filter;
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

unsigned prompt_type(struct app *a, int code)
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
    } else if (code >= ' ' && code < 0x110000 && n + 5 < sizeof ui->input &&
               utf8_width((uint32_t)code) > 0) {
        ui->input[n + utf8_encode((uint32_t)code, ui->input + n)] = 0;
    }
    return REACT_REDRAW;
}
