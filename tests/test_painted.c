/* SPDX-License-Identifier: MIT */
/* Pictures that are painted: PNG, PDF, folders of pictures, read by what did not write them. */
#include <dlfcn.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "record/folder.h"
#include "record/format.h"
#include "record/gif.h"
#include "record/gif_colors.h"
#include "record/gif_film.h"
#include "record/pages.h"
#include "record/paint.h"
#include "record/png.h"
#include "record/rsvg.h"
#include "tests/support/file.h"
#include "tests/support/session.h"
#include "tests/test.h"

static char folder[] = "build/painted-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return !mkdtemp(folder) || setenv("P", folder, 1);
}

static int remove_folder(void **state)
{
    (void)state;
    return system("rm -r \"$P\"");
}

#define SKIP_WITHOUT_PAINT()                    \
    if (paint_trouble()) {                      \
        print_message("%s\n", paint_trouble()); \
        skip();                                 \
    }

static void assert_says(const char *command, const char *want)
{
    struct buf line = {0};
    buf_printf(&line, "L=${LOOPSCOPE:-build/loopscope}; %s", command);
    struct buf out = output_of(line.s);
    if (strcmp(buf_str(&out), want) != 0)
        fail_msg("%s\nsays: %s\nnot:  %s", command, buf_str(&out), want);
    buf_free(&line);
    buf_free(&out);
}

/* ---- pages ---- */

static void note_page(void *out, const struct screen *s, const char *told)
{
    buf_printf(out, "%c %s\n", (int)screen_at(s, 0, 0)->ch, told);
}

static void show(struct pages *p, char what, const char *told)
{
    struct screen s;
    screen_init(&s, 1, 1);
    win_putc(win_whole(&s), 0, 0, (struct style){0}, (uint32_t)what);
    pages_frame(p, &(struct film_frame){.screen = &s, .told = told});
    screen_close(&s);
}

TEST(a_page_is_how_a_moment_was_seen_last)
{
    struct buf out = {0};
    struct pages p;
    struct screen first;
    screen_init(&first, 1, 1);
    pages_start(&p, &first, note_page, &out);
    show(&p, 'a', "before any moment");
    show(&p, 'b', "one");
    pages_mark(&p);
    show(&p, 'c', "one");
    show(&p, 'd', "two");
    pages_mark(&p);
    pages_mark(&p);
    show(&p, 'e', "three");
    pages_mark(&p);
    show(&p, 'f', "three");
    pages_end(&p);
    assert_string_equal(out.s, "a before any moment\nc one\nd two\nf three\n");
    buf_free(&out);
    screen_close(&first);
}

TEST(files_of_a_folder_come_out_as_they_were_put_in)
{
    struct buf all = {0}, a = {.s = (char *)"one\0two", .len = 7}, b = {0};
    const char *file;
    size_t at = 0, n;
    folder_add(&all, &a);
    folder_add(&all, &b);
    assert_true(folder_next(&all, &at, &file, &n));
    assert_int_equal(n, 7);
    assert_memory_equal(file, "one\0two", 7);
    assert_true(folder_next(&all, &at, &file, &n));
    assert_int_equal(n, 0);
    assert_false(folder_next(&all, &at, &file, &n));
    buf_free(&all);
}

/* ---- PNG, read by cairo ---- */

#ifdef HAVE_RSVG
static struct rgb rgb_at(const unsigned char *row, int x)
{
    uint32_t p;
    memcpy(&p, row + (size_t)x * 4, sizeof p);
    return (struct rgb){(uint8_t)(p >> 16), (uint8_t)(p >> 8), (uint8_t)p};
}

/* What cairo has of PNGs, and we do not call. */
static struct {
    __typeof__(&cairo_image_surface_create_from_png) read;
    __typeof__(&cairo_surface_write_to_png) write;
    __typeof__(&cairo_image_surface_get_width) width;
} cairo;

static void load_cairo(void)
{
    static const char *const names[] = {"cairo_image_surface_create_from_png",
                                        "cairo_surface_write_to_png",
                                        "cairo_image_surface_get_width"};
    void *library = dlopen("libcairo.so.2", RTLD_NOW), *functions[3];
    assert_non_null(library);
    for (int i = 0; i < 3; i++)
        assert_non_null(functions[i] = dlsym(library, names[i]));
    memcpy(&cairo, functions, sizeof cairo);
}

