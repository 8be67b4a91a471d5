/* SPDX-License-Identifier: MIT */
/* Every scene against what CPython does with its Python twin (tests/golden), event by event, and
 * its C source against the twin's lines. Runs at the root of the project. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "player/player.h"
#include "scenes/scene.h"
#include "scenes/sources.h"
#include "target/program.h"
#include "target/scene.h"
#include "tests/support/file.h"
#include "tests/support/run.h"
#include "tests/support/text.h"
#include "tests/test.h"

enum { SEEKS = 300 };

/* The golden of a scene: tests/golden/hello_gather.seq. */
static struct buf golden(const struct scene *s, const char *suffix)
{
    char path[256];
    const char *file = s->program.file;
    snprintf(path, sizeof path, "tests/golden/%.*s%s", (int)(strrchr(file, '.') - file), file,
             suffix);
    return read_file(path);
}

static void open_at_its_end(struct player *p, const struct scene *s)
{
    assert_int_equal(program_open(p, &s->program, CLOCK_VIRTUAL, 0), 0);
    player_end(p);
    assert_true(player_over(p));
}

/* ---- what a scene does ---- */

static void assert_same_start(const struct buf *ours, const struct scene *s)
{
    char script[64];
    const char *nl = strchr(ours->s, '\n');
    char *line = strndup(ours->s, (size_t)(nl - ours->s));
    snprintf(script, sizeof script, "\"e\":\"start\",\"script\":\"%s\"", s->program.file);
    assert_non_null(strstr(line, script));
    assert_non_null(strstr(line, "\"clock\":\"virtual\""));
    free(line);
}

/* What CPython's tracer says nothing of (that of threads does: tests/test_schedules.c), or, on standard error,
 * in other words. */
static bool is_compared(const char *line)
{
    static const char *const ours[] = {
        "\"e\":\"warning\"", "\"e\":\"err\"",     "\"e\":\"thread\"",
        "\"e\":\"job",       "\"e\":\"process\"", "\"e\":\"sync\"",
        "\"e\":\"read\"",    "\"e\":\"write\"",   "\"e\":\"exit\",\"rc\":3}"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strstr(line, ours[i]))
            return strstr(line, "\"what\":\"generator\"");
    return *line;
}

static void cut_thread(char *line)
{
    char *at = strstr(line, ",\"thread\":\"W"), *to = at ? strchr(at + 1, ',') : NULL;
    to = at && !to ? strchr(at, '}') : to;
    if (to)
        memmove(at, to, strlen(to) + 1);
}

/* Which lock or queue a task waits for. */
static void cut_object(char *line)
{
    char *object = strstr(line, ",\"obj\":\""), *end = object ? strchr(object + 8, '"') : NULL;
    if (end)
        memmove(object, end + 1, strlen(end + 1) + 1);
}

/* CPython's goldens are older than these places. */
static bool is_told_without_a_place(const char *line)
{
    static const char *const kinds[] = {"cancel", "fut_done", "soon", "timer", "executor"};
    char member[32];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(member, sizeof member, "\"e\":\"%s\"", kinds[i]);
        if (strstr(line, member))
            return true;
    }
    return false;
}

/* Where it is in the program that something is cancelled, or a future finished. */
static void cut_at(char *line)
{
    bool has = is_told_without_a_place(line);
    char *at = has ? strstr(line, ",\"at\":\"") : NULL;
    char *end = at ? strchr(at + 7, '"') : NULL;
    if (end)
        memmove(at, end + 1, strlen(end + 1) + 1);
}

/* CPython's tracer says nothing of the locals where a line is printed, nor of locks and queues, nor of which
 * thread does what, and the goldens nothing of where something is cancelled or finished. The
 * lines are numbered as if that was not there. */
static void cut_differences(struct buf *b)
{
    struct buf cut = {0};
    char *rest = b->s, *line;
    int n = 0;
    while ((line = strsep(&rest, "\n"))) {
        char *locals = strstr(line, "\"e\":\"out\"") ? strstr(line, ",\"locals\":") : NULL;
        if (locals)
            strcpy(locals, "}");
        char *verdict = strstr(line, "\"e\":\"deadlock\",\"msg\":");
        if (verdict)
            strcpy(verdict, "\"e\":\"deadlock\"}");
        cut_object(line);
        cut_thread(line);
        cut_at(line);
        if (is_compared(line))
            buf_printf(&cut, "{\"i\":%d%s\n", n++, strchr(line, ','));
    }
    buf_free(b);
    *b = cut;
}

