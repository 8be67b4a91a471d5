/* SPDX-License-Identifier: MIT */
#include "export/mermaid.h"

#include <stdbool.h>
#include <string.h>

static bool is_plain(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (c && strchr(" .,()[]_-+=?!'/", c));
}

void mermaid_text(struct buf *out, const char *s)
{
    for (; *s; s++)
        if (is_plain((unsigned char)*s))
            buf_putc(out, *s);
        else
            buf_printf(out, "#%d;", *s);
}