/* The colour in the middle of a cell of a picture, which has so many of them. */
static struct rgb png_at(const char *path, int h, int w, int y, int x)
{
    load_cairo();
    cairo_surface_t *s = cairo.read(path);
    assert_int_equal(rsvg.cairo_surface_status(s), 0);
    assert_int_equal(cairo.width(s), 2 * (9 * w + 18));
    int stride = rsvg.cairo_image_surface_get_stride(s);
    const unsigned char *at = rsvg.cairo_image_surface_get_data(s);
    struct rgb c = rgb_at(at + (ptrdiff_t)(2 * (9 + 19 * y) + 19) * stride, 2 * (9 + 9 * x) + 9);
    (void)h;
    rsvg.cairo_surface_destroy(s);
    return c;
}

static void assert_rgb(struct rgb c, struct rgb want)
{
    assert_int_equal(c.r, want.r);
    assert_int_equal(c.g, want.g);
    assert_int_equal(c.b, want.b);
}

static void write_bytes(const char *path, const struct buf *b)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fwrite(b->s, 1, b->len, f);
    fclose(f);
}

TEST(a_cell_is_in_a_png_where_it_is_on_the_screen)
{
    SKIP_WITHOUT_PAINT()
    const struct theme *t = themes[0];
    struct look look = {.theme = t};
    struct screen s;
    struct buf png = {0}, path = {0};
    screen_init(&s, 3, 10);
    win_putc(win_whole(&s), 1, 4, (struct style){.role = ROLE_READY}, 0x2588);
    win_ground(win_whole(&s), 2, 9, 1, GROUND_CURRENT);
    paint_png(&png, &s, &look);
    assert_null(paint_trouble());
    buf_printf(&path, "%s/cell.png", folder);
    write_bytes(path.s, &png);
    assert_rgb(png_at(path.s, 3, 10, 1, 4), t->roles[ROLE_READY]);
    assert_rgb(png_at(path.s, 3, 10, 2, 9), t->grounds[GROUND_CURRENT]);
    assert_rgb(png_at(path.s, 3, 10, 0, 0), t->grounds[GROUND_NONE]);
    assert_rgb(png_at(path.s, 3, 10, 1, 3), t->grounds[GROUND_NONE]);
    buf_free(&png);
    buf_free(&path);
    screen_close(&s);
}

/* Premultiplied, of every alpha there is, and many enough that they do not fit into one chunk. */
static void make_pixels(cairo_surface_t *s, int w, int h)
{
    unsigned char *at = rsvg.cairo_image_surface_get_data(s);
    int stride = rsvg.cairo_image_surface_get_stride(s);
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            uint32_t n = (uint32_t)(x * 7919 + y * 104729), alpha = y < 256 ? (uint32_t)y : 255;
            uint32_t pixel = alpha << 24;
            for (int shift = 16; shift >= 0; shift -= 8)
                pixel |= (n >> shift & 0xff) * alpha / 255 << shift;
            memcpy(at + (ptrdiff_t)y * stride + 4 * x, &pixel, sizeof pixel);
        }
}

static bool are_same(cairo_surface_t *a, cairo_surface_t *b, int w, int h)
{
    int stride = rsvg.cairo_image_surface_get_stride(a);
    if (rsvg.cairo_image_surface_get_stride(b) != stride)
        return false;
    for (int y = 0; y < h; y++)
        if (memcmp(rsvg.cairo_image_surface_get_data(a) + (ptrdiff_t)y * stride,
                   rsvg.cairo_image_surface_get_data(b) + (ptrdiff_t)y * stride,
                   4 * (size_t)w) != 0)
            return false;
    return true;
}

