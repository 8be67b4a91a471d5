/* SPDX-License-Identifier: MIT */
/* loopscope: steps through an event loop, forwards and backwards. */
#include <fcntl.h>
#include <unistd.h>

#include "cmd/commands.h"
#include "cmd/config.h"
#include "cmd/memory.h"
#include "cmd/parse.h"

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
    memory_watch();
    parse_nothing(&o, commands);
    int bad = parse(&o, argc, argv);
    if (!bad && o.command->options & TAKES_SETTINGS) {
        parse_nothing(&o, commands); /* the settings first: the line counts more */
        config_read(&o);
        bad = parse(&o, argc, argv);
    }
    return bad ? bad : o.command->run(&o);
}
