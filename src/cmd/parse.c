/* SPDX-License-Identifier: MIT */
#include "cmd/parse.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/report.h"
#include "base/text.h"
#include "cmd/columns.h"
#include "cmd/own.h"
#include "python/random.h"

/* ---- the table ---- */

enum {
    OPT_CLOCK = 256,
    OPT_SEED,
    OPT_ASCII,
    OPT_COLOR,
    OPT_THEME,
    OPT_SIZE,
    OPT_PACE,
    OPT_SPEED,
    OPT_KEYS,
    OPT_SCRIPT,
    OPT_SAVE_KEYS,
    OPT_SHOW_KEYS,
    OPT_RECORD,
    OPT_HIDE_KEYS,
    OPT_WINDOW,
    OPT_LOOP,
    OPT_AT,
    OPT_FORMAT,
    OPT_AXIS,
    OPT_EVENT,
    OPT_NO_MOUSE,
    OPT_HISTORY,
    OPT_MEMORY,
    OPT_WARNINGS,
    OPT_JSON,
    OPT_PYTHON,
    OPT_SAVE,
    OPT_LOCALS,
    OPT_ONLY,
    OPT_STDIN,
    OPT_ON_SAVE
};

/* What an option may be; each ends with a NULL. */
static const char *const clocks[] = {"virtual", "real", NULL};
static const char *const switches[] = {"on", "off", NULL};
static const char *const paces[] = {"event", "clock", NULL};
static const char *const colors[] = {"auto", "always", "never", "16", "256", NULL};
static const char *const formats_of_all[] = {
    "text", "story", "ndjson", "seq", "chrome", "mermaid-gantt", "mermaid-sequence",
    "dot",  "csv",   "ansi",   "svg", "cast",   "png",           "steps",
    "pdf",  "gif",   "html",   NULL};
static const char *const axes[] = {"time", "event", NULL};
static const char *const theme_names[] = {"dark", "light", "colorblind", "mono", NULL};
static const char *const speeds[] = {"1/4", "1/2", "1", "2", "4", "8", "16", "32", "64", NULL};
static const char *const sizes[] = {"80x24", "120x36", "200x50", NULL};

