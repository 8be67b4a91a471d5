/* SPDX-License-Identifier: MIT */
/* The list of scenes: a new one is a file beside its Python twin, and a line in each of these two
 * lists. */
#include "scenes/scene.h"

#include <string.h>

/* clang-format off */
extern const struct scene
    scene_count,
    scene_count_sync,
    scene_makerandom,
    scene_hello_sequential,
    scene_hello_gather;

const struct scene *const scenes[] = {
    &scene_count,
    &scene_count_sync,
    &scene_makerandom,
    &scene_hello_sequential,
    &scene_hello_gather,
    NULL,
};
/* clang-format on */

const struct scene *scene_find(const char *name)
{
    for (const struct scene *const *s = scenes; *s; s++)
        if (!strcmp((*s)->program.name, name))
            return *s;
    return NULL;
}
