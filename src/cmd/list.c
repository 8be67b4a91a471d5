/* SPDX-License-Identifier: MIT */
/* list: the scenes. */
#include <stdio.h>

#include "cmd/command.h"
#include "cmd/output.h"
#include "scenes/scene.h"

static int run(const struct options *o)
{
    (void)o;
    for (const struct scene *const *s = scenes; *s; s++)
        printf("%-17s %s\n", (*s)->program.name, (*s)->summary);
    return finish_output(0);
}

const struct command command_list = {
    .name = "list",
    .usage = "",
    .summary = "the scenes",
    .run = run,
};
