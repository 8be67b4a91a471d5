/* SPDX-License-Identifier: MIT */
/* compare: two runs beside each other, in a terminal; elsewhere, what differs in words. */
#include "cmd/command.h"

static int run(const struct options *o)
{
    return command_watch.run(o);
}

const struct command command_compare = {
    .name = "compare",
    .usage = "A B",
    .summary = "two runs on one axis, stepped by time; -p behind a name is for that one",
    .named = NAME_MUST,
    .options = TAKES_SETTINGS | TAKES_SCRIPT | TAKES_LIVE,
    .run = run,
};
