/* SPDX-License-Identifier: MIT */
/* Any bytes as a key script: read, or refused with a place and a sentence; and what is read is performed
 * for a while, in a scene. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "record/text.h"
#include "scenes/scene.h"
#include "script/parse.h"
#include "script/performer.h"
#include "target/catalogue.h"
#include "target/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { STEPS = 300, BYTES = 4000 };

static void tell(void *app, const struct message *m)
{
    app_update(app, m);
    while (app_goes_on(app))
        app_update(app, &(struct message){.kind = MSG_TIME});
}

static void perform(const struct script *s, struct app *a)
{
    static const struct hands hands = {.tell = tell};
    struct performer p;
    performer_open(&p, s, a, &hands, a, 0.5);
    performer_prepare(&p, false, false);
    for (int i = 0; i < STEPS && !performer_over(&p); i++) {
        double due = performer_due(&p), app = app_due(a);
        double seconds = due < 0 || (app >= 0 && app < due) ? app : due;
        if (due < 0 && app < 0 && !p.until)
            abort(); /* it would wait for ever */
        tell(a, &(struct message){.kind = MSG_TIME, .seconds = seconds});
        performer_time(&p, seconds);
        performer_look(&p);
        app_draw(a);
    }
    performer_close(&p);
}

static void watch(const struct script *s, uint8_t which)
{
    struct player player;
    struct app app;
    struct buf text = {0};
    size_t scene = 0;
    while (which-- && scenes[scene + 1])
        scene++;
    if (program_open(&player, &scenes[scene]->program, CLOCK_VIRTUAL, 0))
        abort();
    app_init(&app, 24, 80, false, catalogue_of_scenes());
    app_attach(&app, &player);
    perform(s, &app);
    text_write(&text, &app.screen);
    buf_free(&text);
    app_close(&app);
    player_close(&player);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct script s = {.name = "fuzz.keys"};
    struct buf text = {0}, error = {0};
    if (n < 2 || n > BYTES || memchr(data + 1, 0, n - 1))
        return 0;
    buf_add(&text, (const char *)data + 1, n - 1);
    if (script_parse(&s, text.s, &error))
        watch(&s, data[0] % 8);
    else if (strncmp(buf_str(&error), "fuzz.keys:", 10) != 0)
        abort();
    script_free(&s);
    buf_free(&text);
    buf_free(&error);
    return 0;
}
