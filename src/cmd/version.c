/* SPDX-License-Identifier: MIT */
/* --version */
#include <stdio.h>

#include "cmd/command.h"
#include "cmd/output.h"

static int run(const struct options *o)
{
    (void)o;
    puts("loopscope 0.1.0");
    return finish_output(0);
}

const struct command command_version = {.name = "version", .run = run};
