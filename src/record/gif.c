/* SPDX-License-Identifier: MIT */
#include "record/gif.h"

#ifdef HAVE_GIF
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#ifdef __APPLE__
#define LIBRARY "libgif.7.dylib"
#else
#define LIBRARY "libgif.so.7"
#endif

struct gif_functions gif;

static char trouble[512];

static void say_trouble(const char *what)
{
    snprintf(trouble, sizeof trouble,
             "giflib, which writes GIFs, cannot be loaded (%s); install the package libgif7, or "
             "giflib, as "
             "your system calls it, or make an .svg, which needs none",
             what);
}

static void find(void *library, const char *name, void *to)
{
    void *function = dlsym(library, name);
    if (!function)
        say_trouble(dlerror());
    memcpy(to, &function, sizeof function);
}

static void load(void)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        say_trouble(dlerror());
        return;
    }
#define FIND(name) find(library, #name, &gif.name);
    GIF_FUNCTIONS(FIND)
#undef FIND
}

const char *gif_load(void)
{
    static bool loaded;
    if (!loaded)
        load();
    loaded = true;
    return *trouble ? trouble : NULL;
}
#else
const char *gif_load(void)
{
    return "this loopscope was built without giflib, which writes GIFs; run make setup and build "
           "it anew, or make "
           "an .svg, which needs none";
}
#endif