TEST(a_png_of_ours_has_the_pixels_of_one_that_cairo_writes)
{
    SKIP_WITHOUT_PAINT()
    enum { W = 301, H = 300 };
    struct buf png = {0}, ours = {0}, theirs = {0};
    cairo_surface_t *s = rsvg.cairo_image_surface_create(CAIRO_FORMAT_ARGB32, W, H);
    make_pixels(s, W, H);
    assert_true(png_write(&png, rsvg.cairo_image_surface_get_data(s), W, H,
                          rsvg.cairo_image_surface_get_stride(s)));
    assert_true(png.len > 1 << 16);
    buf_printf(&ours, "%s/ours.png", folder);
    buf_printf(&theirs, "%s/theirs.png", folder);
    write_bytes(ours.s, &png);
    load_cairo();
    assert_int_equal(cairo.write(s, theirs.s), 0);
    cairo_surface_t *a = cairo.read(ours.s), *b = cairo.read(theirs.s);
    assert_int_equal(rsvg.cairo_surface_status(a), 0);
    assert_true(are_same(a, b, W, H));
    for (cairo_surface_t **each = (cairo_surface_t *[]){s, a, b, NULL}; *each; each++)
        rsvg.cairo_surface_destroy(*each);
    buf_free(&png);
    buf_free(&ours);
    buf_free(&theirs);
}

/* Letters leave their ink where they stand, and none elsewhere. */
TEST(text_is_painted_with_a_font)
{
    SKIP_WITHOUT_PAINT()
    struct look look = {.theme = themes[0]};
    struct screen s;
    struct pixels blank, text;
    screen_init(&s, 1, 4);
    paint_pixels(&blank, &s, &look);
    win_puts(win_whole(&s), 0, 1, (struct style){0}, "M");
    paint_pixels(&text, &s, &look);
    assert_int_equal(text.w, 9 * 4 + 18);
    assert_int_equal(text.h, 19 + 18);
    int other = 0, outside = 0;
    for (int i = 0; i < text.w * text.h; i++) {
        bool is = memcmp(blank.at + 4 * i, text.at + 4 * i, 4) != 0;
        int x = i % text.w;
        other += is;
        outside += is && (x < 17 || x > 28);
    }
    assert_true(other > 20);
    assert_int_equal(outside, 0);
    free(blank.at);
    free(text.at);
    screen_close(&s);
}
#endif

/* ---- GIF, read by giflib ---- */

#ifdef HAVE_GIF
static void *function_of(const char *name)
{
    void *library = dlopen("libgif.so.7", RTLD_NOW);
    assert_non_null(library);
    void *function = dlsym(library, name);
    assert_non_null(function);
    return function;
}

static GifFileType *read_gif(const char *path)
{
    __typeof__(&DGifOpenFileName) open;
    __typeof__(&DGifSlurp) slurp;
    void *function = function_of("DGifOpenFileName");
    int error;
    memcpy(&open, &function, sizeof open);
    function = function_of("DGifSlurp");
    memcpy(&slurp, &function, sizeof slurp);
    GifFileType *gif_file = open(path, &error);
    assert_non_null(gif_file);
    assert_int_equal(slurp(gif_file), GIF_OK);
    return gif_file;
}

static void close_gif(GifFileType *gif_file)
{
    __typeof__(&DGifCloseFile) end;
    void *function = function_of("DGifCloseFile");
    int error;
    memcpy(&end, &function, sizeof end);
    end(gif_file, &error);
}

static GraphicsControlBlock control_of(const GifFileType *file, int frame)
{
    __typeof__(&DGifSavedExtensionToGCB) get;
    void *function = function_of("DGifSavedExtensionToGCB");
    GraphicsControlBlock control;
    memcpy(&get, &function, sizeof get);
    assert_int_equal(get((GifFileType *)file, frame, &control), GIF_OK);
    return control;
}

/* A bar is what the second frame adds, at 1.25 s, and another the third, which comes too soon for both to be seen;
 * the last says the same. */
