/* SPDX-License-Identifier: MIT */
#include "target/catalogue.h"

#include "scenes/scene.h"
#include "scenes/sources.h"

enum { MOST = 64 };

const struct catalogue *catalogue_of_scenes(void)
{
    static struct offer offers[MOST];
    static struct catalogue all = {.at = offers};
    for (; all.n < MOST && scenes[all.n]; all.n++) {
        const struct scene *s = scenes[all.n];
        offers[all.n] = (struct offer){
            .name = s->program.name,
            .summary = s->summary,
            .lesson = s->lesson,
            .chapter = chapters[all.n],
            .source = source_find(s->program.file),
        };
    }
    return &all;
}
