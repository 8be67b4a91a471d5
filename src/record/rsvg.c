/* SPDX-License-Identifier: MIT */
#include "record/rsvg.h"

#ifdef HAVE_RSVG
#include <stdio.h>
#include <string.h>

#include "base/brittle.h"
#include "base/library.h"

struct rsvg_functions rsvg;

/* cairo, GLib, fontconfig and zlib come along with librsvg, and are found through it. */
static struct library library = {
    .file = LIBRARY_FILE("librsvg-2", "2"),
    .what = "librsvg, which draws pictures,",
    .advice = "install the package librsvg2-2, or librsvg, as your system calls it, or make an "
              ".svg, which needs none",
};

/* fontconfig would do it by itself, and try again for ever where there is no memory. */
static bool has_fonts_at_all(void)
{
    FcConfig *config = rsvg.FcInitLoadConfigAndFonts();
    return config && rsvg.FcConfigSetCurrent(config);
}

/* Is the font that our pictures ask for, or another in its stead, one whose characters are all of one width? */
static bool has_font(void)
{
    static const char *const families[] = {"JetBrains Mono", "DejaVu Sans Mono", "monospace"};
    FcPattern *wish = rsvg.FcPatternCreate(), *font;
    FcResult result;
    int spacing = FC_PROPORTIONAL;
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        rsvg.FcPatternAddString(wish, FC_FAMILY, (const FcChar8 *)families[i]);
    rsvg.FcConfigSubstitute(NULL, wish, FcMatchPattern);
    rsvg.FcDefaultSubstitute(wish);
    font = rsvg.FcFontMatch(NULL, wish, &result);
    if (font && rsvg.FcPatternGetInteger(font, FC_SPACING, 0, &spacing) != FcResultMatch)
        spacing = FC_PROPORTIONAL;
    if (font)
        rsvg.FcPatternDestroy(font);
    rsvg.FcPatternDestroy(wish);
    return spacing != FC_PROPORTIONAL;
}

/* Pango goes on where a font has no memory, draws nothing of its characters, and says so only here. */
static GLogWriterOutput hear(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    for (gsize i = 0; i < n; i++)
        if (!strcmp(fields[i].key, "MESSAGE") && strstr(fields[i].value, "memory"))
            snprintf(library.trouble, sizeof library.trouble, RSVG_BREAKS);
    return rsvg.g_log_writer_default(level, fields, n, data);
}

static void load(void)
{
    static const char *const names[] = {RSVG_FUNCTIONS(LIBRARY_NAME) NULL};
    if (!library_load(&library, names, &rsvg))
        return;
    rsvg.g_log_set_writer_func(hear, NULL, NULL);
    if (!has_fonts_at_all())
        library_fails(&library, "no memory for the list of fonts");
    else if (!has_font())
        snprintf(library.trouble, sizeof library.trouble,
                 "there is no font for pictures, whose characters must all be of one width; "
                 "install DejaVu Sans Mono (the package fonts-dejavu-core), or make an .svg, "
                 "which needs none");
}

const char *rsvg_load(void)
{
    static bool loaded;
    if (!loaded) {
        brittle_begin(RSVG_BREAKS);
        load();
        brittle_end();
    }
    loaded = true;
    return *library.trouble ? library.trouble : NULL;
}
#else
const char *rsvg_load(void)
{
    return "this loopscope was built without librsvg, which draws pictures; run make setup and "
           "build it anew, or make an .svg, which needs none";
}
#endif
