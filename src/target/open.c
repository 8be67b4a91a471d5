/* SPDX-License-Identifier: MIT */
#include "target/open.h"

#include <string.h>

#include "base/report.h"
#include "scenes/scene.h"
#include "target/file.h"
#include "target/quiz.h"
#include "target/scene.h"

static bool looks_like_file(const char *s)
{
    return strchr(s, '/') || strchr(s, '.') || !strcmp(s, "-");
}

int target_open(struct target **t, const struct wish *w)
{
    const struct scene *scene = scene_find(w->what);
    if (scene)
        return scene_open(t, scene, w);
    if (!strcmp(w->what, "quiz"))
        return quiz_open(t, w);
    if (looks_like_file(w->what))
        return file_open(t, w);
    return usage_error("there is no scene '%s'; 'loopscope list' names them (a file has a dot or a "
                       "slash in its name)",
                       w->what);
}
