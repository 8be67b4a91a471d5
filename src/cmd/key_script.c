/* SPDX-License-Identifier: MIT */
#include "cmd/key_script.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/report.h"
#include "record/formats.h"
#include "script/parse.h"
#include "script/verbs.h"

static int read_file(struct key_script *k, const char *path)
{
    enum { BYTES_MOST = 1 << 22 };
    char s[4096];
    FILE *f = !strcmp(path, "-") ? stdin : fopen(path, "re");
    for (size_t n; f && k->text.len < BYTES_MOST && (n = fread(s, 1, sizeof s, f));)
        buf_add(&k->text, s, n);
    int error = !f || ferror(f) ? errno : 0;
    if (f && f != stdin)
        fclose(f);
    if (error) {
        report("%s cannot be read: %s", path, strerror(error));
        return 1;
    }
    if (k->text.len && memchr(k->text.s, 0, k->text.len))
        return usage_error("%s is no key script", path);
    return 0;
}

/* What is to be written must have a format: that is said before anything is done. */
static int check_pictures(const struct script *s)
{
    const struct step *step = NULL;
    while ((step = verb_next(s, "snap", step))) {
        const struct format *f = format_of_file(step->text);
        struct buf error = {0};
        if (f && format_is_still(f)) {
            const char *trouble = format_trouble(f);
            if (trouble)
                return usage_error("%s", trouble);
            continue;
        }
        script_put_place(&error, s, step);
        buf_printf(&error, ": '%s' is no picture: the name of one ends in ", step->text);
        struct buf all = {0};
        format_list(&all, format_is_still);
        usage_error("%s%s", buf_str(&error), buf_str(&all));
        buf_free(&error);
        buf_free(&all);
        return USAGE;
    }
    return 0;
}

int key_script_open(struct key_script *k, const struct options *o)
{
    struct buf error = {0};
    *k = (struct key_script){0};
    int bad = o->script ? read_file(k, o->script) : 0;
    k->script.name = o->script ? o->script : "--keys";
    if (!bad && !script_parse(&k->script,
                              o->script ? buf_str(&k->text)
                              : o->keys ? o->keys
                                        : "",
                              &error))
        bad = usage_error("%s", buf_str(&error));
    buf_free(&error);
    return bad ? bad : check_pictures(&k->script);
}

void key_script_close(struct key_script *k)
{
    script_free(&k->script);
    buf_free(&k->text);
}
