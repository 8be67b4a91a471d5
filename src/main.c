/* SPDX-License-Identifier: MIT */
/* loopscope: steps through an event loop, forwards and backwards. */
#include <fcntl.h>
#include <unistd.h>

#include "base/report.h"
#include "commands.h"

static const char version[] = "loopscope 0.1.0";

/* Whatever is opened takes the lowest number that is free: a file, or what an event loop polls, would
 * be read or written as a standard stream. What stands in for one is open the wrong way round, so
 * that using it is an error; only what is said on no standard error goes nowhere. */
static void fill_standard_streams(void)
{
    static const int wrong_way[] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", wrong_way[fd]) != fd)
            _exit(1);
}

int main(int argc, char **argv)
{
    struct options o;
    fill_standard_streams();
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
