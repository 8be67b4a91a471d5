/* SPDX-License-Identifier: MIT */
/* A trace of any bytes, watched with any keys at any size: nothing may break, and what is drawn is
 * plain. The first byte says how many of the others are keys; the rest is the trace. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/text.h"
#include "target/catalogue.h"
#include "tests/support/fuzzed_keys.h"
#include "trace/load.h"
#include "ui/app.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void load(struct player *p, struct load *l, const uint8_t *text, size_t len)
{
    FILE *f = fmemopen((void *)text, len, "r");
    player_open_empty(p, 0);
    load_trace(l, f, &p->lint.observer);
    p->trace.sources = l->sources;
    p->trace.nsources = l->nsources;
    fclose(f);
}

static void must_be_plain(const struct app *a)
{
    const struct screen *s = &a->screen;
    for (int i = 0; i < s->h * s->w; i++)
        if (s->cells[i].ch && utf8_width(s->cells[i].ch) < 1)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct player player;
    struct load l = {0};
    struct app app;
    struct buf text = {0};
    size_t keys_n = n ? data[0] : 0;
    if (n < keys_n + 2)
        return 0;
    load(&player, &l, data + 1 + keys_n, n - 1 - keys_n);
    app_init(&app, 24, 80, false, catalogue_of_scenes());
    app_attach(&app, &player);
    press_keys(&app, data + 1, keys_n);
    app_draw(&app);
    must_be_plain(&app);
    text_write(&text, &app.screen);
    buf_free(&text);
    app_close(&app);
    player_close(&player);
    load_close(&l);
    return 0;
}
