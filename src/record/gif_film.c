/* SPDX-License-Identifier: MIT */
#include "record/gif_film.h"

#include "record/gif.h"
#include "record/paint.h"

static bool failed;

const char *gif_trouble(void)
{
    const char *paint = paint_trouble(), *missing = paint ? paint : gif_load();
    return missing ? missing : failed ? "giflib cannot write our picture" : NULL;
}

#ifdef HAVE_GIF
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "record/gif_colors.h"

/* Viewers show what is shorter than this, in hundredths of a second, much longer. */
enum { SHORTEST = 2, LONGEST = 0xffff };

struct film_gif {
    struct look look;
    struct gif_colors colors;
    GifFileType *file;
    unsigned char *shown, *next; /* colours, row by row */
    int w, h;
    bool
        waits; /* `next` is not written: until the next one comes, nobody knows how long it stays */
    bool first; /* nothing is shown */
    long at;    /* when `next` came, in hundredths of a second */
};

struct box {
    int x0, y0, x1, y1;
};

static void check(int status)
{
    failed |= status != GIF_OK;
}

static int take(GifFileType *file, const GifByteType *bytes, int n)
{
    buf_add(file->UserData, (const char *)bytes, (size_t)n);
    return n;
}

/* Once is what it is without this. */
static void put_loop(struct film_gif *g)
{
    if (g->look.loop == 1)
        return;
    unsigned again = g->look.loop ? g->look.loop - 1 : 0;
    unsigned char times[] = {1, (unsigned char)again, (unsigned char)(again >> 8)};
    check(gif.EGifPutExtensionLeader(g->file, APPLICATION_EXT_FUNC_CODE));
    check(gif.EGifPutExtensionBlock(g->file, 11, "NETSCAPE2.0"));
    check(gif.EGifPutExtensionBlock(g->file, sizeof times, times));
    check(gif.EGifPutExtensionTrailer(g->file));
}

static void put_head(struct film_gif *g)
{
    GifColorType colors[GIF_COLORS] = {0};
    for (int i = 0; i < g->colors.count; i++)
        colors[i] = (GifColorType){g->colors.at[i].r, g->colors.at[i].g, g->colors.at[i].b};
    ColorMapObject *map = gif.GifMakeMapObject(GIF_COLORS, colors);
    failed |= !map;
    gif.EGifSetGifVersion(g->file, true);
    check(gif.EGifPutScreenDesc(g->file, g->w, g->h, 8, 0, map));
    gif.GifFreeMapObject(map);
    put_loop(g);
}

static struct film_gif *open_gif(struct buf *out, const struct screen *s, const struct look *look)
{
    struct film_gif *g = xcalloc(1, sizeof *g);
    int error;
    g->look = *look;
    g->first = true;
    paint_size(s, look, &g->w, &g->h);
    gif_colors_of(&g->colors, look->theme);
    g->shown = xcalloc((size_t)g->w, (size_t)g->h);
    g->next = xcalloc((size_t)g->w, (size_t)g->h);
    g->file = gif.EGifOpen(out, take, &error);
    if (!g->file)
        failed = true;
    else
        put_head(g);
    return g;
}

/* ---- a frame ---- */

static uint8_t color_of(struct film_gif *g, const unsigned char *pixel)
{
    uint32_t p;
    memcpy(&p, pixel, sizeof p);
    if (p >> 24 < 0x80)
        return GIF_TRANSPARENT;
    return gif_color(&g->colors, (struct rgb){(uint8_t)(p >> 16), (uint8_t)(p >> 8), (uint8_t)p});
}

/* What is beyond the first screen's size is cut off. */
static void take_screen(struct film_gif *g, const struct screen *s)
{
    struct pixels p;
    paint_pixels(&p, s, &g->look);
    memset(g->next, gif_color(&g->colors, g->look.theme->grounds[GROUND_NONE]),
           (size_t)g->w * (size_t)g->h);
    for (int y = 0; y < g->h && y < p.h; y++)
        for (int x = 0; x < g->w && x < p.w; x++)
            g->next[y * g->w + x] = color_of(g, p.at + 4 * ((size_t)y * (size_t)p.w + (size_t)x));
    free(p.at);
}

/* Where something has changed; if nothing has, a single pixel. */
static struct box changes(const struct film_gif *g)
{
    struct box b = {g->w, g->h, 0, 0};
    if (g->first)
        return (struct box){0, 0, g->w, g->h};
    for (int y = 0; y < g->h; y++)
        for (int x = 0; x < g->w; x++) {
            if (g->next[y * g->w + x] == g->shown[y * g->w + x])
                continue;
            b.x0 = x < b.x0 ? x : b.x0;
            b.x1 = x >= b.x1 ? x + 1 : b.x1;
            b.y0 = y < b.y0 ? y : b.y0;
            b.y1 = y + 1;
        }
    return b.x1 ? b : (struct box){0, 0, 1, 1};
}

static void put_control(struct film_gif *g, long hundredths)
{
    GifByteType bytes[4];
    GraphicsControlBlock control = {
        .DisposalMode = DISPOSE_DO_NOT,
        .DelayTime = (int)(hundredths < LONGEST ? hundredths : LONGEST),
        .TransparentColor = GIF_TRANSPARENT,
    };
    size_t n = gif.EGifGCBToExtension(&control, bytes);
    check(gif.EGifPutExtension(g->file, GRAPHICS_EXT_FUNC_CODE, (int)n, bytes));
}

/* What stays as it is lets what is there be seen: that is shorter. */
static void put_next(struct film_gif *g, long hundredths)
{
    struct box b = changes(g);
    int w = b.x1 - b.x0;
    unsigned char *row = xmalloc((size_t)w);
    put_control(g, hundredths);
    check(gif.EGifPutImageDesc(g->file, b.x0, b.y0, w, b.y1 - b.y0, false, NULL));
    for (int y = b.y0; y < b.y1; y++) {
        for (int x = b.x0; x < b.x1; x++) {
            int i = y * g->w + x;
            row[x - b.x0] = !g->first && g->next[i] == g->shown[i] ? GIF_TRANSPARENT : g->next[i];
        }
        check(gif.EGifPutLine(g->file, row, w));
    }
    free(row);
    memcpy(g->shown, g->next, (size_t)g->w * (size_t)g->h);
    g->first = false;
}

/* ---- the film ---- */

void *gif_start(struct buf *out, const struct screen *s, const struct look *look)
{
    return open_gif(out, s, look);
}

void gif_frame(void *recording, const struct film_frame *f)
{
    struct film_gif *g = recording;
    long at = (long)(f->seconds * 100 + 0.5);
    if (failed)
        return;
    if (g->waits && at - g->at >= SHORTEST) {
        put_next(g, at - g->at);
        g->at = at;
    } else if (!g->waits) {
        g->at = at;
    }
    take_screen(g, f->screen);
    g->waits = true;
}

void gif_end(void *recording, double seconds)
{
    struct film_gif *g = recording;
    long stays = (long)(seconds * 100 + 0.5) - g->at;
    int error;
    if (g->waits && !failed)
        put_next(g, stays < SHORTEST ? SHORTEST : stays);
    if (g->file)
        check(gif.EGifCloseFile(g->file, &error));
    free(g->shown);
    free(g->next);
    free(g);
}

void gif_still(struct buf *out, const struct screen *s, const struct look *look)
{
    struct look once = *look;
    once.loop = 1;
    struct film_gif *g = open_gif(out, s, &once);
    gif_frame(g, &(struct film_frame){.screen = s});
    gif_end(g, 0);
}
#endif