/* ---- what has a loop, and threads of its own: each of the two oracles tells of one half ---- */

static bool is_of_threads(const char *line)
{
    static const char *const kinds[] = {"thread_start", "switch",   "thread_wait", "joined",
                                        "thread_done",  "schedule", "out",         "exit"};
    char text[32];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        snprintf(text, sizeof text, "\"e\":\"%s\"", kinds[i]);
        if (strstr(line, text))
            return true;
    }
    return false;
}

static void cut_member(char *line, const char *name)
{
    char text[32];
    snprintf(text, sizeof text, ",\"%s\":", name);
    char *at = strstr(line, text), *to = at ? at + strcspn(at + 1, ",}") + 1 : NULL;
    if (at)
        memmove(at, to, strlen(to) + 1);
}

/* The lines of one half, without who printed, in which tick, and in which loop a task is. */
static void keep_half(struct buf *b, bool threads)
{
    struct buf kept = {0};
    char *rest = b->s, *line = strsep(&rest, "\n");
    int n = 0;
    buf_printf(&kept, "%s\n", line);
    while ((line = strsep(&rest, "\n"))) {
        bool out = strstr(line, "\"e\":\"out\""), exit = strstr(line, "\"e\":\"exit\"");
        if (!*line || (is_of_threads(line) != threads && !out && !exit))
            continue;
        cut_member(line, "n");
        cut_member(line, "loop");
        if (out)
            cut_member(line, "by");
        buf_printf(&kept, "{\"i\":%d%s\n", ++n, strchr(line, ','));
    }
    buf_free(b);
    *b = kept;
}

static void keep_what_both_tell(struct buf *ours, struct buf *want)
{
    bool loop = strstr(want->s, "\"e\":\"loop\"");
    if (!strstr(ours->s, "\"e\":\"loop\"") || !strstr(ours->s, "\"e\":\"thread_start\""))
        return;
    keep_half(ours, !loop);
    keep_half(want, !loop);
}

static void assert_as_cpython(struct player *p, const struct scene *s)
{
    if (s->outside) /* tests/test_io.c */
        return;
    struct told ours = told(p);
    struct buf want = golden(s, ".ndjson"), want_seq = golden(s, ".seq");
    cut_differences(&ours.ndjson);
    cut_differences(&want);
    assert_same_start(&ours.ndjson, s);
    bool both = strstr(ours.ndjson.s, "\"e\":\"loop\"") && s->program.threads;
    keep_what_both_tell(&ours.ndjson, &want);
    assert_string_equal(second_line(&ours.ndjson), second_line(&want));
    if (!both)
        assert_string_equal(ours.seq.s, want_seq.s);
    told_free(&ours);
    buf_free(&want);
    buf_free(&want_seq);
}

TEST(every_scene_does_what_cpython_does_with_its_twin)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        open_at_its_end(&p, *s);
        assert_as_cpython(&p, *s);
        player_close(&p);
    }
}

TEST(every_scene_does_the_same_after_any_seeks)
{
    srand(1);
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        open_at_its_end(&p, *s);
        for (int i = 0; i < SEEKS; i++)
            assert_true(player_seek(&p, (uint32_t)rand() % (p.trace.end + 1)));
        assert_as_cpython(&p, *s);
        player_close(&p);
    }
}

TEST(every_scene_prints_what_its_twin_prints)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        struct buf out = {0}, want = golden(*s, ".out");
        open_at_its_end(&p, *s);
        for (uint32_t i = 0; i < p.trace.nouts; i++) {
            const struct note *n = trace_note(&p.trace, p.trace.outs[i]);
            if (trace_at(&p.trace, p.trace.outs[i])->kind == EV_OUT)
                buf_add(&out, n->text, n->len);
        }
        assert_string_equal(out.s, want.s);
        buf_free(&out);
        buf_free(&want);
        player_close(&p);
    }
}

TEST(a_scene_is_found_by_its_name_and_no_other_is)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        assert_ptr_equal(scene_find((*s)->program.name), *s);
        assert_true(*(*s)->summary && *(*s)->lesson);
    }
    assert_null(scene_find("no-such-scene"));
    assert_null(scene_find(""));
}

/* ---- what a scene's source says of its twin ---- */

/* Line n of a text without its indent and its end, or NULL beyond the last; free() it. */
static char *line_of(const char *text, unsigned long n)
{
    while (n > 1 && (text = strchr(text, '\n'))) {
        text++;
        n--;
    }
    if (!text || !*text)
        return NULL;
    while (*text == ' ')
        text++;
    return strndup(text, strcspn(text, "\n"));
}