/* clang-format off */
static const struct {
    struct option o;
    const char *arg, *about;
    const char *const *words; /* what the argument may be, for completions; NULL: anything */
    const char *more;         /* what only the man page has; NULL: nothing */
    const char *setting;      /* it can be wanted always: what it is by default; NULL: it cannot */
    unsigned takes;           /* TAKES_…: of the commands that take it; 0: any */
    const char *why;          /* … and why no other does; or NULL */
} table[] = {
    {{"param", required_argument, NULL, 'p'}, "NAME=VALUE",
     .about = "a parameter of the scene (loopscope help SCENE lists them)"},
    {{"clock", required_argument, NULL, OPT_CLOCK}, "virtual|real",
     .about = "virtual time jumps from deadline to deadline; real time passes", .words = clocks,
     .more = "It is virtual by itself, but real for a program of your own."},
    {{"seed", required_argument, NULL, OPT_SEED}, "N",
     .about = "seed of the random numbers: any integer"},
    {{"keys", required_argument, NULL, OPT_KEYS}, "'s s ] end'",
     .about = "keys pressed one after the other (snap, record)", .takes = TAKES_KEYS,
     .more = "A key script on one line: loopscope help script."},
    {{"script", required_argument, NULL, OPT_SCRIPT}, "FILE",
     .about = "the same from a file (loopscope help script); in a terminal any key takes over", .takes = TAKES_SCRIPT,
     .more = "Its name ends in .keys, as a rule; - is standard input. In a terminal, space hands back to the script."},
    {{"save-keys", required_argument, NULL, OPT_SAVE_KEYS}, "FILE",
     .about = "write what you do in a terminal as such a script", .takes = TAKES_LIVE,
     .why = ": what is done in a terminal", .more = "Each key is in the file at once."},
    {{"show-keys", no_argument, NULL, OPT_SHOW_KEYS}, "",
     .about = "show in the last line which key was pressed; a recording does so by itself", .takes = TAKES_LIVE,
     .why = ": a recording shows them by itself"},
    {{"record", required_argument, NULL, OPT_RECORD}, "FILE.cast",
     .about = "record what is watched in a terminal; R stops it", .takes = TAKES_LIVE,
     .more = "The asciicast is whole up to its last frame at any time, whatever ends the program. Without this "
     "option R begins one with a free name, loopscope-1.cast."},
    {{"hide-keys", no_argument, NULL, OPT_HIDE_KEYS}, "",
     .about = "with record, do not show which keys are pressed", .takes = TAKES_FILM},
    {{"format", required_argument, NULL, OPT_FORMAT}, "FORMAT",
     .about = "format of trace (text, story, ndjson, seq, chrome …), "
     "snap and record (text, ansi, svg, png, pdf, gif), record (cast, steps, html)",
     .words = formats_of_all, .takes = TAKES_FORMAT,
     .more = "Those of trace for other programs are chrome (Perfetto, speedscope), mermaid-gantt, "
     "mermaid-sequence, dot (Graphviz) and csv. For snap and record, the ending of the file's name says it too."},
    {{"axis", required_argument, NULL, OPT_AXIS}, "time|event",
     .about = "of chrome and mermaid-gantt: seconds, or event behind event", .words = axes,
     .takes = TAKES_EXPORT,
     .more = "By itself it is event where the clock is virtual, as turns take no time there, and else time."},
    {{"event", required_argument, NULL, OPT_EVENT}, "N",
     .about = "of dot and csv: how tasks stand behind event N, not at the end", .takes = TAKES_EXPORT},
    {{"output", required_argument, NULL, 'o'}, "FILE",
     .about = "write there instead of to standard output, which is -", .takes = TAKES_OUTPUT,
     .more = "A regular file is replaced when all has been written, and stays what it was if that fails."},
    {{"window", no_argument, NULL, OPT_WINDOW}, "",
     .about = "with record and snap, draw a window around a picture", .takes = TAKES_WINDOW},
    {{"loop", required_argument, NULL, OPT_LOOP}, "N",
     .about = "with record, how often a picture moves; 0: for ever, as it does by itself", .takes = TAKES_FILM},
    {{"at", required_argument, NULL, OPT_AT}, "SECONDS",
     .about = "with record, only the picture that is to be seen then", .takes = TAKES_FILM},
    {{"size", required_argument, NULL, OPT_SIZE}, "WxH",
     .about = "columns and lines of the screen (snap, record)", .words = sizes, .takes = TAKES_KEYS},
    {{"theme", required_argument, NULL, OPT_THEME}, "NAME",
     .about = "colours: dark, light, colorblind, mono; dark or light as the terminal is", .words = theme_names,
     .setting = "dark"},
    {{"color", required_argument, NULL, OPT_COLOR}, "auto|always|never|16|256",
     .about = "how many colours; auto asks the terminal and NO_COLOR", .words = colors, .setting = "auto"},
    {{"ascii", no_argument, NULL, OPT_ASCII}, "",
     .about = "draw with ASCII characters only", .setting = "no"},
    {{"no-mouse", no_argument, NULL, OPT_NO_MOUSE}, "",
     .about = "leave the mouse to the terminal, which may select text with it",
     .more = "Otherwise a click on a line of the source sets a breakpoint, on a lane it goes there, on a task "
     "selects it, on a key in the last line presses it, and the wheel scrolls what it is over; with Shift "
     "the terminal selects text all the same.", .setting = "yes"},
    {{"pace", required_argument, NULL, OPT_PACE}, "event|clock",
     .about = "play so many events a second, or one scene second a second", .words = paces, .setting = "event"},
    {{"speed", required_argument, NULL, OPT_SPEED}, "1/4 … 64",
     .about = "how fast playing starts", .words = speeds, .more = "It is a power of two.", .setting = "1"},
    {{"warnings", no_argument, NULL, OPT_WARNINGS}, "",
     .about = "with run, say on standard error what is seldom meant, and the fix",
     .takes = TAKES_WARNINGS, .why = ": elsewhere warnings are always there"},
    {{"json", no_argument, NULL, OPT_JSON}, "",
     .about = "with list, the scenes with all there is to know of them, as JSON", .takes = TAKES_JSON},
    {{"module", required_argument, NULL, 'm'}, "PKG.MODULE",
     .about = "a module of your own, as python3 -m runs it; what follows is for it", .takes = TAKES_OWN},
    {{"python", required_argument, NULL, OPT_PYTHON}, "PATH",
     .about = "the Python that runs your program; else that of $VIRTUAL_ENV, or python3", .takes = TAKES_OWN},
    {{"save", required_argument, NULL, OPT_SAVE}, "FILE",
     .about = "write the trace of your program there while it runs, what it prints to FILE.out", .takes = TAKES_OWN},
    {{"locals", required_argument, NULL, OPT_LOCALS}, "on|off",
     .about = "tell the locals of your program's coroutines; off is faster", .words = switches, .takes = TAKES_OWN},
    {{"only", required_argument, NULL, OPT_ONLY}, "GLOB",
     .about = "of your program, only files like 'src/**' count as yours", .takes = TAKES_OWN},
    {{"stdin", required_argument, NULL, OPT_STDIN}, "FILE",
     .about = "the standard input of your program", .takes = TAKES_OWN},
    {{"on-save", no_argument, NULL, OPT_ON_SAVE}, "",
     .about = "start your program again when a source of it is saved, and go to the same place", .takes = TAKES_OWN},
    {{"history", required_argument, NULL, OPT_HISTORY}, "N",
     .about = "events kept at least, before the oldest are let go; 0: all"},
    {{"memory", required_argument, NULL, OPT_MEMORY}, "SIZE",
     .about = "how much memory events may take, before the oldest are let go: 500M, 2G (the default); 0: any",
     .more = "What tasks take that are there comes on top where there are very many."},
    {{"help", no_argument, NULL, 'h'}, "",
     .about = "this help"},
    {{"version", no_argument, NULL, 'V'}, "",
     .about = "the version"},
};
/* clang-format on */
enum { OPTIONS = sizeof table / sizeof *table };
_Static_assert(OPTIONS <= 64, "struct options has a bit for each in .given");

