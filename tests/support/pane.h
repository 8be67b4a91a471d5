/* SPDX-License-Identifier: MIT */
/* A pane by itself, of any size, drawn from a scene or from a trace that the test tells. */
#pragma once
#include "draw/screen.h"
#include "event.h"
#include "player/player.h"
#include "tests/test.h"
#include "view/view.h"

extern struct screen screen;
extern struct player player;

/* A row of a table of tests: both are closed behind it. */
#define PANES(name) cmocka_unit_test_teardown(name, pane_close)
int pane_close(void **state);

void pane_scene(const char *name, uint32_t cursor);
void pane_draw(const struct view *v, int h, int w, const struct ui *ui);

/* What row y shows from column x on, or from its first on, trimmed at the right: until the eighth call. */
const char *pane_text(int y, int x);
const char *pane_row(int y);
bool pane_shows(const char *what);
/* The cell where row y shows what, or NULL. */
struct cell *pane_find(int y, const char *what);
/* Where row y has a character first or last, -1: nowhere; how often it has it. */
int pane_column(int y, uint32_t ch);
int pane_last_column(int y, uint32_t ch);
int pane_count(int y, uint32_t ch);

/* A trace that begins with its loop. */
void pane_trace(void);
void pane_tell(struct event e, const char *text);
void pane_see(struct event e, struct note n);
void pane_print(enum event_kind kind, uint32_t task, const char *text);
/* A tick at `time` in which one task has a turn. */
void pane_turn(uint32_t tick, double time, uint32_t task);
/* Goes to its end. */
void pane_see_all(void);
