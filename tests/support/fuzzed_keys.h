/* SPDX-License-Identifier: MIT */
/* For fuzzers: bytes as what a user does. */
#pragma once
#include <stdint.h>

#include "ui/app.h"
#include "ui/keys.h"

static inline size_t count_keys(void)
{
    size_t n = 0;
    while (keys[n].name)
        n++;
    return n;
}

/* A byte is a key of the table, a letter, time going by, or (with the two behind it) another size
 * or a click. */
static inline struct message message_of(const uint8_t *d, size_t *used, size_t left)
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

static inline void press_keys(struct app *a, const uint8_t *data, size_t n)
{
    size_t used;
    for (size_t i = 0; i < n; i += used) {
        struct message m = message_of(data + i, &used, n - i);
        if (app_update(a, &m) & REACT_QUIT)
            break;
        app_draw(a);
    }
}