void parse_help(FILE *out, const struct command *of)
{
    enum { LEFT = 32 };
    for (int i = 0; i < OPTIONS; i++) {
        if (of && table[i].takes && !(of->options & table[i].takes))
            continue;
        char left[64];
        int c = table[i].o.val;
        snprintf(left, sizeof left, "  %c%c%s--%s %s", c < 256 ? '-' : ' ', c < 256 ? c : ' ',
                 c < 256 ? ", " : "  ", table[i].o.name, table[i].arg);
        columns_put(out, LEFT, left, table[i].about);
    }
}

void parse_list(FILE *out)
{
    for (int i = 0; i < OPTIONS; i++) {
        int c = table[i].o.val;
        if (c < 256)
            fprintf(out, "-%c", c);
        fprintf(out, "\t--%s\t%s\t%s\t%s\t", table[i].o.name, table[i].arg, table[i].about,
                table[i].more ? table[i].more : "");
        for (int k = 0; table[i].words && table[i].words[k]; k++)
            fprintf(out, "%s%s", k ? " " : "", table[i].words[k]);
        putc('\n', out);
    }
}

/* ---- values ---- */

static int choose(const char *value, const char *const names[], const char *option)
{
    for (int i = 0; names[i]; i++)
        if (!strcmp(names[i], value))
            return i;
    struct buf all = {0};
    struct nearest n;
    nearest_begin(&n, value, strlen(value));
    for (int i = 0; names[i]; i++) {
        nearest_try(&n, names[i]);
        buf_printf(&all, "%s%s", i ? names[i + 1] ? ", " : " or " : "", names[i]);
    }
    usage_error("--%s is %s, not '%s'%s", option, buf_str(&all), value, nearest_said(&n));
    buf_free(&all);
    return -1;
}