/* Where the next `what` of the source is, a word of its own; *n is the number behind it. */
static const char *next_number(const char *at, const char *what, unsigned long *n)
{
    for (const char *s = at; (s = strstr(s, what)); s++) {
        if (s > at && (isalnum((unsigned char)s[-1]) || s[-1] == '_'))
            continue;
        *n = strtoul(s + strlen(what), NULL, 10);
        return s;
    }
    return NULL;
}

TEST(every_py_label_names_a_statement_of_the_twin)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        const struct source *c = source_find((*s)->c_file), *py = source_find((*s)->program.file);
        unsigned long n;
        int labels = 0;
        for (const char *at = c->text; (at = next_number(at, "py(", &n)); at++, labels++) {
            char *line = line_of(py->text, n);
            if (!line || !*line || *line == '#' || strstr(line, "def ") == line ||
                strstr(line, "async def ") == line)
                fail_msg("%s: py(%lu) names no statement of %s", (*s)->c_file, n, py->name);
            free(line);
        }
        assert_true(labels > 0);
    }
}

/* "async (main, def(8)" -> main */
static void name_before(const char *source, const char *def, char *name, size_t size)
{
    const char *from = def;
    while (from > source && *from != '(')
        from--;
    snprintf(name, size, "%.*s", (int)strcspn(from + 1, ", "), from + 1);
}

TEST(every_coroutine_of_the_twin_is_defined_where_def_says)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        const struct source *c = source_find((*s)->c_file), *py = source_find((*s)->program.file);
        unsigned long n;
        for (const char *at = c->text; (at = next_number(at, "def(", &n)); at++) {
            char name[64], want[96], *line;
            name_before(c->text, at - 1, name, sizeof name);
            if (!strcmp(name, "module"))
                continue;
            line = line_of(py->text, n);
            snprintf(want, sizeof want, "async def %s(", name);
            const char *at_def = line && !strncmp(line, "def ", 4) ? want + strlen("async ") : want;
            if (!line || strncmp(line, at_def, strlen(at_def)) != 0)
                fail_msg("%s: %s() is not defined at line %lu of %s", c->name, name, n, py->name);
            free(line);
        }
    }
}

/* Where a thread's function or its loop begins. */
static bool is_head(const char *source, uint32_t line)
{
    char def[24], again[24];
    snprintf(def, sizeof def, "py_def(%u)", line);
    snprintf(again, sizeof again, "py_again(%u)", line);
    return strstr(source, def) || strstr(source, again);
}

/* Each line that an event names is a label of the scene's, so that the twin's lines above are all
 * that is ever shown. */
TEST(every_line_of_an_event_is_a_label_of_the_scene)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        struct player p;
        const struct source *c = source_find((*s)->c_file);
        open_at_its_end(&p, *s);
        for (uint32_t i = 0; i < p.trace.end; i++) {
            char label[16];
            uint32_t line = trace_line(&p.trace, trace_at(&p.trace, i)->place);
            snprintf(label, sizeof label, "py(%u)", line);
            if (line && !strstr(c->text, label) && !is_head(c->text, line))
                fail_msg("%s: event %u is at a line without a %s", c->name, i, label);
        }
        player_close(&p);
    }
}

/* The Python to its end; the C up to what its lesson says. */
TEST(the_program_carries_the_sources_as_they_are)
{
    for (const struct scene *const *s = scenes; *s; s++) {
        const char *names[] = {(*s)->c_file, (*s)->program.file};
        for (int i = 0; i < 2; i++) {
            char path[128];
            snprintf(path, sizeof path, "scenes/%s", names[i]);
            struct buf file = read_file(path);
            const struct source *source = source_find(names[i]);
            assert_non_null(source);
            assert_true(i ? source->len == file.len : source->len < file.len);
            assert_memory_equal(source->text, file.s, source->len);
            assert_int_equal(source->text[source->len], 0);
            assert_true(i || !strncmp(file.s + source->len, "static const struct ", 20) ||
                        !strncmp(file.s + source->len, "SCENE(", 6));
            buf_free(&file);
        }
    }
}

/* ---- parameters ---- */

static struct program program;
static struct param params[8];

static struct random seeded;

