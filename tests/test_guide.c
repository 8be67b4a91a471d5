/* SPDX-License-Identifier: MIT */
/* The guides as programs: every row "| C | Python | prints |" and every scene (a python, a c and a
 * text block) of README.md and docs/scenes.md is compiled and run, and prints what it says it
 * prints. Runs at the root of the project. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/buf.h"
#include "tests/support/file.h"
#include "tests/test.h"

enum { MOST = 256, CELLS = 4 };

#define WARNINGS                                                                                \
    "-Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef " \
    "-Wwrite-strings "                                                                          \
    "-Wformat=2 -Wpointer-arith"
#ifdef __SANITIZE_ADDRESS__
#define SANITIZE "-fsanitize=address,undefined"
#else
#define SANITIZE ""
#endif

/* What a guide shows: what it looks like in C, in Python (perhaps not at all), and what it prints.
 */
struct example {
    struct buf c, python, prints, printed, python_printed;
    const char *path;
    int line;       /* in the guide */
    char scene[64]; /* scene_greet; "" for a row */
};

static struct guide {
    struct example all[MOST];
    int n;
    struct buf frame, c_rows, python_rows; /* what the rows share */
    struct buf said;                       /* by the compiler */
    char folder[64];
    bool compiled, python;
} guide;

/* ---- text ---- */

static FILE *create(const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", guide.folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        fail_msg("%s cannot be written", path);
    return f;
}

/* A body, each line indented. */
static void write_indented(FILE *f, const char *s)
{
    for (; s && *s; s += strcspn(s, "\n") + 1)
        fprintf(f, "    %.*s\n", (int)strcspn(s, "\n"), s);
}

/* ---- reading a guide ---- */

static struct example *add_example(const char *path, int line)
{
    assert_true(guide.n < MOST);
    struct example *e = &guide.all[guide.n++];
    e->path = path;
    e->line = line;
    buf_clear(&e->c);
    buf_clear(&e->python);
    buf_clear(&e->prints);
    return e;
}

/* `one`<br>`two` are two lines; a bar in them is written \|. */
static const char *read_cell(const char *s, struct buf *out)
{
    bool code = false;
    for (; *s && (*s != '|' || s[-1] == '\\'); s++) {
        if (*s == '`') {
            code = !code;
            if (!code)
                buf_putc(out, '\n');
        } else if (code && (*s != '\\' || s[1] != '|')) {
            buf_putc(out, *s);
        }
    }
    return *s ? s + 1 : s;
}

static void read_row(const char *path, int line, const char *s)
{
    struct example *e = add_example(path, line);
    s = read_cell(s + 1, &e->c);
    s = read_cell(s, &e->python);
    read_cell(s, &e->prints);
    if (!e->c.len)
        fail_msg("%s:%d: a row without C", path, line);
}

static void name_scene(struct example *e)
{
    const char *s = strstr(e->c.s, "SCENE(");
    if (!s || sscanf(s, "SCENE(%63[a-z_]", e->scene) != 1)
        fail_msg("%s:%d: a C block without its scene", e->path, e->line);
}

struct blocks {
    struct buf c, python;
    int line;
};

static void move(struct buf *to, struct buf *from)
{
    buf_free(to);
    *to = *from;
    *from = (struct buf){0};
}

/* The end of a block: python and c wait for the text that they print. */
static void take_block(struct blocks *bl, const char *path, const char *info, struct buf *text)
{
    if (!strcmp(info, "c row")) {
        move(&guide.frame, text);
    } else if (!strcmp(info, "c rows")) {
        move(&guide.c_rows, text);
    } else if (!strcmp(info, "python rows")) {
        move(&guide.python_rows, text);
    } else if (!strcmp(info, "python")) {
        move(&bl->python, text);
    } else if (!strcmp(info, "c")) {
        move(&bl->c, text);
    } else if (!strcmp(info, "text") && bl->c.len) {
        struct example *e = add_example(path, bl->line);
        move(&e->c, &bl->c);
        move(&e->python, &bl->python);
        move(&e->prints, text);
        name_scene(e);
    }
    buf_free(text);
}

