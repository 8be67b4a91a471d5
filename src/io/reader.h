/* SPDX-License-Identifier: MIT */
/* One end of a pipe or a socket: the bytes that came and were not read yet, as asyncio's StreamReader
 * has them, and how some are written. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

#include "base/buf.h"
#include "python/value.h"

struct reader {
    struct buf come;   /* not told of yet */
    struct buf buffer; /* told of, and not read yet */
};

/* For uv_read_start(): room that the read callback frees. */
void reader_room(uv_handle_t *handle, size_t suggested, uv_buf_t *to);
/* What came has been told of. */
void reader_told(struct reader *r);
/* Bytes of the next line, with its newline; where no more will come, of what is left; 0: there is none. */
size_t reader_line(const struct reader *r, bool ended);
/* Reads the first n bytes, or as many as there are, as a str. */
struct value reader_take(struct reader *r, size_t n);
void reader_close(struct reader *r);

/* Writes a copy of n bytes; `written` frees its request, whose data is the one given. false: it cannot be
 * written, and `written` is not called. */
bool io_write(uv_stream_t *to, const char *text, size_t n, void *data, uv_write_cb written);
