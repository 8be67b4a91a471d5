/* SPDX-License-Identifier: MIT */
/* Any bytes as a trace: loaded, played back and forth, drawn, told, saved; and what was saved must
 * load and be saved the same. Nothing that a terminal would obey may come of it. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "player/player.h"
#include "story/export.h"
#include "story/story.h"
#include "tests/support/printable.h"
#include "trace/load.h"
#include "trace/save.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "ui/mode.h"
#include "view/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOVES = 16 };

static int load(struct player *p, const char *text, size_t len)
{
    struct load l;
    FILE *f = fmemopen((void *)text, len, "r");
    player_open_empty(p, 0);
    int r = load_trace(&l, f, &p->observer);
    fclose(f);
    load_close(&l);
    return r;
}

/* The whole screen in one of its shapes. */
static void draw(const struct player *p, uint8_t how)
{
    static const struct mode *const modes[] = {&mode_watch, &mode_details};
    struct screen s;
    struct ui ui = {.run.name = "fuzz",
                    .run.summary = "a trace",
                    .run.focus = (enum pane)(how % PANES),
                    .mode = &modes[how >> 7]->layers,
                    .beneath = &mode_watch.layers,
                    .run.task = how >> 4 & 3,
                    .run.objects = p->head.nobjects,
                    .run.closing = true,
                    .keys = keys,
                    .hint = key_hint,
                    .command = command_hint};
    screen_init(&s, how & 8 ? 50 : 16, how & 16 ? 160 : 44);
    frame_draw(&s, p, &ui);
    for (int i = 0; i < s.h * s.w; i++)
        if (s.cells[i].ch && utf8_width(s.cells[i].ch) < 1)
            abort();
    screen_close(&s);
}

/* Where to go is in the bytes too. */
static void move_about(struct player *p, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < MOVES && i < size; i++) {
        uint8_t b = data[size - 1 - i];
        int by = b & 1 ? 1 : -1;
        switch (b >> 1 & 7) {
        case 0:
            player_step(p, by * (b >> 4));
            break;
        case 1:
            player_tick(p, by);
            break;
        case 2:
            player_turn(p, b >> 4, by);
            break;
        case 3:
            player_break(p, NULL, b >> 4);
            player_continue(p, by);
            break;
        case 4:
            player_percent(p, by * 10);
            break;
        default:
            player_seek(p, (uint32_t)b * p->trace.end / 255);
        }
        draw(p, b);
    }
}

/* All that is said in words of where the player is. */
static void tell(const struct player *p, struct buf *out)
{
    const struct model *m = &p->model;
    struct timer_entry timers[4];
    buf_clear(out);
    export_line(out, m);
    story_tell(m, out, out);
    export_moment(out, m, &p->moments);
    story_poll(m, out);
    for (uint32_t task = 1; task <= m->nrows && task < 9; task++)
        story_task(m, task, out);
    for (uint32_t k = 0; k < m->ready.n && k < 4; k++)
        story_handle(m, model_ready(m, k), out);
    for (uint32_t k = model_timers(m, timers, 4); k--;)
        story_timer(m, &timers[k], out);
    must_be_printable(out);
}

static struct buf save(struct player *p)
{
    struct buf b = {0}, seq = {0}, words = {0};
    for (uint32_t i = 1; i <= p->trace.end && player_seek(p, i); i++) {
        save_event(&b, &p->model);
        save_seq(&seq, &p->model);
        player_look_at_moment(p);
        tell(p, &words);
    }
    must_be_printable(&b);
    must_be_printable(&seq);
    buf_free(&seq);
    buf_free(&words);
    return b;
}

static struct buf again(const struct buf *b)
{
    struct player p;
    if (load(&p, b->s, b->len))
        abort();
    struct buf out = save(&p);
    player_close(&p);
    return out;
}

static void must_be_the_same(struct buf a, struct buf b)
{
    if (a.len != b.len || memcmp(a.s, b.s, a.len) != 0) {
        fprintf(stderr, "%s\n--- became ---\n%s\n", a.s, b.s);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct player p;
    if (!size)
        return 0;
    int r = load(&p, (const char *)data, size);
    move_about(&p, data, size);
    struct buf first = save(&p);
    player_close(&p);
    if (!r) {
        struct buf second = again(&first);
        must_be_the_same(first, second);
        buf_free(&second);
    }
    buf_free(&first);
    return 0;
}