static bool whole_number(const char *s, int64_t *out)
{
    char *end;
    errno = 0;
    long long v = strtoll(s, &end, 10);
    *out = v;
    return *s && !*end && !errno;
}

/* What is said behind the second of two names is of that one. */
static struct wish *wish_now(struct options *o)
{
    return o->other.what ? &o->other : &o->wish;
}

static int parse_seed(struct options *o, const char *s)
{
    struct random *random = o->other.what ? &o->other_random : &o->random;
    const char *digits = s + (*s == '-' || *s == '+');
    size_t n = strspn(digits, "0123456789");
    if (random_seed_text(random, s) == 0) {
        wish_now(o)->seeded = random;
        wish_now(o)->seed = s;
        return 0;
    }
    if (!n || digits[n])
        return usage_error("--seed is an integer, not '%s'", s);
    return usage_error("--seed has at most %d digits, as in Python's int(), not %zu",
                       RANDOM_MAX_DIGITS, n);
}

/* Digits and nothing else, from 1 to 1000; `end` is behind them. 0: it is no such number. */
static int parse_side(const char *s, const char **end)
{
    int n = 0;
    for (; *s >= '0' && *s <= '9' && n <= 1000; s++)
        n = n * 10 + *s - '0';
    *end = s;
    return n <= 1000 ? n : 0;
}

static int parse_size(struct options *o, const char *s)
{
    const char *end;
    o->w = parse_side(s, &end);
    o->h = *end == 'x' ? parse_side(end + 1, &end) : 0;
    if (o->w && o->h && !*end)
        return 0;
    return usage_error("--size is columns and lines, like 120x36, each from 1 to 1000; not '%s'",
                       s);
}

/* on is 1, off is 0. */
static bool on_or_off(const char *s, struct wish_param *p)
{
    p->value = !strcmp(s, "on");
    p->word = p->value || !strcmp(s, "off");
    return p->word;
}

static int parse_param(struct options *o, const char *s)
{
    struct wish *w = wish_now(o);
    const char *eq = strchr(s, '=');
    if (w->nparams == PARAMS_MOST)
        return usage_error("more than %d parameters", PARAMS_MOST);
    struct wish_param *p = &w->params[w->nparams];
    if (!eq || eq == s)
        return usage_error("-p needs a name and a value, like seed=7; not '%s'", s);
    p->name = s;
    p->len = (int)(eq - s);
    p->text = eq + 1;
    p->other = !on_or_off(eq + 1, p) && !whole_number(eq + 1, &p->value);
    w->nparams++;
    return 0;
}

static int parse_at(struct options *o, const char *s)
{
    char *end;
    o->at = strtod(s, &end);
    if (strspn(s, "0123456789.") < strlen(s) || !*s || *end || o->at > 1e9)
        return usage_error("--at is a number of seconds, not '%s'", s);
    return 0;
}

static int parse_speed(struct options *o, const char *s)
{
    int k = choose(s, speeds, "speed");
    o->speed = k - 2;
    return k < 0 ? USAGE : 0;
}

/* "500M", "2G"; a number alone is bytes. */
static int parse_memory(struct options *o, const char *s)
{
    static const char units[] = "KMGT";
    char *end;
    errno = 0;
    unsigned long long n = strtoull(s, &end, 10);
    const char *unit = *end ? strchr(units, *end) : NULL;
    int shift = unit ? 10 * (int)(unit - units + 1) : 0;
    if (*s < '0' || *s > '9' || errno || end[unit != NULL] || n > UINT64_MAX >> shift)
        return usage_error("--memory is a number of bytes like 500M or 2G, not '%s'", s);
    o->memory = n << shift;
    return 0;
}

