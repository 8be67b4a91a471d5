/* SPDX-License-Identifier: MIT */
#include "record/gif.h"

#ifdef HAVE_GIF
#include "base/library.h"

struct gif_functions gif;

static struct library library = {
    .file = LIBRARY_FILE("libgif", "7"),
    .what = "giflib, which writes GIFs,",
    .advice = "install the package libgif7, or giflib, as your system calls it, or make an .svg, "
              "which needs none",
};

const char *gif_load(void)
{
    static const char *const names[] = {GIF_FUNCTIONS(LIBRARY_NAME) NULL};
    static bool loaded;
    if (!loaded)
        library_load(&library, names, &gif);
    loaded = true;
    return *library.trouble ? library.trouble : NULL;
}
#else
const char *gif_load(void)
{
    return "this loopscope was built without giflib, which writes GIFs; run make setup and build "
           "it anew, or make an .svg, which needs none";
}
#endif
