/* SPDX-License-Identifier: MIT */
/* Any keys, or any bytes of a terminal, typed at any size of the screen, in any scene: nothing may
 * break, and every frame must be drawable. */
#include <stdint.h>
#include <stdlib.h>

#include "record/text.h"
#include "scenes/scene.h"
#include "target/catalogue.h"
#include "target/program.h"
#include "ui/app.h"
#include "ui/input.h"
#include "ui/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t count_scenes(void)
{
    size_t n = 0;
    while (scenes[n])
        n++;
    return n;
}

static size_t count_keys(void)
{
    size_t n = 0;
    while (keys[n].name)
        n++;
    return n;
}

/* A byte is a key of the table, a letter, time going by, or (with the two behind it) another size
 * or a click. */
static struct message message_of(const uint8_t *d, size_t *used, size_t left)
{
    size_t k = count_keys();
    *used = 1;
    if (d[0] < 160)
        return (struct message){.kind = MSG_KEY, .code = keys[d[0] % k].code};
    if (d[0] < 200)
        return (struct message){.kind = MSG_KEY, .code = ' ' + d[0] % 95};
    if (d[0] < 220)
        return (struct message){.kind = MSG_TIME, .seconds = (d[0] - 200) / 4.0};
    if (left < 3)
        return (struct message){.kind = MSG_WHEEL, .code = 1};
    *used = 3;
    if (d[0] < 245)
        return (struct message){.kind = MSG_RESIZE, .y = d[1] % 70, .x = d[2]};
    return (struct message){
        .kind = d[0] & 1 ? MSG_CLICK : MSG_WHEEL, .code = -1, .y = d[1], .x = d[2]};
}

/* Bytes of a terminal, in pieces; a piece's length, 0 for silence, comes before it. */
static void type_bytes(struct app *a, const uint8_t *data, size_t n)
{
    struct input in = {0};
    struct message m;
    while (n) {
        size_t len = *data % 16, left = n - 1;
        input_feed(&in, (const char *)data + 1, len < left ? len : left);
        while (input_next(&in, !len, &m))
            if (app_update(a, &m) & REACT_QUIT)
                return;
        if (!len && input_pending(&in))
            abort();
        len = len < left ? len : left;
        data += len + 1;
        n -= len + 1;
    }
    app_draw(a);
}

static void press_keys(struct app *a, const uint8_t *data, size_t n)
{
    size_t used;
    for (size_t i = 0; i < n; i += used) {
        struct message m = message_of(data + i, &used, n - i);
        if (app_update(a, &m) & REACT_QUIT)
            break;
        app_draw(a);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct player player;
    struct app app;
    struct buf text = {0};
    if (n < 2 || n > 400)
        return 0;
    const struct scene *s = scenes[data[0] % count_scenes()];
    if (program_open(&player, &s->program, CLOCK_VIRTUAL, data[1] & 1 ? 100 : 0))
        abort();
    app_init(&app, 24, 80, data[1] & 2, catalogue_of_scenes());
    app_attach(&app, &player);
    if (data[1] & 4)
        type_bytes(&app, data + 2, n - 2);
    else
        press_keys(&app, data + 2, n - 2);
    text_write(&text, &app.screen);
    buf_free(&text);
    app_close(&app);
    player_close(&player);
    return 0;
}
