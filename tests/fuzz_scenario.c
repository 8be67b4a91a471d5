/* SPDX-License-Identifier: MIT */
/* Scenario files, good and bad: any bytes as they are, and random scenarios built from them, run
 * for a while. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "player/player.h"
#include "scenario/scenario.h"
#include "target/program.h"
#include "trace/save.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { DEFS = 4, EVENTS = 20000, DEPTH = 4 };

struct dice {
    const uint8_t *at, *end;
};

static unsigned roll(struct dice *d, unsigned n)
{
    return d->at < d->end ? *d->at++ % n : 0;
}

static void put_ops(struct buf *b, struct dice *d, unsigned depth, unsigned most);

static void put_block(struct buf *b, struct dice *d, unsigned depth, const char *head, bool two)
{
    buf_puts(b, head);
    put_ops(b, d, depth + 1, 3);
    if (two) {
        buf_putc(b, ',');
        put_ops(b, d, depth + 1, 2);
    }
    buf_putc(b, ']');
}

static void put_op(struct buf *b, struct dice *d, unsigned depth)
{
    static const char *const delays[] = {"0", "1", "0.5", "2", "null", "-1"};
    unsigned def = roll(d, DEFS), slot = roll(d, 3);
    /* clang-format off */
    switch (depth < DEPTH ? roll(d, 23) : roll(d, 12)) {
    case 0: buf_printf(b, "[\"say\",\"s%u\"]", slot); break;
    case 1: buf_printf(b, "[\"sleep\",%s]", delays[roll(d, 4)]); break;
    case 2: buf_printf(b, "[\"spawn\",%u,%u]", slot, def); break;
    case 3: buf_printf(b, "[\"join\",%u]", slot); break;
    case 4: buf_printf(b, "[\"cancel\",%u]", slot); break;
    case 5: buf_printf(b, "[\"gather\",[%u,%u],%s]", def, slot, roll(d, 2) ? "true" : "false"); break;
    case 6: buf_printf(b, "[\"set\",0]"); break;
    case 7: buf_printf(b, "[\"put\",%u,%u]", roll(d, 2), slot); break;
    case 8: buf_printf(b, "[\"get\",%u]", roll(d, 2)); break;
    case 9: buf_printf(b, "[\"wait_for\",%u,%s]", def, delays[roll(d, 6)]); break;
    case 10: buf_printf(b, "[\"shield\",%u]", slot); break;
    case 11: buf_printf(b, "[\"group\",[%u,%u]]", def, slot); break;
    case 12: buf_printf(b, "[\"raise\",\"e\"]"); break;
    case 13: buf_printf(b, "[\"return\",[1,\"x\",null]]"); break;
    case 14: buf_printf(b, "[\"soon\",\"c\"]"); break;
    case 15: buf_printf(b, "[\"later\",%s,\"c\"]", delays[roll(d, 4)]); break;
    case 16: buf_printf(b, "[\"wait\",0]"); break;
    case 17: buf_printf(b, "[\"clear\",0]"); break;
    case 18: put_block(b, d, depth, "[\"lock\",0,", false); break;
    case 19: put_block(b, d, depth, "[\"sem\",0,", false); break;
    case 20: put_block(b, d, depth, roll(d, 2) ? "[\"timeout\",1," : "[\"timeout\",null,", false); break;
    case 21: put_block(b, d, depth, "[\"try\",", true); break;
    default: put_block(b, d, depth, "[\"finally\",", true); break;
    }
    /* clang-format on */
}

static void put_ops(struct buf *b, struct dice *d, unsigned depth, unsigned most)
{
    unsigned n = roll(d, most + 1);
    buf_putc(b, '[');
    for (unsigned i = 0; i < n; i++) {
        if (i)
            buf_putc(b, ',');
        put_op(b, d, depth);
    }
    buf_putc(b, ']');
}

static void build(struct buf *b, struct dice *d)
{
    buf_puts(b, "{\"locks\":1,\"sems\":[1],\"events\":1,\"queues\":[0,1],\"defs\":[");
    for (int i = 0; i < DEFS; i++) {
        if (i)
            buf_putc(b, ',');
        put_ops(b, d, 0, 6);
    }
    buf_puts(b, "],\"main\":");
    put_ops(b, d, 0, 8);
    buf_putc(b, '}');
}

static void play(struct scenario *s)
{
    struct player p;
    struct buf out = {0};
    if (program_open(&p, &s->program, CLOCK_VIRTUAL, 0))
        abort();
    player_produce(&p, EVENTS);
    player_seek(&p, p.trace.end / 2);
    player_seek(&p, p.trace.end / 3);
    player_seek(&p, p.trace.end);
    if (!model_same(&p.model, &p.head))
        abort();
    save_event(&out, &p.model);
    buf_free(&out);
    player_close(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf b = {0};
    struct scenario s;
    if (!n)
        return 0;
    if (data[0] & 1)
        buf_add(&b, (const char *)data + 1, n - 1);
    else
        build(&b, &(struct dice){data + 1, data + n});
    FILE *f = fmemopen(b.s, b.len + !b.len, "r");
    if (!f)
        abort();
    if (!scenario_read(&s, f, "fuzz.json"))
        play(&s);
    else if (!*s.error)
        abort();
    fclose(f);
    scenario_close(&s);
    buf_free(&b);
    return 0;
}
