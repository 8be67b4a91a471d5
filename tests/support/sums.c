/* SPDX-License-Identifier: MIT */
#include "tests/support/sums.h"

static void add_byte(uint32_t *sum, unsigned c)
{
    *sum = (*sum ^ (c & 0xff)) * 0x01000193;
}

void sum_number(uint32_t *sum, uint32_t n)
{
    for (int i = 0; i < 32; i += 8)
        add_byte(sum, n >> i);
}

void sum_text(uint32_t *sum, const char *s)
{
    while (*s)
        add_byte(sum, (unsigned char)*s++);
    add_byte(sum, 0);
}

void sum_cells(uint32_t *sum, const struct screen *s)
{
    for (int i = 0; i < s->h * s->w; i++) {
        const struct cell *c = &s->cells[i];
        sum_number(sum, c->ch);
        sum_number(sum,
                   c->style.role | (uint32_t)c->style.ground << 8 | (uint32_t)c->style.attr << 16);
    }
}

void sum_hit(uint32_t *sum, struct hit hit)
{
    sum_number(sum, hit.kind);
    sum_number(sum, hit.n);
    sum_text(sum, hit.file ? hit.file : "");
}

void sum_put(struct buf *out, const char *name, uint32_t sum)
{
    buf_printf(out, " %s %04x", name, (unsigned)((sum ^ sum >> 16) & 0xffff));
}

int chance(uint32_t *dice, int n)
{
    *dice = *dice * 1664525 + 1013904223;
    return (int)((*dice >> 8) % (uint32_t)n);
}

void any_screen(struct screen *s, int h, int higher, int w, int wider, uint32_t *dice)
{
    h += chance(dice, higher);
    w += chance(dice, wider);
    screen_init(s, h, w);
}