static void read_guide(const char *path)
{
    struct buf b = read_file(path), text = {0};
    struct blocks bl = {0};
    char info[32];
    bool block = false, rows = false;
    int line = 0;
    for (char *s = b.s, *next; *s; s = next) {
        size_t n = strcspn(s, "\n");
        next = s + n + (s[n] != 0);
        s[n] = 0;
        line++;
        if (block && !strcmp(s, "```")) {
            take_block(&bl, path, info, &text);
            block = false;
        } else if (block) {
            buf_printf(&text, "%s\n", s);
        } else if (!strncmp(s, "```", 3)) {
            snprintf(info, sizeof info, "%s", s + 3);
            block = true;
            bl.line = strcmp(info, "c") ? bl.line : line + 1;
        } else if (rows && *s == '|' && s[1] != '-') {
            read_row(path, line, s);
        } else if (s[0] != '|' || !strncmp(s, "| C |", 5)) {
            rows = *s == '|';
        }
    }
    if (bl.c.len)
        fail_msg("%s:%d: a C block without the text that it prints", path, bl.line);
    buf_free(&bl.python);
    buf_free(&b);
}

/* ---- the programs made of it ---- */

static bool is_row(const struct example *e)
{
    return !*e->scene;
}

static void write_row(FILE *f, const struct example *e, int i)
{
    fprintf(f, "#define row row_%d\n%s", i, guide.frame.s);
    fprintf(f,
            "async (row, def(1), SHOW(t), SHOW(u), SHOW(f), SHOW(it), SHOW(list)) {\n"
            "    async_begin;\n#line 1 "
            "\"%s:%d: row\"\n",
            e->path, e->line);
    write_indented(f, e->c.s);
    fprintf(f, "    async_end;\n}\n#undef row\n");
    fprintf(f, "struct module_%d {\n    struct coro coro;\n};\n", i);
    fprintf(f,
            "async (module_%d, def(1)) {\n    async_begin;\n    asyncio_run(call(row_%d));\n    "
            "async_end;\n}\n",
            i, i);
    fprintf(f, "extern const struct program program_%d;\n", i);
    fprintf(f,
            "const struct program program_%d = {.name = \"row\", .file = \"row.py\", .module = "
            "module_%d_async};\n\n",
            i, i);
}

static void write_scene(const struct example *e, int i)
{
    char name[32];
    snprintf(name, sizeof name, "scene%d.c", i);
    FILE *f = create(name);
    fprintf(f, "#line %d \"%s\"\n%s", e->line, e->path, e->c.s);
    fclose(f);
}

static void write_rows(void)
{
    FILE *f = create("rows.c");
    fprintf(f, "#include \"asyncio/asyncio.h\"\n%s\n", guide.c_rows.s);
    for (int i = 0; i < guide.n; i++)
        if (is_row(&guide.all[i]))
            write_row(f, &guide.all[i], i);
        else
            write_scene(&guide.all[i], i);
    fclose(f);
}

static const char driver[] =
    "#include <stdio.h>\n"
    "#include <sys/wait.h>\n"
    "#include <unistd.h>\n"
    "#include \"scenes/scene.h\"\n"
    "static void see(struct observer *o, const struct event *e, const struct note *n)\n"
    "{\n"
    "    (void)o;\n"
    "    if (e->kind == EV_WARNING)\n"
    "        fputs(\"warning: \", stdout);\n"
    "    if (e->kind == EV_OUT || e->kind == EV_WARNING)\n"
    "        printf(\"%.*s%s\", (int)n->len, n->text, e->kind == EV_OUT ? \"\" : \"\\n\");\n"
    "}\n"
    "static void run(const struct program *p)\n"
    "{\n"
    "    struct observer observer = {.see = see};\n"
    "    struct runner l;\n"
    "    if (runner_init(&l, CLOCK_VIRTUAL, &observer) < 0)\n"
    "        return;\n"
    "    runner_start(&l, p);\n"
    "    runner_finish(&l);\n"
    "    runner_close(&l);\n"
    "}\n"
    "static void example(int i, const struct program *p)\n"
    "{\n"
    "    printf(\"== %d\\n\", i);\n"
    "    fflush(stdout);\n"
    "    if (!fork()) {\n"
    "        dup2(1, 2);\n"
    "        run(p);\n"
    "        fflush(stdout);\n"
    "        _exit(0);\n"
    "    }\n"
    "    wait(NULL);\n"
    "}\n"
    "int main(void)\n"
    "{\n";

