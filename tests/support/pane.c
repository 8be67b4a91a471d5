/* SPDX-License-Identifier: MIT */
#include "tests/support/pane.h"

#include <string.h>

#include "base/utf8.h"
#include "scenes/scene.h"
#include "target/program.h"
#include "ui/command.h"
#include "ui/keys.h"
#include "view/view.h"

struct screen screen;
struct player player;

void pane_scene(const char *name, uint32_t cursor)
{
    assert_int_equal(program_open(&player, &scene_find(name)->program, CLOCK_VIRTUAL, 0), 0);
    assert_true(player_seek(&player, cursor));
}

void pane_draw(const struct view *v, int h, int w, const struct ui *ui)
{
    screen_close(&screen);
    screen_init(&screen, h, w);
    struct ui with_keys = *ui;
    with_keys.keys = keys;
    with_keys.hint = key_hint;
    with_keys.command = command_hint;
    v->draw(win_whole(&screen), &player, &with_keys);
}

int pane_close(void **state)
{
    (void)state;
    if (player.trace.strings)
        player_close(&player);
    screen_close(&screen);
    return 0;
}

const char *pane_text(int y, int x)
{
    static char out[8][4 * 512];
    static int turn;
    char *s = out[turn++ % 8];
    size_t n = 0, end = 0;
    for (; x < screen.w; x++) {
        uint32_t ch = screen_at(&screen, y, x)->ch;
        n += utf8_encode(ch ? ch : '_', s + n);
        end = ch == ' ' ? end : n;
    }
    s[end] = 0;
    return s;
}

const char *pane_row(int y)
{
    return pane_text(y, 0);
}

struct cell *pane_find(int y, const char *what)
{
    for (int x = 0; x < screen.w; x++)
        if (!strncmp(pane_text(y, x), what, strlen(what)))
            return screen_at(&screen, y, x);
    return NULL;
}

bool pane_shows(const char *what)
{
    for (int y = 0; y < screen.h; y++)
        if (strstr(pane_row(y), what))
            return true;
    return false;
}

int pane_column(int y, uint32_t ch)
{
    for (int x = 0; x < screen.w; x++)
        if (screen_at(&screen, y, x)->ch == ch)
            return x;
    return -1;
}

int pane_last_column(int y, uint32_t ch)
{
    int x = screen.w - 1;
    while (x >= 0 && screen_at(&screen, y, x)->ch != ch)
        x--;
    return x;
}

int pane_count(int y, uint32_t ch)
{
    int n = 0;
    for (int x = 0; x < screen.w; x++)
        n += screen_at(&screen, y, x)->ch == ch;
    return n;
}

void pane_tell(struct event e, const char *text)
{
    struct note note = {.text = text, .len = text ? strlen(text) : 0, .coro = "work"};
    player.observer.see(&player.observer, &e, text || e.kind == EV_TASK ? &note : NULL);
}

void pane_see(struct event e, struct note n)
{
    player.observer.see(&player.observer, &e, &n);
}

void pane_trace(void)
{
    player_open_empty(&player, 0);
    pane_tell((struct event){.kind = EV_LOOP}, NULL);
}

void pane_see_all(void)
{
    player_seek(&player, player.trace.end);
}

void pane_print(enum event_kind kind, uint32_t task, const char *text)
{
    pane_tell((struct event){.kind = (uint8_t)kind, .actor = task, .time = 1}, text);
}

void pane_turn(uint32_t tick, double time, uint32_t task)
{
    struct event e = {.tick = tick, .time = time, .actor = task};
    pane_tell((struct event){.kind = EV_TICK, .tick = tick, .time = time}, NULL);
    e.kind = EV_BEGIN;
    pane_tell(e, NULL);
    e.kind = EV_END;
    pane_tell(e, NULL);
}
