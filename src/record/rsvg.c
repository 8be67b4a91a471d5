/* SPDX-License-Identifier: MIT */
#include "record/rsvg.h"

#ifdef HAVE_RSVG
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#ifdef __APPLE__
#define LIBRARY "librsvg-2.2.dylib"
#else
#define LIBRARY "librsvg-2.so.2"
#endif

struct rsvg_functions rsvg;

static char trouble[512];

static void say_trouble(const char *what)
{
    snprintf(
        trouble, sizeof trouble,
        "librsvg, which draws pictures, cannot be loaded (%s); install the package librsvg2-2, or "
        "librsvg, as your system calls it, or make an .svg, which needs none",
        what);
}

/* cairo, GLib and fontconfig come along with librsvg, and are found through it. */
static void find(void *library, const char *name, void *to)
{
    void *function = dlsym(library, name);
    if (!function)
        say_trouble(dlerror());
    memcpy(to, &function, sizeof function);
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

/* They stay loaded: libraries that they bring do not like to go. */
static void load(void)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        say_trouble(dlerror());
        return;
    }
#define FIND(name) find(library, #name, &rsvg.name);
    RSVG_FUNCTIONS(FIND)
#undef FIND
    if (!*trouble && !has_font())
        snprintf(trouble, sizeof trouble,
                 "there is no font for pictures, whose characters must all be of one width; "
                 "install DejaVu Sans "
                 "Mono (the package fonts-dejavu-core), or make an .svg, which needs none");
}

const char *rsvg_load(void)
{
    static bool loaded;
    if (!loaded)
        load();
    loaded = true;
    return *trouble ? trouble : NULL;
}
#else
const char *rsvg_load(void)
{
    return "this loopscope was built without librsvg, which draws pictures; run make setup and "
           "build it anew, or "
           "make an .svg, which needs none";
}
#endif
