/* SPDX-License-Identifier: MIT */
/* embed FILE...: prints a C file that holds the texts of these files. See scenes/sources.h. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C promises literals of 4095 bytes only; gcc and clang take any length. */
static const char head[] = "#include \"scenes/sources.h\"\n"
                           "#include <string.h>\n"
                           "\n"
                           "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
                           "\n"
                           "const struct source sources[] = {\n";

static const char tail[] = "    { NULL, NULL, 0 },\n"
                           "};\n"
                           "\n"
                           "const struct source *source_find(const char *name)\n"
                           "{\n"
                           "    for (const struct source *s = sources; s->name; s++)\n"
                           "        if (!strcmp(s->name, name))\n"
                           "            return s;\n"
                           "    return NULL;\n"
                           "}\n";

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

/* One literal for each line of the file. */
static void put_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t len = 0;
    int c, last = 0;

    if (!in)
        fail(path);
    fputs("    { ", stdout);
    put_name(base_name(path));
    fputs(",\n      \"", stdout);
    for (; (c = getc(in)) != EOF; last = c, len++) {
        if (last == '\n')
            fputs("\"\n      \"", stdout);
        put_char(c);
    }
    if (ferror(in))
        fail(path);
    fclose(in);
    printf("\",\n      %zu },\n", len);
}

int main(int argc, char **argv)
{
    fputs(head, stdout);
    for (int i = 1; i < argc; i++)
        put_file(argv[i]);
    fputs(tail, stdout);
    if (fflush(stdout) || ferror(stdout))
        fail("stdout");
    return 0;
}
