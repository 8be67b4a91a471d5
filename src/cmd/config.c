/* SPDX-License-Identifier: MIT */
#include "cmd/config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/report.h"
#include "cmd/home.h"
#include "cmd/parse.h"
#include "ui/keys.h"

enum { BYTES_MOST = 1 << 16, WORDS_MOST = 64 };

/* ---- a line ---- */

static int no_key(const char *name)
{
    return usage_error("there is no key '%s'; loopscope help keys has their names", name);
}

static int bind(struct options *o, const char *name, const char *to)
{
    struct binding b = {
        .code = key_code(name, strlen(name)),
        .to = strcmp(to, "nothing") ? key_code(to, strlen(to)) : 0,
    };
    if (!b.code)
        return no_key(name);
    if (strcmp(to, "nothing") != 0 && (!b.to || !key_find(keys, b.to)))
        return no_key(to);
    if (o->nbindings == BINDINGS_MOST)
        return usage_error("more than %d keys are bound", BINDINGS_MOST);
    snprintf(b.name, sizeof b.name, "%s", name);
    o->bindings[o->nbindings++] = b;
    return 0;
}

/* Takes the words of a text apart, at most `most`; how many there are. */
static int split(char *text, char **words, int most)
{
    static const char blanks[] = " \t\r\n";
    char *rest;
    int n = 0;
    for (char *w = strtok_r(text, blanks, &rest); w && n < most; w = strtok_r(NULL, blanks, &rest))
        words[n++] = w;
    return n;
}

static int read_line(struct options *o, char *line)
{
    char *words[WORDS_MOST];
    int n = split(line, words, WORDS_MOST);
    if (!n || words[0][0] == '#')
        return 0;
    if (!strcmp(words[0], "bind"))
        return n == 3 ? bind(o, words[1], words[2])
                      : usage_error("a key is bound so: bind KEY KEY, as in bind n right");
    if (n != 2)
        return usage_error("a line is a setting and its value, as in theme light");
    return parse_setting(o, words[0], words[1]);
}

/* ---- what is wrong ---- */

static void catch (void *caught, const char *sentence)
{
    buf_puts(caught, sentence);
}

/* Says the sentence that was caught, and where it is about. */
static void complain(struct options *o, const char *where, unsigned line, struct buf *caught)
{
    char place[32] = "";
    struct buf all = {0};
    report_to(NULL, NULL);
    if (line)
        snprintf(place, sizeof place, ":%u", line);
    buf_printf(&all, "%s%s: %s", where, place, buf_str(caught));
    report("%s", buf_str(&all));
    if (!o->wrong[0])
        snprintf(o->wrong, sizeof o->wrong, "%s", buf_str(&all));
    buf_free(&all);
    buf_clear(caught);
    report_to(catch, caught);
}

/* ---- the file ---- */

/* NULL: there is no home. */
static char *config_path(void)
{
    struct buf path = home_folder("XDG_CONFIG_HOME", ".config");
    if (path.len)
        buf_puts(&path, "/config");
    return path.s;
}

static void read_lines(struct options *o, FILE *f, const char *path, struct buf *caught)
{
    char *line = NULL;
    size_t room = 0, bytes = 0;
    ssize_t n;
    for (unsigned i = 1; (n = getline(&line, &room, f)) >= 0 && bytes < BYTES_MOST; i++) {
        bytes += (size_t)n;
        if (read_line(o, line))
            complain(o, path, i, caught);
    }
    if (n < 0 && !feof(f)) {
        buf_printf(caught, "cannot be read: %s", strerror(errno));
        complain(o, path, 0, caught);
    }
    free(line);
}

static void read_file(struct options *o, struct buf *caught)
{
    char *path = config_path();
    FILE *f = path ? fopen(path, "re") : NULL;
    if (path && !f && errno != ENOENT && errno != ENOTDIR) {
        buf_printf(caught, "cannot be opened: %s", strerror(errno));
        complain(o, path, 0, caught);
    }
    if (f) {
        read_lines(o, f, path, caught);
        fclose(f);
    }
    free(path);
}

/* ---- the variable ---- */

static void read_variable(struct options *o, struct buf *caught)
{
    static const char name[] = "LOOPSCOPE_OPTIONS";
    char *words[WORDS_MOST], *text = getenv(name) ? xstrdup(getenv(name)) : NULL;
    struct options before = *o;
    if (!text)
        return;
    int n = split(text, words + 1, WORDS_MOST - 2);
    words[0] = (char *)name;
    words[n + 1] = NULL;
    if (parse_settings(o, n + 1, words)) {
        *o = before;
        complain(o, name, 0, caught);
    }
    free(text);
}

void config_read(struct options *o)
{
    struct buf caught = {0};
    report_to(catch, &caught);
    read_file(o, &caught);
    read_variable(o, &caught);
    report_to(NULL, NULL);
    buf_free(&caught);
}

void config_print(FILE *out)
{
    fputs("# Settings of loopscope, for all that is watched. The file is\n"
          "# $XDG_CONFIG_HOME/loopscope/config, or else ~/.config/loopscope/config.\n"
          "# LOOPSCOPE_OPTIONS in the environment has options, and counts more; those of\n"
          "# the command line count most. snap, record, trace and run read neither.\n",
          out);
    parse_list_settings(out);
    fputs("\n# KEY does what the other KEY does, and not what it did; or nothing.\n"
          "# loopscope help keys has their names.\n"
          "#bind n right\n"
          "#bind ctrl-x q\n"
          "#bind p nothing\n",
          out);
}