TEST(a_gif_has_of_each_frame_what_changed_as_long_as_it_is_seen)
{
    if (gif_trouble())
        skip();
    struct look look = {.theme = themes[0]};
    struct screen s;
    struct buf b = {0}, path = {0};
    screen_init(&s, 3, 10);
    void *g = gif_start(&b, &s, &look);
    gif_frame(g, &(struct film_frame){.screen = &s, .seconds = 0});
    win_putc(win_whole(&s), 1, 7, (struct style){.role = ROLE_FAILED}, 0x2588);
    gif_frame(g, &(struct film_frame){.screen = &s, .seconds = 1.25});
    win_putc(win_whole(&s), 1, 4, (struct style){.role = ROLE_READY}, 0x2588);
    gif_frame(g, &(struct film_frame){.screen = &s, .seconds = 1.255});
    gif_frame(g, &(struct film_frame){.screen = &s, .seconds = 2});
    gif_end(g, 5);
    assert_null(gif_trouble());
    buf_printf(&path, "%s/x.gif", folder);
    write_bytes(path.s, &b);
    GifFileType *file = read_gif(path.s);
    assert_int_equal(file->SWidth, 9 * 10 + 18);
    assert_int_equal(file->ImageCount, 3);
    static const int delays[] = {125, 75, 300};
    for (int i = 0; i < 3; i++)
        assert_int_equal(control_of(file, i).DelayTime, delays[i]);
    const SavedImage *second = &file->SavedImages[1];
    assert_int_equal(second->ImageDesc.Left, 9 + 9 * 4);
    assert_int_equal(second->ImageDesc.Width, 9 * 4);
    assert_int_equal(second->ImageDesc.Top, 9 + 19);
    assert_int_equal(second->ImageDesc.Height, 19);
    GifColorType c = file->SColorMap->Colors[second->RasterBits[9 * 9 * 4 + 4]];
    assert_rgb((struct rgb){c.Red, c.Green, c.Blue}, look.theme->roles[ROLE_READY]);
    assert_int_equal(second->RasterBits[9 * 9 * 4 + 13], control_of(file, 1).TransparentColor);
    assert_int_equal(file->SavedImages[2].ImageDesc.Width, 1);
    close_gif(file);
    buf_free(&b);
    buf_free(&path);
    screen_close(&s);
}

/* Puts a frame over what is shown: what is transparent leaves that as it is. */
static void put_over(unsigned char *shown, const GifFileType *file, int frame)
{
    const SavedImage *image = &file->SavedImages[frame];
    const GifImageDesc *d = &image->ImageDesc;
    int transparent = control_of(file, frame).TransparentColor;
    for (int y = 0; y < d->Height; y++)
        for (int x = 0; x < d->Width; x++) {
            unsigned char color = image->RasterBits[y * d->Width + x];
            if (frame == 0 || color != transparent)
                shown[(d->Top + y) * file->SWidth + d->Left + x] = color;
        }
}

/* Is that the screen as it is painted, in the colours that a GIF has? */
static void assert_painted(const unsigned char *shown, const struct screen *s,
                           const struct look *look)
{
    struct pixels p;
    struct gif_colors colors;
    gif_colors_of(&colors, look->theme);
    paint_pixels(&p, s, look);
    for (int i = 0; i < p.w * p.h; i++) {
        uint32_t c;
        memcpy(&c, p.at + 4 * i, sizeof c);
        uint8_t want = c >> 24 < 0x80
                           ? GIF_TRANSPARENT
                           : gif_color(&colors, (struct rgb){(uint8_t)(c >> 16), (uint8_t)(c >> 8),
                                                             (uint8_t)c});
        if (shown[i] != want)
            fail_msg("at %d, %d", i % p.w, i / p.w);
    }
    free(p.at);
}

/* Words here and there, in all roles and on all grounds. */
static void change(struct screen *s, int step)
{
    static const char *const words[] = {"ready", "Task-2 └╌╌█", "", "“Two”  ▒▒▂", "await"};
    for (int y = step % 3; y < s->h; y += 3) {
        struct style st = {.role = (uint8_t)((7 * step + y) % ROLES),
                           .ground = (uint8_t)((step + y) % GROUNDS)};
        win_fill(win_whole(s), y, 0, s->w / 2, (struct style){0}, ' ');
        win_puts(win_whole(s), y, (5 * step + y) % 9, st, words[(step + y) % 5]);
    }
}

TEST(a_frame_of_a_gif_over_those_before_it_is_the_screen_as_it_is_painted)
{
    enum { FRAMES = 6 };
    if (gif_trouble())
        skip();
    struct look look = {.theme = themes[0], .window = true};
    struct screen s;
    struct buf b = {0}, path = {0};
    screen_init(&s, 5, 24);
    void *g = gif_start(&b, &s, &look);
    for (int i = 0; i < FRAMES; i++) {
        change(&s, i);
        gif_frame(g, &(struct film_frame){.screen = &s, .seconds = i});
    }
    gif_end(g, FRAMES);
    screen_close(&s);
    buf_printf(&path, "%s/over.gif", folder);
    write_bytes(path.s, &b);
    GifFileType *file = read_gif(path.s);
    assert_int_equal(file->ImageCount, FRAMES);
    unsigned char *shown = calloc((size_t)file->SWidth, (size_t)file->SHeight);
    screen_init(&s, 5, 24);
    for (int i = 0; i < FRAMES; i++) {
        change(&s, i);
        put_over(shown, file, i);
        assert_painted(shown, &s, &look);
    }
    free(shown);
    close_gif(file);
    screen_close(&s);
    buf_free(&b);
    buf_free(&path);
}