/* Pictures are made when all is known; a name without an ending may be any file. */
static int parse_record(struct options *o, const char *path)
{
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path,
               *dot = strrchr(name, '.');
    o->record = path;
    if (*path && (!dot || !strcmp(dot, ".cast")))
        return 0;
    return usage_error(
        "--record writes an asciicast, FILE.cast, not '%s'; 'loopscope record' has more", path);
}

static bool is_option(int c)
{
    for (int i = 0; i < OPTIONS; i++)
        if (table[i].o.val == c)
            return true;
    return false;
}

/* How many options begin like that, n characters long? */
static int options_like(const char *name, size_t n)
{
    int found = 0;
    for (int i = 0; i < OPTIONS; i++)
        found += !strncmp(table[i].o.name, name, n);
    return found;
}

/* What getopt_long would say: c is what it gave, `word` the one it has just left. */
static int bad_option(int c, const char *word)
{
    int n = (int)strcspn(word, "=");
    bool is_long = begins_with(word, "--");
    if (c == ':' && is_long)
        return usage_error("option '%.*s' requires an argument", n, word);
    if (c == ':')
        return usage_error("option requires an argument -- '%c'", optopt);
    if (optopt && !is_option(optopt))
        return usage_error("invalid option -- '%c'", optopt);
    if (optopt)
        return usage_error("option '%.*s' doesn't allow an argument", n, word);
    if (options_like(word + 2, (size_t)n - 2) > 1)
        return usage_error("option '%.*s' is ambiguous", n, word);
    struct nearest near;
    char meant[NEAREST_MOST + 3];
    nearest_begin(&near, word + 2, (size_t)n - 2);
    for (int i = 0; i < OPTIONS; i++)
        nearest_try(&near, table[i].o.name);
    snprintf(meant, sizeof meant, "--%s", near.name ? near.name : "");
    near.name = near.name ? meant : NULL;
    return usage_error("unrecognized option '%.*s'%s", n, word, nearest_said(&near));
}

static int parse_option(struct options *o, int c, const char *value)
{
    int64_t n;
    int k = 0;
    switch (c) {
    case 'p':
        return parse_param(o, value);
    case OPT_CLOCK:
        k = choose(value, clocks, "clock");
        o->wish.clock = k == 1 ? CLOCK_REAL : CLOCK_VIRTUAL;
        break;
    case OPT_SEED:
        return parse_seed(o, value);
    case OPT_KEYS:
        o->keys = value;
        break;
    case OPT_SCRIPT:
        o->script = value;
        break;
    case OPT_SAVE_KEYS:
        o->save_keys = value;
        break;
    case OPT_RECORD:
        return parse_record(o, value);
    case OPT_SHOW_KEYS:
        o->show_keys = true;
        break;
    case OPT_HIDE_KEYS:
        o->hide_keys = true;
        break;
    case OPT_WINDOW:
        o->window = true;
        break;
    case OPT_LOOP:
        if (!whole_number(value, &n) || n < 0 || n > 1000000)
            return usage_error("--loop is a number of times, 0 for ever; not '%s'", value);
        o->loop = (unsigned)n;
        break;
    case OPT_AT:
        return parse_at(o, value);
    case OPT_FORMAT: /* check_format has a look at it, when the command is known */
        o->format = value;
        break;
    case OPT_AXIS:
        k = choose(value, axes, "axis");
        o->by_event = k == 1;
        break;
    case OPT_EVENT:
        if (!whole_number(value, &n) || n < 0 || n >= UINT32_MAX)
            return usage_error("--event is the number of an event, as trace has it, not '%s'",
                               value);
        o->event = (uint32_t)n;
        break;
    case 'o':
        o->output = value;
        break;
    case OPT_SIZE:
        return parse_size(o, value);
    case OPT_THEME:
        o->theme = theme_find(value);
        if (!o->theme)
            k = choose(value, theme_names, "theme");
        break;
    case OPT_COLOR:
        k = choose(value, colors, "color");
        o->color = (enum color_mode)k;
        break;
    case OPT_ASCII:
        o->ascii = true;
        break;
    case OPT_NO_MOUSE:
        o->no_mouse = true;
        break;
    case OPT_WARNINGS:
        o->warnings = true;
        break;
    case OPT_JSON:
        o->json = true;
        break;
    case 'm':
        return usage_error("-m goes with one program at a time");
    case OPT_PYTHON:
        o->wish.own.python = value;
        break;
    case OPT_SAVE:
        o->wish.own.save = value;
        break;
    case OPT_LOCALS:
        k = choose(value, switches, "locals");
        o->wish.own.no_locals = k == 1;
        break;
    case OPT_ON_SAVE:
        o->wish.own.on_save = true;
        break;
    case OPT_ONLY:
        o->wish.own.only = value;
        break;
    case OPT_STDIN:
        o->wish.own.input = value;
        break;
    case OPT_PACE:
        k = choose(value, paces, "pace");
        o->clock_pace = k == 1;
        break;
    case OPT_SPEED:
        return parse_speed(o, value);
    case OPT_HISTORY:
        if (!whole_number(value, &n) || n < 0 || n > UINT32_MAX / 2)
            return usage_error("--history is a number of events, not '%s'", value);
        o->history = (uint32_t)n;
        break;
    case OPT_MEMORY:
        return parse_memory(o, value);
    case 'h':
        o->command = command_named(o, "help");
        break;
    case 'V':
        o->command = command_named(o, "version");
        break;
    }
    return k < 0 ? USAGE : 0;
}

