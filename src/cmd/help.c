/* SPDX-License-Identifier: MIT */
/* loopscope help [TOPIC] */
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "base/report.h"
#include "base/utf8.h"
#include "cmd/columns.h"
#include "cmd/config.h"
#include "cmd/output.h"
#include "cmd/parse.h"
#include "scenes/scene.h"
#include "script/until.h"
#include "script/verbs.h"
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
    putchar('\n');
    columns_put(
        stdout, 0, "",
        "Names in key scripts (loopscope help script) are in small letters; the arrows are left, "
        "right, up and down, and ctrl-a is A with Ctrl.");
}

static void help_script(void)
{
    columns_put(
        stdout, 0, "",
        "A key script (--script FILE, or --keys on one line) is keys with blanks between: s s ] "
        "end. Names are in small letters (loopscope help keys), the arrows are left, right, up and "
        "down, and ctrl-a is A with Ctrl; 12*s and s*12 are s twelve times. # begins a comment. "
        "Beside keys there are, each with what follows in its line:");
    putchar('\n');
    for (const struct verb *v = verbs; v->name; v++) {
        char left[64];
        snprintf(left, sizeof left, "  %s %s", v->name, v->argument);
        columns_put(stdout, 22, left, v->help);
    }
    puts("\nWhat can be waited for:\n");
    for (size_t i = 0; until_form(i); i++)
        printf("  until %s\n", until_form(i));
}

static void help_screen(void)
{
    static const struct {
        const char *pane, *shows;
    } panes[] = {
        {"The story", "what happened, and why"},
        {"The source", "▶ the line that ran last; at the right, the tasks that stand on a line"},
        {"Loop",
         "the phases of this tick, what poll waited for, the ready queue in order, the timers"},
        {"Tasks",
         "state, coroutine, and what it waits for or what woke it; Enter shows all of one"},
        {"  its lane", "turns side by side, and the sleeps between them drawn in proportion"},
        {"Locks and queues", "who holds each, and who waits for it, in order"},
        {"Output", "who printed what, when"},
    };
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++)
        columns_put(stdout, 18, panes[i].pane, panes[i].shows);
    puts("\n  ● running   ○ ready   ◷ waiting   · created"
         "\n  ✓ done   ✗ failed   ⊘ cancelled   † destroyed while it waited");
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

static void put_param(const struct param *p)
{
    enum { AT = 13 };
    struct buf left = {0}, about = {0};
    buf_printf(&left, "  %s", p->name);
    buf_puts(&about, p->about);
    if (p->words)
        buf_printf(&about, "; %s if not given", p->words[p->value]);
    else if (p->wrong && p->texts[0])
        buf_printf(&about, "; %s if not given", p->texts[0]);
    else if (!p->optional)
        buf_printf(&about, "; %lld if not given", (long long)p->value);
    columns_put(stdout, AT, buf_str(&left), buf_str(&about));
    buf_free(&left);
    buf_free(&about);
}

static void help_scene(const struct scene *s)
{
    static const struct param schedule = {
        .name = "schedule",
        .about = "a list like 0,1,1: who goes on wherever several threads could; drawn from the "
                 "seed (--seed) if not given",
        .optional = true};
    printf("%s: %s\n\n", s->program.name, s->summary);
    columns_put(stdout, 0, "", s->lesson);
    printf("\nIt stands for scenes/%s.\n", s->program.file);
    const struct param *p = s->program.params;
    if ((p && p->name) || s->program.threads)
        puts("\nParameters (-p NAME=VALUE):");
    for (; p && p->name; p++)
        put_param(p);
    if (s->program.threads)
        put_param(&schedule);
}

static void help_all(const struct options *o)
{
    enum { AT = 24 };
    fputs("loopscope steps through an event loop, forwards and backwards.\n\n"
          "  loopscope count                       watch three coroutines share a second\n"
          "  loopscope run makerandom --seed 7     just run one\n"
          "  loopscope trace count --format seq    the order of everything\n"
          "  loopscope my_program.py ARGUMENTS     watch a Python program of your own, live\n\n"
          "usage: loopscope [COMMAND] [SCENE|TRACE.ndjson] [OPTION]...\n"
          "       loopscope [COMMAND] [OPTION]... PROGRAM.py|-m MODULE|-- CMD [ARGUMENT]...\n\n",
          stdout);
    for (const struct command *const *c = o->commands; *c; c++) {
        char left[64];
        snprintf(left, sizeof left, "  %-8s%s", (*c)->name, (*c)->usage);
        if ((*c)->summary)
            columns_put(stdout, AT, left, (*c)->summary);
    }
    putchar('\n');
    parse_help(stdout, NULL);
}

/* "Print every event": what the list of commands begins with a small letter. */
static void help_command(const struct command *c)
{
    struct buf b = {0};
    buf_puts(&b, c->summary);
    b.s[0] = (char)ascii_upper(b.s[0]);
    buf_putc(&b, '.');
    printf("usage: loopscope %s %s%s[OPTION]...\n\n", c->name, c->usage, *c->usage ? " " : "");
    columns_put(stdout, 0, "", buf_str(&b));
    putchar('\n');
    parse_help(stdout, c);
    buf_free(&b);
}

/* A name and its summary on each line: completions and the man page are made from it. */
static int help_commands(const struct options *o)
{
    for (const struct command *const *c = o->commands; *c; c++)
        if ((*c)->summary)
            printf("%-8s%s\n", (*c)->name, (*c)->summary);
    return finish_output(0);
}

/* Only tools read it. */
static void help_options(void)
{
    parse_list(stdout);
}

static const struct {
    const char *name;
    void (*print)(void);
} topics[] = {{"keys", help_keys},     {"script", help_script}, {"screen", help_screen},
              {"themes", help_themes}, {"config", help_config}, {"options", help_options}};
enum { TOPICS = sizeof topics / sizeof *topics };

static int no_topic(const struct options *o)
{
    struct nearest n;
    nearest_begin(&n, o->wish.what, strlen(o->wish.what));
    for (size_t i = 0; i < TOPICS; i++)
        nearest_try(&n, topics[i].name);
    for (const struct command *const *c = o->commands; *c; c++)
        nearest_try(&n, (*c)->name);
    target_nearest(&n);
    return usage_error(
        "there is no help on '%s'%s", o->wish.what,
        n.name ? nearest_said(&n)
               : "; topics are keys, script, screen, themes, config, scenes, and the name of "
                 "a command or a scene");
}

static int run(const struct options *o)
{
    const char *what = o->wish.what;
    const struct command *c = o->of ? o->of : what ? command_named(o, what) : NULL;
    const struct scene *scene = what ? scene_find(what) : NULL;
    size_t i = 0;
    while (what && i < TOPICS && strcmp(topics[i].name, what) != 0)
        i++;
    if (c)
        help_command(c);
    else if (!what)
        help_all(o);
    else if (i < TOPICS)
        topics[i].print();
    else if (!strcmp(what, "commands"))
        return help_commands(o);
    else if (!strcmp(what, "scenes"))
        return command_list.run(o);
    else if (scene)
        help_scene(scene);
    else
        return no_topic(o);
    return finish_output(0);
}

const struct command command_help = {
    .name = "help",
    .usage = "[TOPIC]",
    .summary =
        "this; or keys, script, scenes, screen, themes, config, the name of a command or scene",
    .named = NAME_MAY,
    .run = run,
};
