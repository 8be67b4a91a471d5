/* SPDX-License-Identifier: MIT */
/* embed -s NAME FILE: prints a C file in which `const struct source NAME` is the text of the file.
 * embed ORDER FILE...: prints a C file that holds the texts of these files (scenes/sources.h), and the
 * list of the scenes among them (scenes/scene.h), in the order of the names in ORDER, where a line "= TITLE" begins a
 * chapter. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C promises literals of 4095 bytes only; gcc and clang take any length. */
static const char head[] = "#include \"scenes/scene.h\"\n"
                           "#include \"scenes/sources.h\"\n"
                           "#include <string.h>\n"
                           "\n"
                           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
                           "\n"
                           "const struct source sources[] = {\n";

static const char tail[] = "const struct source *source_find(const char *name)\n"
                           "{\n"
                           "    for (const struct source *s = sources; s->name; s++)\n"
                           "        if (!strcmp(s->name, name))\n"
                           "            return s;\n"
                           "    return NULL;\n"
                           "}\n"
                           "\n"
                           "const struct scene *scene_find(const char *name)\n"
                           "{\n"
                           "    for (const struct scene *const *s = scenes; *s; s++)\n"
                           "        if (!strcmp((*s)->program.name, name))\n"
                           "            return *s;\n"
                           "    return NULL;\n"
                           "}\n";

enum { SCENES = 256, NAME = 64 };
static char scenes[SCENES][NAME];
static size_t nscenes;

static void fail(const char *path)
{
    fprintf(stderr, "embed: %s: %s\n", path, strerror(errno));
    exit(1);
}

/* An octal escape has three digits here, always: a shorter one would swallow a digit that follows. A plain '?' could be
 * half of a trigraph. */
static void put_char(int c)
{
    if (c == '\n')
        fputs("\\n", stdout);
    else if (c == '"' || c == '\\' || c == '?')
        printf("\\%c", c);
    else if (c < 128 && isprint(c))
        putchar(c);
    else
        printf("\\%03o", (unsigned)c);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static void put_name(const char *name)
{
    putchar('"');
    for (; *name; name++)
        put_char((unsigned char)*name);
    putchar('"');
}

/* What a lesson says and asks, with the answers: nobody shall read that in the source of its program. */
static int begins_lesson(const char *line)
{
    return !strncmp(line, "static const struct remark ", 27) ||
           !strncmp(line, "static const struct quiz ", 25) || !strncmp(line, "SCENE(", 6);
}

/* One literal for each line of the file, up to its lesson. */
static void put_file(const char *path, const char *end)
{
    FILE *in = fopen(path, "rb");
    size_t len = 0, room = 0;
    char *line = NULL;
    ssize_t n;

    if (!in)
        fail(path);
    fputs("    { ", stdout);
    put_name(base_name(path));
    fputs(",\n      \"", stdout);
    while ((n = getline(&line, &room, in)) > 0 && !begins_lesson(line)) {
        for (ssize_t i = 0; i < n; i++)
            put_char((unsigned char)line[i]);
        fputs("\"\n      \"", stdout);
        len += (size_t)n;
    }
    free(line);
    if (ferror(in))
        fail(path);
    fclose(in);
    printf("\",\n      %zu }%s\n", len, end);
}

/* ---- the list of scenes ---- */

/* A scene says SCENE(its name, … at the beginning of a line. */
static void find_scene(const char *path)
{
    char line[512];
    FILE *in = fopen(path, "r");

    if (!in)
        fail(path);
    while (nscenes < SCENES && fgets(line, sizeof line, in))
        nscenes += sscanf(line, "SCENE(%63[a-z0-9_]", scenes[nscenes]) == 1;
    fclose(in);
}

/* The path: names, and of each the chapter that it begins, or "". */
static char path[SCENES][NAME], chapters[SCENES][NAME];
static size_t npath;

static void take_scene(const char *name)
{
    for (size_t i = 0; i < nscenes; i++)
        if (scenes[i][0] && !strcmp(scenes[i], name)) {
            strcpy(path[npath++], name);
            scenes[i][0] = 0;
            return; /* the name may have been that one */
        }
}

static void read_path(const char *order)
{
    char line[512], name[NAME];
    FILE *in = fopen(order, "r");

    if (!in)
        fail(order);
    while (fgets(line, sizeof line, in))
        if (sscanf(line, "= %63[^\n]", name) == 1)
            strcpy(chapters[npath], name);
        else if (sscanf(line, "%63[a-z0-9_]", name) == 1)
            take_scene(name);
    fclose(in);
    for (size_t i = 0; i < nscenes; i++)
        if (scenes[i][0])
            take_scene(scenes[i]);
}

static void put_scenes(void)
{
    for (size_t i = 0; i < npath; i++)
        printf("extern const struct scene scene_%s;\n", path[i]);
    puts("\nconst struct scene *const scenes[] = {");
    for (size_t i = 0; i < npath; i++)
        printf("    &scene_%s,\n", path[i]);
    puts("    NULL,\n};\n\nconst char *const chapters[] = {");
    for (size_t i = 0; i < npath; i++) {
        fputs("    ", stdout);
        if (chapters[i][0])
            put_name(chapters[i]);
        else
            fputs("NULL", stdout);
        puts(",");
    }
    puts("    NULL,\n};\n");
}

static void put_source(const char *name, const char *file)
{
    printf("#include \"base/source.h\"\n\n"
           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
           "extern const struct source %s;\nconst struct source %s =\n",
           name, name);
    put_file(file, ";");
}

int main(int argc, char **argv)
{
    if (argc == 4 && !strcmp(argv[1], "-s")) {
        put_source(argv[2], argv[3]);
        return fflush(stdout) || ferror(stdout);
    }
    if (argc < 2) {
        fputs("usage: embed ORDER FILE...\n", stderr);
        return 2;
    }
    fputs(head, stdout);
    for (int i = 2; i < argc; i++) {
        put_file(argv[i], ",");
        find_scene(argv[i]);
    }
    puts("    { NULL, NULL, 0 },\n};\n");
    read_path(argv[1]);
    put_scenes();
    fputs(tail, stdout);
    if (fflush(stdout) || ferror(stdout))
        fail("stdout");
    return 0;
}
