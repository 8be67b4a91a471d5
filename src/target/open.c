/* SPDX-License-Identifier: MIT */
#include "target/open.h"

#include <string.h>

#include "base/report.h"
#include "scenes/scene.h"
#include "target/file.h"
#include "target/live.h"
#include "target/quiz.h"
#include "target/scene.h"

bool target_is_file(const char *s)
{
    return strchr(s, '/') || strchr(s, '.') || !strcmp(s, "-");
}

void target_nearest(struct nearest *n)
{
    for (size_t i = 0; scenes[i]; i++)
        nearest_try(n, scenes[i]->program.name);
}

int target_unknown(const char *name)
{
    struct nearest n;
    nearest_begin(&n, name, strlen(name));
    target_nearest(&n);
    return usage_error("there is no scene '%s'%s", name,
                       n.name ? nearest_said(&n)
                              : "; 'loopscope list' names them (a file has a dot or a slash in its "
                                "name)");
}

int target_open(struct target **t, const struct wish *w)
{
    const struct scene *scene = scene_find(w->what);
    if (w->own.launch)
        return live_open(t, w);
    if (scene)
        return scene_open(t, scene, w);
    if (!strcmp(w->what, "quiz"))
        return quiz_open(t, w);
    if (target_is_file(w->what))
        return file_open(t, w);
    return target_unknown(w->what);
}