static void write_driver(void)
{
    FILE *f = create("driver.c");
    for (int i = 0; i < guide.n; i++)
        if (is_row(&guide.all[i]))
            fprintf(f, "extern const struct program program_%d;\n", i);
        else
            fprintf(f, "extern const struct scene scene_%s;\n", guide.all[i].scene);
    fprintf(f, "#include \"loop/loop.h\"\n#include \"scenes/scene.h\"\n%s", driver);
    for (int i = 0; i < guide.n; i++)
        if (is_row(&guide.all[i]))
            fprintf(f, "    example(%d, &program_%d);\n", i, i);
        else
            fprintf(f, "    example(%d, &scene_%s.program);\n", i, guide.all[i].scene);
    fprintf(f, "    return 0;\n}\n");
    fclose(f);
}

static bool have(const char *command)
{
    char line[256];
    snprintf(line, sizeof line, "%s >/dev/null 2>&1", command);
    return !system(line);
}

static bool have_compiler(void)
{
    char line[128];
    snprintf(line, sizeof line, "%s --version", compiler());
    return have(line) && have("pkg-config --exists libuv libutf8proc");
}

/* "== 7" begins the output of example 7. */
static void take_output(char *s, size_t printed)
{
    struct buf *to = NULL;
    for (char *next; *s; s = next) {
        size_t n = strcspn(s, "\n");
        int i;
        next = s + n + (s[n] != 0);
        if (sscanf(s, "== %d", &i) == 1 && i >= 0 && i < guide.n)
            to = (struct buf *)((char *)&guide.all[i] + printed);
        else if (to)
            buf_add(to, s, (size_t)(next - s));
    }
}

static void compile_and_run(void)
{
    char line[1024];
    guide.compiled = have_compiler();
    if (!guide.compiled)
        return;
    write_rows();
    write_driver();
    snprintf(line, sizeof line,
             "LC_ALL=C %s -std=gnu11 -D_GNU_SOURCE -Isrc -I. " WARNINGS " " SANITIZE
             " -o %s/guide %s/*.c src/asyncio/*.c src/loop/*.c src/threads/*.c src/python/*.c "
             "src/base/*.c "
             "$(pkg-config --cflags --libs libuv libutf8proc) -lm 2>&1",
             compiler(), guide.folder, guide.folder);
    guide.said = output_of(line);
    snprintf(line, sizeof line, "%s/guide 2>&1", guide.folder);
    struct buf out = output_of(line);
    take_output(out.s, offsetof(struct example, printed));
    buf_free(&out);
}

/* ---- the same in Python ---- */

static void write_python_row(FILE *f, const struct example *e, int i)
{
    fprintf(f, "\nasync def row():\n");
    write_indented(f, e->python.s);
    fprintf(f, "print('== %d')\nstart = time.perf_counter()\nasyncio.run(row())\n", i);
}

static void write_python_rows(void)
{
    FILE *f = create("rows.py");
    fprintf(f, "%s\ndef perf_counter():\n    return time.perf_counter() - start\n",
            guide.python_rows.s);
    for (int i = 0; i < guide.n; i++)
        if (is_row(&guide.all[i]) && guide.all[i].python.len)
            write_python_row(f, &guide.all[i], i);
    fclose(f);
}