static void run_makerandom(struct player *p, int64_t n, const char *seed)
{
    size_t k = 0;
    program = scene_find("makerandom")->program;
    for (const struct param *from = program.params; from->name; from++, k++) {
        params[k] = *from;
        if (!strcmp(from->name, "n"))
            params[k].value = n;
    }
    params[k] = (struct param){0};
    program.params = params;
    if (seed) {
        assert_int_equal(random_seed_text(&seeded, seed), 0);
        program.seeded = &seeded;
    }
    assert_int_equal(program_open(p, &program, CLOCK_VIRTUAL, 0), 0);
    player_end(p);
}

/* That of NAME.py. */
static const struct scene *scene_of(const char *name)
{
    const struct scene *const *s = scenes;
    size_t n = strlen(name);
    while (*s && (strncmp((*s)->program.file, name, n) || strcmp((*s)->program.file + n, ".py")))
        s++;
    assert_non_null(*s);
    return *s;
}

/* A line of tests/golden/changed.txt: a scene's file, a parameter, and what it stands for. */
static void assert_changed_as_cpython(const char *line)
{
    char name[32], param[64], path[128];
    struct player p;
    struct target *t;
    struct wish w = {.nparams = 1};
    assert_int_equal(sscanf(line, "%31[^\t]\t%63s", name, param), 2);
    snprintf(path, sizeof path, "tests/golden/changed/%s-%s.ndjson", name, param);
    int len = (int)strcspn(param, "=");
    const char *value = param + len + 1;
    w.what = scene_of(name)->program.name;
    w.params[0] =
        (struct wish_param){param, len, strcmp(value, "on") ? atoll(value) : 1, .word = false};
    assert_int_equal(scene_open(&t, scene_of(name), &w), 0);
    assert_int_equal(player_open(&p, t, 0), 0);
    p.owns_target = true;
    player_end(&p);
    struct told ours = told(&p);
    struct buf want = read_file(path);
    cut_differences(&ours.ndjson);
    cut_differences(&want);
    keep_what_both_tell(&ours.ndjson, &want);
    assert_string_equal(second_line(&ours.ndjson), second_line(&want));
    told_free(&ours);
    buf_free(&want);
    player_close(&p);
}

TEST(a_parameter_does_what_cpython_does_with_the_line_that_it_stands_for)
{
    struct buf all = read_file("tests/golden/changed.txt");
    char *rest = all.s, *line;
    int n = 0;
    while ((line = strsep(&rest, "\n")))
        if (*line && *line != '#') {
            assert_changed_as_cpython(line);
            n++;
        }
    assert_true(n > 0);
    buf_free(&all);
}

static const char *last_line(const struct player *p)
{
    return trace_note(&p->trace, p->trace.outs[p->trace.nouts - 1])->text;
}

TEST(makerandom_takes_any_number_of_coroutines)
{
    static const int64_t many[] = {0, 1, 3, 1000};
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        struct player p;
        run_makerandom(&p, many[i], NULL);
        assert_int_equal(p.target->status, 0);
        assert_int_equal(p.trace.nactors, many[i] + 3); /* with main and the two of the shutdown */
        player_close(&p);
    }
}

TEST(the_user_s_seed_replaces_the_program_s)
{
    static const struct {
        const char *seed, *last;
    } runs[] = {
        {NULL, "r1: 10, r2: 10, r3: 9\n"},
        {"444", "r1: 10, r2: 10, r3: 9\n"},
        {"-1", "r1: 10, r2: 9, r3: 9\n"},
    };
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        struct player p;
        run_makerandom(&p, 3, runs[i].seed);
        assert_string_equal(last_line(&p), runs[i].last);
        player_close(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scene_does_what_cpython_does_with_its_twin),
        cmocka_unit_test(every_scene_does_the_same_after_any_seeks),
        cmocka_unit_test(every_scene_prints_what_its_twin_prints),
        cmocka_unit_test(a_scene_is_found_by_its_name_and_no_other_is),
        cmocka_unit_test(every_py_label_names_a_statement_of_the_twin),
        cmocka_unit_test(every_coroutine_of_the_twin_is_defined_where_def_says),
        cmocka_unit_test(every_line_of_an_event_is_a_label_of_the_scene),
        cmocka_unit_test(the_program_carries_the_sources_as_they_are),
        cmocka_unit_test(a_parameter_does_what_cpython_does_with_the_line_that_it_stands_for),
        cmocka_unit_test(makerandom_takes_any_number_of_coroutines),
        cmocka_unit_test(the_user_s_seed_replaces_the_program_s),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
