/* SPDX-License-Identifier: MIT */
#include "tests/support/sh.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/file.h"
#include "tests/test.h"

static void read_from_start(struct buf *b, FILE *f)
{
    rewind(f);
    buf_clear(b);
    read_stream(b, f);
    fclose(f);
}

struct result sh(const char *line)
{
    struct result r = {0};
    FILE *out = tmpfile(), *err = tmpfile();
    int status;
    assert_non_null(out);
    assert_non_null(err);
    fflush(stdout);
    pid_t child = fork();
    if (!child) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    r.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    read_from_start(&r.out, out);
    read_from_start(&r.err, err);
    return r;
}

void result_free(struct result *r)
{
    buf_free(&r->out);
    buf_free(&r->err);
}

void assert_line_prints(const char *line, const char *part)
{
    struct result r = sh(line);
    if (r.status || r.err.len || !strstr(r.out.s, part))
        fail_msg("%s: status %d and \"%s\" is not in it:\n%s%s", line, r.status, part, r.out.s,
                 r.err.s);
    result_free(&r);
}

int sh_find_program(void **state)
{
    (void)state;
    static char program[4096]; /* absolute: some tests run it elsewhere */
    const char *given = getenv("LOOPSCOPE");
    char *real = realpath(given && *given ? given : "build/loopscope", NULL);
    if (!real)
        return -1;
    snprintf(program, sizeof program, "%s", real);
    free(real);
    unsetenv("NO_COLOR");
    return setenv("L", program, 1);
}