/* What a program prints under the oracle, whose clock is virtual. */
static void run_python(const char *name, struct buf *out)
{
    char line[512];
    snprintf(line, sizeof line, "python3 tests/oracle/oracle.py %s/%s 2>&1", guide.folder, name);
    FILE *f = popen(line, "r");
    assert_non_null(f);
    char *s = NULL;
    size_t cap = 0;
    while (getline(&s, &cap, f) > 0) {
        json_t *o = json_loads(s, 0, NULL);
        const char *kind = json_string_value(json_object_get(o, "e")),
                   *text = json_string_value(json_object_get(o, "s"));
        if (kind && text && !strcmp(kind, "out"))
            buf_puts(out, text);
        json_decref(o);
    }
    free(s);
    pclose(f);
}

static void run_python_scene(struct example *e)
{
    FILE *f = create("scene.py");
    fputs(e->python.s, f);
    fclose(f);
    run_python("scene.py", &e->python_printed);
}

static void run_all_python(void)
{
    struct buf out = {0};
    guide.python = have("python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'");
    if (!guide.python)
        return;
    write_python_rows();
    buf_clear(&out);
    run_python("rows.py", &out);
    take_output(out.s, offsetof(struct example, python_printed));
    buf_free(&out);
    for (int i = 0; i < guide.n; i++)
        if (!is_row(&guide.all[i]))
            run_python_scene(&guide.all[i]);
}

/* ---- tests ---- */

static int read_and_run(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(guide.folder, sizeof guide.folder, "%.40s/guide-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    if (!mkdtemp(guide.folder))
        return -1;
    read_guide("README.md");
    read_guide("docs/scenes.md");
    compile_and_run();
    run_all_python();
    return 0;
}

static int clean_up(void **state)
{
    (void)state;
    char line[128];
    for (struct example *e = guide.all; e < guide.all + guide.n; e++) {
        buf_free(&e->c);
        buf_free(&e->python);
        buf_free(&e->prints);
        buf_free(&e->printed);
        buf_free(&e->python_printed);
    }
    buf_free(&guide.frame);
    buf_free(&guide.c_rows);
    buf_free(&guide.python_rows);
    buf_free(&guide.said);
    snprintf(line, sizeof line, "rm -r '%s'", guide.folder);
    return system(line);
}

static const char *text_of(const struct buf *b)
{
    return b->s ? b->s : "";
}

TEST(what_the_guides_show_compiles_without_a_word)
{
    if (!guide.compiled)
        skip();
    assert_string_equal(text_of(&guide.said), "");
}

TEST(all_that_the_guides_show_is_found)
{
    int rows = 0, scenes = 0;
    for (int i = 0; i < guide.n; i++)
        if (is_row(&guide.all[i]))
            rows++;
        else
            scenes++;
    assert_true(rows >= 50);
    assert_true(scenes >= 2);
}

TEST(every_row_and_scene_prints_what_its_guide_says)
{
    if (!guide.compiled)
        skip();
    for (struct example *e = guide.all; e < guide.all + guide.n; e++)
        if (strcmp(text_of(&e->prints), text_of(&e->printed)))
            fail_msg("%s:%d: prints, in C,\n%sand not\n%s", e->path, e->line, text_of(&e->printed),
                     text_of(&e->prints));
}

TEST(the_python_beside_it_prints_the_same)
{
    if (!guide.python)
        skip();
    for (struct example *e = guide.all; e < guide.all + guide.n; e++)
        if (e->python.len && strcmp(text_of(&e->prints), text_of(&e->python_printed)))
            fail_msg("%s:%d: prints, in Python,\n%sand not\n%s", e->path, e->line,
                     text_of(&e->python_printed), text_of(&e->prints));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_the_guides_show_is_found),
        cmocka_unit_test(what_the_guides_show_compiles_without_a_word),
        cmocka_unit_test(every_row_and_scene_prints_what_its_guide_says),
        cmocka_unit_test(the_python_beside_it_prints_the_same),
    };
    return cmocka_run_group_tests(tests, read_and_run, clean_up) != 0;
}
