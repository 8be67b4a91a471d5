/* SPDX-License-Identifier: MIT */
#include "record/folder.h"

#include <string.h>

void folder_add(struct buf *out, const struct buf *file)
{
    buf_add(out, (const char *)&file->len, sizeof file->len);
    buf_add(out, buf_str(file), file->len);
}

bool folder_next(const struct buf *all, size_t *at, const char **file, size_t *n)
{
    if (*at >= all->len)
        return false;
    memcpy(n, all->s + *at, sizeof *n);
    *file = all->s + *at + sizeof *n;
    *at += sizeof *n + *n;
    return true;
}
