/* SPDX-License-Identifier: MIT */
/* list: the scenes, for people or for programs. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "scenes/scene.h"

/* "name":"text", with what stands before it; nothing if there is no text. */
static void put(struct buf *b, const char *before, const char *name, const char *text)
{
    if (!text)
        return;
    buf_printf(b, "%s\"%s\":", before, name);
    buf_json(b, text, strlen(text));
}

static void put_default(struct buf *b, const struct param *p)
{
    if (p->words)
        put(b, ",", "default", p->words[p->value]);
    else if (p->wrong)
        put(b, ",", "default", p->texts[0]);
    else if (!p->optional)
        buf_printf(b, ",\"default\":%lld,\"least\":%lld,\"most\":%lld", (long long)p->value,
                   (long long)p->least, (long long)p->most);
    for (size_t i = 0; p->words && p->words[i]; i++) {
        buf_puts(b, i ? "," : ",\"values\":[");
        buf_json(b, p->words[i], strlen(p->words[i]));
    }
    if (p->words)
        buf_putc(b, ']');
}

static void put_scene(struct buf *b, const struct scene *s, const char *chapter)
{
    const struct param *first = s->program.params;
    put(b, "{", "name", s->program.name);
    put(b, ",", "chapter", chapter);
    put(b, ",", "summary", s->summary);
    put(b, ",", "question", s->handout.question);
    put(b, ",", "lesson", s->lesson);
    put(b, ",", "file", s->program.file);
    buf_puts(b, ",\"params\":[");
    for (const struct param *p = first; p && p->name; p++) {
        put(b, p == first ? "{" : ",{", "name", p->name);
        put(b, ",", "about", p->about);
        put_default(b, p);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static void list_json(void)
{
    struct buf b = {0};
    const char *chapter = NULL;
    for (size_t i = 0; scenes[i]; i++) {
        chapter = chapters[i] ? chapters[i] : chapter;
        buf_puts(&b, i ? ",\n" : "[");
        put_scene(&b, scenes[i], chapter);
    }
    buf_puts(&b, "]\n");
    fwrite(b.s, 1, b.len, stdout);
    buf_free(&b);
}

static int run(const struct options *o)
{
    if (o->json)
        list_json();
    for (const struct scene *const *s = scenes; *s && !o->json; s++)
        printf("%-17s %s\n", (*s)->program.name, (*s)->summary);
    return finish_output(0);
}

const struct command command_list = {
    .name = "list",
    .usage = "",
    .summary = "the scenes",
    .options = TAKES_JSON,
    .run = run,
};
