/* SPDX-License-Identifier: MIT */
/* https://www.w3.org/TR/png-3/ */
#include "record/png.h"

#include "record/rsvg.h"

#ifdef HAVE_RSVG
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Of zlib's nine: behind it files grow smaller by a few parts of a hundred, and take twice the time. */
enum { EFFORT = 4 };

/* ---- chunks ---- */

static char *put_number(char *to, uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *to++ = (char)(n >> shift & 0xff);
    return to;
}

/* Its size, its name and its data, and a check sum of both. */
static void put_chunk(struct buf *out, const char *name, const char *data, size_t n)
{
    char *to = buf_room(out, 12 + n);
    put_number(to, (uint32_t)n);
    memcpy(to + 4, name, 4);
    memcpy(to + 8, data, n);
    put_number(to + 8 + n, (uint32_t)rsvg.crc32(0, (const Bytef *)to + 4, (uInt)(4 + n)));
    buf_put(out, 12 + n);
}

static void put_head(struct buf *out, int w, int h)
{
    enum { BITS = 8, COLOR_AND_ALPHA = 6 };
    char data[13] = {[8] = BITS, [9] = COLOR_AND_ALPHA};
    put_number(put_number(data, (uint32_t)w), (uint32_t)h);
    buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    put_chunk(out, "IHDR", data, sizeof data);
}

/* ---- pixels ---- */

/* Colours are as they are, and not times their alpha. */
static uint32_t part(uint32_t pixel, int shift, uint32_t alpha)
{
    uint32_t c = pixel >> shift & 0xff;
    return alpha ? (c * 255 + alpha / 2) / alpha : 0;
}

/* A row of red, green, blue and alpha, behind a zero: nothing is foretold. */
static void put_row(unsigned char *to, const unsigned char *from, int w)
{
    *to++ = 0;
    for (int x = 0; x < w; x++, from += 4, to += 4) {
        uint32_t pixel;
        memcpy(&pixel, from, sizeof pixel);
        uint32_t alpha = pixel >> 24;
        bool whole = alpha == 255;
        to[0] = (unsigned char)(whole ? pixel >> 16 : part(pixel, 16, alpha));
        to[1] = (unsigned char)(whole ? pixel >> 8 : part(pixel, 8, alpha));
        to[2] = (unsigned char)(whole ? pixel : part(pixel, 0, alpha));
        to[3] = (unsigned char)alpha;
    }
}

/* ---- deflate ---- */

struct squeeze {
    z_stream zlib;
    struct buf *out;
    unsigned char data[1 << 15]; /* of the next chunk */
};

static bool squeeze_start(struct squeeze *q, struct buf *out)
{
    q->zlib = (z_stream){.next_out = q->data, .avail_out = sizeof q->data};
    q->out = out;
    return rsvg.deflateInit_(&q->zlib, EFFORT, ZLIB_VERSION, (int)sizeof q->zlib) == Z_OK;
}

static void squeeze_put(struct squeeze *q)
{
    size_t n = sizeof q->data - q->zlib.avail_out;
    if (n)
        put_chunk(q->out, "IDAT", (char *)q->data, n);
    q->zlib.next_out = q->data;
    q->zlib.avail_out = sizeof q->data;
}

/* Takes all of them in, and lets go of what is left inside if they are the last; true: that was all. */
static bool squeeze(struct squeeze *q, unsigned char *bytes, size_t n, bool last)
{
    int status;
    q->zlib.next_in = bytes;
    q->zlib.avail_in = (uInt)n;
    do {
        if (!q->zlib.avail_out)
            squeeze_put(q);
        status = rsvg.deflate(&q->zlib, last ? Z_FINISH : Z_NO_FLUSH);
    } while (status == Z_OK && (last || !q->zlib.avail_out));
    if (last)
        squeeze_put(q);
    return status == Z_STREAM_END;
}

bool png_write(struct buf *out, const unsigned char *pixels, int w, int h, int stride)
{
    struct squeeze q;
    size_t n = 4 * (size_t)w + 1;
    put_head(out, w, h);
    if (!squeeze_start(&q, out))
        return false;
    unsigned char *row = xmalloc(n);
    bool all = false;
    for (int y = 0; y < h; y++) {
        put_row(row, pixels + (ptrdiff_t)y * stride, w);
        all = squeeze(&q, row, n, y == h - 1);
    }
    free(row);
    rsvg.deflateEnd(&q.zlib);
    put_chunk(out, "IEND", "", 0);
    return all;
}
#endif
