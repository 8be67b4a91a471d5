/* SPDX-License-Identifier: MIT */
#include "io/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "python/thread.h"

enum { READ_MOST = 65536 };

void reader_room(uv_handle_t *handle, size_t suggested, uv_buf_t *to)
{
    (void)handle;
    (void)suggested;
    *to = uv_buf_init(xmalloc(READ_MOST), READ_MOST);
}

void reader_told(struct reader *r)
{
    buf_add(&r->buffer, r->come.s, r->come.len);
    buf_clear(&r->come);
}

size_t reader_line(const struct reader *r, bool ended)
{
    const struct buf *b = &r->buffer;
    const char *nl = b->len ? memchr(b->s, '\n', b->len) : NULL;
    return nl ? (size_t)(nl - b->s) + 1 : ended ? b->len : 0;
}

struct value reader_take(struct reader *r, size_t n)
{
    struct buf *b = &r->buffer;
    n = n < b->len ? n : b->len;
    char *text = arena_alloc(&this_thread->arena, n + 1);
    memcpy(text, buf_str(b), n);
    memmove(buf_str(b), buf_str(b) + n, b->len - n);
    b->len -= n;
    if (b->s)
        b->s[b->len] = 0;
    return value_str(text);
}

void reader_close(struct reader *r)
{
    buf_free(&r->come);
    buf_free(&r->buffer);
}

struct write {
    uv_write_t request; /* first: who frees it frees all */
    char text[];
};

bool io_write(uv_stream_t *to, const char *text, size_t n, void *data, uv_write_cb written)
{
    struct write *w = xmalloc(sizeof *w + n);
    memcpy(w->text, text, n);
    w->request.data = data;
    uv_buf_t bytes = uv_buf_init(w->text, (unsigned)n);
    bool begun = uv_write(&w->request, to, &bytes, 1, written) >= 0;
    if (!begun)
        free(w);
    return begun;
}
