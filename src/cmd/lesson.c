/* SPDX-License-Identifier: MIT */
/* lesson: the path of scenes as a text, or the page of one; scenes/NAME.md are these pages. */
#include <stdio.h>

#include "base/report.h"
#include "cmd/command.h"
#include "cmd/output.h"
#include "scenes/scene.h"

static void put(const char *label, const char *text)
{
    if (text)
        printf("**%s** %s\n\n", label, text);
}

static void put_questions(const struct quiz *quiz)
{
    int n = 1;
    if (!quiz)
        return;
    puts("Two questions to answer on the way:\n");
    for (const struct quiz *q = quiz; q->question; q++)
        printf("%d. At step %u: %s\n", n++, q->asked, q->question);
    n = 1;
    puts("\nThe answers:\n");
    for (const struct quiz *q = quiz; q->question; q++)
        printf("%d. At step %u: %s\n", n++, q->answered, q->answer);
}

/* level: of its heading */
static void put_page(const struct scene *s, const char *level)
{
    const char *name = s->program.name;
    printf("%s %s: %s\n\n", level, name, s->summary);
    if (s->handout.question)
        printf("%s\n\n", s->handout.question);
    printf("    loopscope %s\n", name);
    if (s->beside)
        printf("    loopscope compare %s %s\n", name, s->beside);
    printf("\n%s\n\n", s->lesson);
    put("Look:", s->handout.look);
    put("Many believe:", s->handout.belief);
    put("Try:", s->handout.change);
    put_questions(s->remarks.quiz);
}

static int run(const struct options *o)
{
    const struct scene *s = o->wish.what ? scene_find(o->wish.what) : NULL;
    if (o->wish.what && !s)
        return target_unknown(o->wish.what);
    if (s) {
        put_page(s, "#");
        return finish_output(0);
    }
    puts("# The lesson\n\nThe scenes in their order, each with its question. They are stepped "
         "through with → and ←.\n");
    for (size_t i = 0; scenes[i]; i++) {
        if (chapters[i])
            printf("## %s\n\n", chapters[i]);
        put_page(scenes[i], "###");
        putchar('\n');
    }
    return finish_output(0);
}

const struct command command_lesson = {
    .name = "lesson",
    .usage = "[SCENE]",
    .summary = "the path of scenes with its questions as a text, or the page of one",
    .named = NAME_MAY,
    .run = run,
};
