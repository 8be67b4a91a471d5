/* SPDX-License-Identifier: MIT */
/* loopscope: steps through an event loop, forwards and backwards. */
#include "commands.h"

static const char version[] = "loopscope 0.1.0";

int main(int argc, char **argv)
{
    struct options o;
    int bad = options_parse(&o, argc, argv);
    if (bad)
        return bad;
    switch (o.command) {
    case COMMAND_WATCH:
        return command_watch(&o);
    case COMMAND_RUN:
        return command_run(&o);
    case COMMAND_TRACE:
        return command_trace(&o);
    case COMMAND_SNAP:
        return command_snap(&o);
    case COMMAND_RECORD:
        return command_record(&o);
    case COMMAND_LIST:
        return command_list();
    case COMMAND_HELP:
        return command_help(&o);
    case COMMAND_VERSION:
        puts(version);
        return finish_output(0);
    }
    return USAGE;
}
