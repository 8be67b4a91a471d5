/* SPDX-License-Identifier: MIT */
#include "script/script.h"

#include <stdlib.h>

void script_free(struct script *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->at[i].text);
    free(s->at);
    *s = (struct script){0};
}

void script_put_place(struct buf *out, const struct script *s, const struct step *at)
{
    buf_printf(out, "%s:%u:%u", s->name ? s->name : "", at->line, at->column);
}