/* ---- words ---- */

/* Says so if the name of neither scene nor file is rather that of a command. */
static int mistyped(const struct options *o, const char *word)
{
    struct nearest n;
    nearest_begin(&n, word, strlen(word));
    if (target_is_file(word))
        return 0;
    target_nearest(&n);
    const char *scene = n.name;
    for (const struct command *const *c = o->commands; *c; c++)
        if ((*c)->summary)
            nearest_try(&n, (*c)->name);
    return n.name == scene ? 0 : usage_error("there is no command '%s'%s", word, nearest_said(&n));
}

/* compare A B, or snap compare A B: what stands before A is taken, and leaves nothing but options and
 * the two names. */
static void take_comparison(struct options *o, int *argc, char ***argv)
{
    const struct command *first = *argc > 1 ? command_named(o, (*argv)[1]) : NULL;
    const struct command *compare = command_named(o, "compare");
    int words = first && first == compare ? 1 : 0;
    if (first && first->options & TAKES_TWO && *argc > 2 && !strcmp((*argv)[2], compare->name))
        words = 2;
    if (!compare || !words)
        return;
    o->comparing = true;
    o->command = first;
    *argc -= words;
    *argv += words;
}

/* One of the two names. */
static int take_name(struct options *o, const char *name)
{
    if (!o->wish.what)
        o->wish.what = name;
    else if (!o->other.what)
        o->other.what = name;
    else
        return usage_error("two at a time; what is '%s' for?", name);
    return 0;
}

static int check_comparison(struct options *o)
{
    if (!o->other.what)
        return usage_error("compare needs two, like: loopscope compare count count-sync; -p and "
                           "--seed behind a name are for that one");
    o->other.clock = o->wish.clock;
    return 0;
}

/* Or compare --help. */
static int take_two(struct options *o, int argc, char **argv)
{
    int bad = 0;
    if (!(o->command->options & (TAKES_TWO | TAKES_SETTINGS))) {
        o->comparing = false;
        o->of = command_named(o, "compare");
        o->wish.what = NULL;
        return 0;
    }
    while (!bad && optind < argc)
        bad = take_name(o, argv[optind++]);
    return bad ? bad : check_comparison(o);
}

