/* SPDX-License-Identifier: MIT */
/* loopscope help [TOPIC] */
#include <string.h>

#include "base/buf.h"
#include "base/report.h"
#include "base/utf8.h"
#include "cmd/config.h"
#include "cmd/output.h"
#include "cmd/parse.h"
#include "scenes/scene.h"
#include "ui/command.h"
#include "ui/keys.h"

enum { KEYS_WIDTH = 16 };

/* A row is the keys that are described together: "→ . s". */
static const struct key *key_row(const struct key *k, struct buf *row)
{
    buf_clear(row);
    buf_puts(row, key_label(k));
    for (k++; k->name && !k->help; k++)
        buf_printf(row, " %s", key_label(k));
    return k;
}

static void help_keys(void)
{
    struct buf row = {0};
    for (const struct key *k = keys, *next; k->name; k = next) {
        next = key_row(k, &row);
        printf("  %s%*s%s\n", buf_str(&row), KEYS_WIDTH - utf8_columns(buf_str(&row), row.len), "",
               key_help(k));
    }
    for (const struct command_line *c = command_lines; c->name; c++) {
        buf_clear(&row);
        buf_printf(&row, ":%s%s%s", c->name, *c->name && *c->argument ? " " : "", c->argument);
        if (c->help)
            printf("  %-*s%s\n", KEYS_WIDTH, buf_str(&row), c->help);
    }
    buf_free(&row);
    puts("\nA key script (--keys) is keys with blanks between: 's s ] end'. Names are in small "
         "letters, the\n"
         "arrows are left, right, up and down; 12*s is s twelve times, \"text\" is typed, wait:2 "
         "lets two\n"
         "seconds go by, resize:80x24 changes the size of the screen.");
}

static void help_screen(void)
{
    puts("The story       what happened, and why\n"
         "The source      ▶ the line that ran last; at the right, the tasks that stand on a line\n"
         "Loop            the phases of this tick, what poll waited for, the ready queue in order, "
         "the timers\n"
         "Tasks           state, coroutine, and what it waits for or what woke it; Enter shows all "
         "of one\n"
         "  its lane      turns side by side, and the sleeps between them drawn in proportion\n"
         "Output          who printed what, when\n\n"
         "  ● running   ○ ready   ◷ waiting   ✓ done   ✗ failed   ⊘ cancelled   · created");
}

static void help_themes(void)
{
    for (const struct theme *const *t = themes; *t; t++)
        printf("  %-12s %s\n", (*t)->name, (*t)->about);
    puts("\nNO_COLOR in the environment, or --color never, shows none.");
}

static void help_config(void)
{
    config_print(stdout);
}

static int help_scene(const struct scene *s)
{
    printf("%s: %s\n\n%s\n\nIt stands for scenes/%s.\n", s->program.name, s->summary, s->lesson,
           s->program.file);
    const struct param *p = s->program.params;
    if (p && p->name)
        puts("\nParameters (-p NAME=VALUE):");
    for (; p && p->name; p++) {
        printf("  %-10s %s", p->name, p->about);
        if (p->words)
            printf("; %s if not given", p->words[p->value]);
        else if (p->wrong && p->texts[0])
            printf("; %s if not given", p->texts[0]);
        else if (!p->optional)
            printf("; %lld if not given", (long long)p->value);
        putchar('\n');
    }
    if (s->program.threads)
        puts("  schedule   a list like 0,1,1: who goes on wherever several threads could; drawn "
             "from\n"
             "             the seed (--seed) if not given");
    return 0;
}

static void help_all(const struct options *o)
{
    fputs("loopscope steps through an event loop, forwards and backwards.\n\n"
          "  loopscope count                       watch three coroutines share a second\n"
          "  loopscope run makerandom --seed 7     just run one\n"
          "  loopscope trace count --format seq    the order of everything\n\n"
          "usage: loopscope [COMMAND] [SCENE|TRACE.ndjson] [OPTION]...\n\n",
          stdout);
    for (const struct command *const *c = o->commands; *c; c++)
        if ((*c)->summary)
            printf("  %-7s%-13s %s\n", (*c)->name, (*c)->usage, (*c)->summary);
    putchar('\n');
    parse_help(stdout);
}

/* A name and its summary on each line: completions and the man page are made from it. */
static int help_commands(const struct options *o)
{
    for (const struct command *const *c = o->commands; *c; c++)
        if ((*c)->summary)
            printf("%-8s%s\n", (*c)->name, (*c)->summary);
    return finish_output(0);
}

static int run(const struct options *o)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } topics[] = {{"keys", help_keys},
                  {"screen", help_screen},
                  {"themes", help_themes},
                  {"config", help_config}};
    if (!o->wish.what) {
        help_all(o);
        return finish_output(0);
    }
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (!strcmp(topics[i].name, o->wish.what)) {
            topics[i].print();
            return finish_output(0);
        }
    if (!strcmp(o->wish.what, "commands"))
        return help_commands(o);
    if (!strcmp(o->wish.what, "options")) {
        parse_list(stdout);
        return finish_output(0);
    }
    if (!strcmp(o->wish.what, "scenes"))
        return command_list.run(o);
    const struct scene *s = scene_find(o->wish.what);
    if (!s)
        return usage_error(
            "there is no help on '%s'; topics are commands, options, keys, screen, themes, "
            "config, scenes, and the name of a scene",
            o->wish.what);
    return finish_output(help_scene(s));
}

const struct command command_help = {
    .name = "help",
    .usage = "[TOPIC]",
    .summary = "this; or keys, scenes, screen, themes, config, or the name of a scene",
    .named = NAME_MAY,
    .run = run,
};