TEST(a_gif_of_one_screen_is_that_screen_and_does_not_begin_anew)
{
    if (gif_trouble())
        skip();
    struct look look = {.theme = themes[0]};
    struct screen s;
    struct buf b = {0}, path = {0};
    screen_init(&s, 5, 24);
    change(&s, 1);
    gif_still(&b, &s, &look);
    assert_null(memmem(b.s, b.len, "NETSCAPE2.0", 11)); /* which would say how often */
    buf_printf(&path, "%s/still.gif", folder);
    write_bytes(path.s, &b);
    GifFileType *file = read_gif(path.s);
    assert_int_equal(file->ImageCount, 1);
    assert_painted(file->SavedImages[0].RasterBits, &s, &look);
    close_gif(file);
    screen_close(&s);
    buf_free(&b);
    buf_free(&path);
}

static bool far(const GifColorType *a, const GifColorType *b)
{
    return abs(a->Red - b->Red) + abs(a->Green - b->Green) + abs(a->Blue - b->Blue) > 96;
}

/* How many pixels have another colour, and not just that of another font's edge. */
static int pixels_that_differ(const GifFileType *a, const GifFileType *b, int frame)
{
    const SavedImage *of_a = &a->SavedImages[frame], *of_b = &b->SavedImages[frame];
    int n = 0, all = of_a->ImageDesc.Width * of_a->ImageDesc.Height;
    for (int i = 0; i < all; i++)
        n += far(&a->SColorMap->Colors[of_a->RasterBits[i]],
                 &b->SColorMap->Colors[of_b->RasterBits[i]]);
    return n;
}

TEST(the_demo_of_pixels_shows_what_its_script_makes)
{
    struct buf path = {0}, command = {0};
    if (gif_trouble())
        skip();
    buf_printf(&path, "%s/small.gif", folder);
    buf_printf(&command,
               "$L record hello-gather --script assets/demos/small.keys -o %s 2>/dev/null", path.s);
    assert_says(command.s, "");
    GifFileType *kept = read_gif("assets/demos/small.gif"), *made = read_gif(path.s);
    assert_int_equal(made->SWidth, kept->SWidth);
    assert_int_equal(made->SHeight, kept->SHeight);
    assert_int_equal(made->ImageCount, kept->ImageCount);
    for (int i = 0; i < kept->ImageCount; i++) {
        const GifImageDesc *a = &made->SavedImages[i].ImageDesc,
                           *b = &kept->SavedImages[i].ImageDesc;
        assert_int_equal(control_of(made, i).DelayTime, control_of(kept, i).DelayTime);
        assert_int_equal(a->Left, b->Left);
        assert_int_equal(a->Top, b->Top);
        assert_int_equal(a->Width, b->Width);
        assert_int_equal(a->Height, b->Height);
        assert_true(50 * pixels_that_differ(made, kept, i) <= a->Width * a->Height);
    }
    close_gif(kept);
    close_gif(made);
    buf_free(&path);
    buf_free(&command);
}
#endif

/* ---- what the program writes ---- */

TEST(a_picture_is_the_same_in_every_locale_and_time_zone)
{
    SKIP_WITHOUT_PAINT()
    assert_says(
        "for f in png pdf; do "
        "LC_ALL=C TZ=UTC \"$L\" snap count --size 80x24 --keys 9*s -o \"$P/a.$f\"; sleep 1; "
        "LC_ALL=ja_JP.UTF-8 LANG=ja_JP.UTF-8 TZ=Asia/Tokyo COLUMNS=40 TERM=dumb "
        "\"$L\" snap count --size 80x24 --keys 9*s -o \"$P/b.$f\"; "
        "cmp \"$P/a.$f\" \"$P/b.$f\" && echo $f; done",
        "png\npdf\n");
}