static int take_words(struct options *o, int argc, char **argv)
{
    if (o->comparing)
        return take_two(o, argc, argv);
    const struct command *named = optind < argc ? command_named(o, argv[optind]) : NULL;
    if (named && !named->summary)
        named = NULL;
    if (named)
        optind++;
    else if (optind < argc && !o->command && mistyped(o, argv[optind]))
        return USAGE;
    if (!o->command)
        o->command = named ? named : o->commands[0];
    else if (named && named != o->command)
        o->of = named;
    if (optind < argc)
        o->wish.what = argv[optind++];
    if (optind < argc)
        return usage_error("one scene or file at a time; what is '%s' for?", argv[optind]);
    if (o->command->named == NAME_MUST && !o->wish.what)
        return usage_error("which scene? 'loopscope list' names them");
    if (o->command->named == NAME_NONE && o->wish.what && o->command->summary)
        return usage_error("%s takes no name; what is '%s' for?", o->command->name, o->wish.what);
    return 0;
}

/* "trace, snap and record": word i of n. */
static void put_word(struct buf *b, const char *word, size_t i, size_t n)
{
    buf_printf(b, "%s%s", !i ? "" : i + 1 == n ? " and " : ", ", word);
}

/* Says which commands take an option. */
static int not_with_this(const struct options *o, int option)
{
    unsigned takes = table[option].takes;
    struct buf all = {0};
    size_t n = 0, i = 0;
    for (const struct command *const *c = o->commands; *c; c++)
        n += ((*c)->options & takes) != 0;
    for (const struct command *const *c = o->commands; *c; c++)
        if ((*c)->options & takes)
            put_word(&all, (*c)->name, i++, n);
    usage_error("--%s goes with %s%s", table[option].o.name, buf_str(&all),
                table[option].why ? table[option].why : "");
    buf_free(&all);
    return USAGE;
}

static int check_format(const struct options *o)
{
    const char *const *formats = o->command->formats;
    struct buf all = {0};
    struct nearest near;
    size_t n = 0;
    while (formats[n] && strcmp(formats[n], o->format))
        n++;
    if (formats[n])
        return 0;
    nearest_begin(&near, o->format, strlen(o->format));
    for (size_t i = 0; i < n; i++) {
        nearest_try(&near, formats[i]);
        put_word(&all, formats[i], i, n);
    }
    usage_error("%s has the formats %s, not '%s'%s", o->command->name, buf_str(&all), o->format,
                nearest_said(&near));
    buf_free(&all);
    return USAGE;
}

bool parse_given(const struct options *o, const char *name)
{
    for (int i = 0; i < OPTIONS; i++)
        if (!strcmp(table[i].o.name, name))
            return o->given & UINT64_C(1) << i;
    return false;
}

static int check(const struct options *o)
{
    for (int i = 0; i < OPTIONS; i++) {
        bool given = o->given & UINT64_C(1) << i;
        if (given && table[i].takes && !(o->command->options & table[i].takes))
            return not_with_this(o, i);
        if (given && table[i].takes == TAKES_OWN && !o->wish.own.launch)
            return usage_error(
                "--%s goes with a program of your own, like: loopscope my_program.py",
                table[i].o.name);
    }
    int bad = o->format ? check_format(o) : 0;
    if (!bad && o->comparing && parse_given(o, "history"))
        bad = usage_error("--history is for one run: what is compared is kept, all of both");
    if (!bad && o->keys && o->script)
        bad = usage_error("--keys or --script: one of them says what is pressed");
    return bad || !o->command->check ? bad : o->command->check(o);
}

/* ---- settings ---- */

/* What a setting is called: no-mouse is mouse, with no for yes. */
static const char *setting_name(int i)
{
    const char *name = table[i].o.name;
    return begins_with(name, "no-") ? name + strlen("no-") : name;
}

