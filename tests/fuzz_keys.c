/* SPDX-License-Identifier: MIT */
/* Any keys, or any bytes of a terminal, typed at any size of the screen, in any scene or in a program
 * without an end: nothing may break, and every frame must be drawable. */
#include <stdint.h>
#include <stdlib.h>

#include "record/text.h"
#include "scenes/scene.h"
#include "target/catalogue.h"
#include "tests/support/endless.h"
#include "tests/support/fuzzed_keys.h"
#include "ui/app.h"
#include "ui/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t count_scenes(void)
{
    size_t n = 0;
    while (scenes[n])
        n++;
    return n;
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct player player;
    struct app app;
    struct buf text = {0};
    if (n < 2 || n > 400)
        return 0;
    size_t which = data[0] % (count_scenes() + 1);
    const struct program *watched = scenes[which] ? &scenes[which]->program : &endless;
    if (program_open(&player, watched, CLOCK_VIRTUAL, data[1] & 1 ? 100 : 0))
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