TEST(a_recording_as_png_is_the_last_screen_or_that_of_a_time)
{
    SKIP_WITHOUT_PAINT()
    assert_says(
        "\"$L\" record count --keys 3*s --hide-keys --size 80x24 -o \"$P/r.png\" 2>&1 | "
        "sed 's/.*r.png: [0-9]*/r.png: N/'; "
        "\"$L\" snap count --keys 3*s --size 80x24 -o \"$P/s.png\"; "
        "cmp \"$P/r.png\" \"$P/s.png\" && echo last; "
        "\"$L\" record count --keys 9*s --hide-keys --at 1.6 --size 80x24 -o \"$P/t.png\" 2>&1 | "
        "grep -c KB; cmp \"$P/t.png\" \"$P/s.png\" && echo then",
        "r.png: N KB\nlast\n1\nthen\n");
}

/* cairo before 1.18 leaves the objects of pages uncompressed. */
TEST(a_pdf_has_a_page_a_moment_and_so_has_a_folder)
{
    SKIP_WITHOUT_PAINT()
    assert_says("\"$L\" record hello-gather --size 80x24 -o \"$P/p.pdf\" 2>&1 | "
                "sed 's/.* s, \\([0-9]* frames\\).*/\\1/' >\"$P/frames\"; "
                "\"$L\" record hello-gather --size 80x24 -o \"$P/steps/\" 2>/dev/null; "
                "n=$(ls \"$P/steps\" | wc -l); [ $(tail -n 1 \"$P/frames\" | cut -d ' ' -f 1) = $n "
                "] && echo a frame a file; "
                "pages=$(grep -a -c '/Type /Page$' \"$P/p.pdf\"); [ $pages = 0 ] || [ $pages = $n "
                "] && echo a page a file; "
                "ls \"$P/steps\" | head -n 2",
                "a frame a file\na page a file\n0001.png\n0002.png\n");
}

TEST(a_folder_gets_what_it_lacks_and_loses_what_is_one_too_many_and_nothing_else)
{
    SKIP_WITHOUT_PAINT()
    assert_says(
        "\"$L\" record count --keys '4*s' --size 60x10 -o \"$P/few\" --format steps 2>/dev/null; "
        "ls \"$P/few\"; "
        "\"$L\" record count --keys 's' --size 60x10 -o \"$P/few/\" 2>/dev/null; ls \"$P/few\"; "
        "touch \"$P/few/letter\"; "
        "\"$L\" record count --keys '4*s' --size 60x10 -o \"$P/few/\" 2>&1 | grep -c 'something "
        "else in it (letter)'; "
        "ls \"$P/few\"",
        "0001.png\n0002.png\n0003.png\n0004.png\n0005.png\n"
        "0001.png\n0002.png\n1\n0001.png\n0002.png\nletter\n");
}

TEST(where_a_picture_cannot_be_written_the_old_file_stays)
{
    SKIP_WITHOUT_PAINT()
    assert_says("echo old >\"$P/old.png\"; "
                "(ulimit -f 8; trap '' XFSZ; \"$L\" snap count -o \"$P/old.png\") 2>&1 | grep -c "
                "'cannot be written'; "
                "cat \"$P/old.png\"; \"$L\" snap count --format png -o /dev/full 2>&1 | grep -c "
                "'No space left'; "
                "ls -A \"$P\" | grep -c loopscope-",
                "1\nold\n1\n0\n");
}

TEST(so_it_does_with_films_and_folders)
{
    SKIP_WITHOUT_PAINT()
    assert_says("for f in gif pdf; do echo old >\"$P/k.$f\"; "
                "(ulimit -f 8; \"$L\" record count --keys 's s' -o \"$P/k.$f\") 2>/dev/null; "
                "cat \"$P/k.$f\"; done; "
                "mkdir \"$P/k\"; echo old >\"$P/k/0001.png\"; "
                "(ulimit -f 8; \"$L\" record count --keys 's s' -o \"$P/k/\") 2>/dev/null; "
                "cat \"$P/k/0001.png\"; ls -A \"$P/k\"; ls -A \"$P\" | grep -c loopscope-",
                "old\nold\nold\n0001.png\n0\n");
}