static int set(struct options *o, int i, const char *value)
{
    bool inverse = setting_name(i) != table[i].o.name, yes = !strcmp(value, "yes");
    if (table[i].o.has_arg)
        return parse_option(o, table[i].o.val, value);
    if (!yes && strcmp(value, "no") != 0)
        return usage_error("%s is yes or no, not '%s'", setting_name(i), value);
    return yes != inverse ? parse_option(o, table[i].o.val, NULL) : 0;
}

int parse_setting(struct options *o, const char *name, const char *value)
{
    struct buf all = {0};
    for (int i = 0; i < OPTIONS; i++) {
        if (!table[i].setting)
            continue;
        if (!strcmp(setting_name(i), name)) {
            buf_free(&all);
            return set(o, i, value);
        }
        buf_printf(&all, "%s%s", all.len ? ", " : "", setting_name(i));
    }
    usage_error("there is no setting '%s'; there are %s and bind", name, buf_str(&all));
    buf_free(&all);
    return USAGE;
}

static void list_words(FILE *out, int i)
{
    static const char *const answers[] = {"yes", "no", NULL};
    const char *const *words = table[i].o.has_arg ? table[i].words : answers;
    for (int k = 0; words[k]; k++)
        fprintf(out, "%s%s", k ? " " : "", words[k]);
}

void parse_list_settings(FILE *out)
{
    for (int i = 0; i < OPTIONS; i++)
        if (table[i].setting) {
            bool inverse = setting_name(i) != table[i].o.name;
            fprintf(out, "\n# %s%s\n# ", inverse ? "or no: " : "", table[i].about);
            list_words(out, i);
            fprintf(out, "\n#%s %s\n", setting_name(i), table[i].setting);
        }
}

/* ---- all of it ---- */

/* 1: it is a word, where they are taken in their order with the options. */
static int next_option(int argc, char **argv, bool in_order)
{
    static struct option longs[OPTIONS + 1];
    for (int i = 0; i < OPTIONS; i++)
        longs[i] = table[i].o;
    return getopt_long(argc, argv, in_order ? "-:m:p:o:hV" : ":m:p:o:hV", longs, NULL);
}

static int next_in_order(int argc, char **argv)
{
    return next_option(argc, argv, true);
}

/* Only those that are settings too, or all of them. */
static int parse_options(struct options *o, int argc, char **argv, bool settings)
{
    int c;
    optind = 0; /* from the beginning, even if there was another line before */
    opterr = 0;
    while ((c = next_option(argc, argv, o->comparing)) != -1) {
        int bad_name = c == 1 ? take_name(o, optarg) : 0;
        if (bad_name)
            return bad_name;
        if (c == 1)
            continue;
        int i = 0, bad = c == '?' || c == ':' ? bad_option(c, argv[optind - 1]) : 0;
        while (!bad && table[i].o.val != c)
            i++;
        if (!bad && settings && !table[i].setting)
            bad = usage_error("--%s is no setting", table[i].o.name);
        if (bad || (bad = parse_option(o, c, optarg)))
            return bad;
        o->given |= settings ? 0 : UINT64_C(1) << i;
    }
    return 0;
}

int parse_settings(struct options *o, int argc, char **argv)
{
    int bad = parse_options(o, argc, argv, true);
    if (!bad && optind < argc)
        bad = usage_error("these are options only; what is '%s' for?", argv[optind]);
    return bad;
}

void parse_nothing(struct options *o, const struct command *const commands[])
{
    *o = (struct options){.commands = commands, .memory = 2ull << 30};
}

int parse(struct options *o, int argc, char **argv)
{
    take_comparison(o, &argc, &argv);
    if (!o->comparing)
        own_take(o, next_in_order, &argc, argv);
    int bad = parse_options(o, argc, argv, false);
    if (!bad)
        bad = own_settle(o, parse_given(o, "clock"));
    if (!bad)
        bad = take_words(o, argc, argv);
    return bad ? bad : check(o);
}