/* It is stopped for as long as a slow machine would need. */
TEST(a_long_film_says_how_far_it_is_and_where_it_is_killed_the_old_file_stays)
{
    SKIP_WITHOUT_PAINT()
    static const char *const names[] = {"long.gif", "long.pdf", "long/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct vt v;
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_says("rm -rf \"$P\"/long*; echo old >\"$P/long.gif\"; echo old >\"$P/long.pdf\"; "
                    "mkdir \"$P/long\"; echo old >\"$P/long/0001.png\"",
                    "");
        vt_open(&v, 24, 80);
        vt_start(&v, WORDS(loopscope(), "record", "swarm", "-o", path, "--size=200x50"));
        usleep(300000);
        kill(v.pid, SIGSTOP);
        usleep(2200000);
        kill(v.pid, SIGCONT);
        assert_has(&v, " s …");
        kill(v.pid, SIGKILL);
        assert_killed(&v, SIGKILL);
        vt_close(&v);
        assert_says(
            "cat \"$P\"/long.* \"$P\"/long/*; ls -A \"$P/long\" \"$P\" | grep -c loopscope-",
            "old\nold\nold\n0\n");
    }
}

TEST(without_a_font_there_is_a_sentence_and_no_file)
{
    SKIP_WITHOUT_PAINT()
    assert_says("echo '<fontconfig></fontconfig>' >\"$P/fonts\"; echo old >\"$P/none.png\"; "
                "FONTCONFIG_FILE=\"$PWD/$P/fonts\" \"$L\" snap count -o \"$P/none.png\" 2>&1 | "
                "head -n 1; cat \"$P/none.png\"",
                "loopscope: there is no font for pictures, whose characters must all be of one "
                "width; install DejaVu Sans "
                "Mono (the package fonts-dejavu-core), or make an .svg, which needs none\nold\n");
}

TEST(a_program_built_without_librsvg_says_how_to_get_pictures)
{
    assert_says("cat >\"$P/main.c\" <<'.'\n#include <stdio.h>\n#include \"record/rsvg.h\"\n"
                "int main(void) { puts(rsvg_load()); return 0; }\n.\n"
                "${CC:-cc} -D_GNU_SOURCE -DWITHOUT_rsvg -Isrc -o \"$P/main\" \"$P/main.c\" "
                "src/record/rsvg.c && \"$P/main\"",
                "this loopscope was built without librsvg, which draws pictures; run make setup "
                "and build it anew, or "
                "make an .svg, which needs none\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_how_a_moment_was_seen_last),
        cmocka_unit_test(files_of_a_folder_come_out_as_they_were_put_in),
#ifdef HAVE_RSVG
        cmocka_unit_test(a_cell_is_in_a_png_where_it_is_on_the_screen),
        cmocka_unit_test(a_png_of_ours_has_the_pixels_of_one_that_cairo_writes),
        cmocka_unit_test(text_is_painted_with_a_font),
#endif
#ifdef HAVE_GIF
        cmocka_unit_test(a_gif_has_of_each_frame_what_changed_as_long_as_it_is_seen),
        cmocka_unit_test(a_gif_of_one_screen_is_that_screen_and_does_not_begin_anew),
        cmocka_unit_test(a_frame_of_a_gif_over_those_before_it_is_the_screen_as_it_is_painted),
        cmocka_unit_test(the_demo_of_pixels_shows_what_its_script_makes),
#endif
        cmocka_unit_test(a_picture_is_the_same_in_every_locale_and_time_zone),
        cmocka_unit_test(a_recording_as_png_is_the_last_screen_or_that_of_a_time),
        cmocka_unit_test(a_pdf_has_a_page_a_moment_and_so_has_a_folder),
        cmocka_unit_test(
            a_folder_gets_what_it_lacks_and_loses_what_is_one_too_many_and_nothing_else),
        cmocka_unit_test(where_a_picture_cannot_be_written_the_old_file_stays),
        cmocka_unit_test(so_it_does_with_films_and_folders),
        cmocka_unit_test(a_long_film_says_how_far_it_is_and_where_it_is_killed_the_old_file_stays),
        cmocka_unit_test(without_a_font_there_is_a_sentence_and_no_file),
        cmocka_unit_test(a_program_built_without_librsvg_says_how_to_get_pictures),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder) != 0;
}
