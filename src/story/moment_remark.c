/* SPDX-License-Identifier: MIT */
/* What a lesson says about a line of its program. */
#include <string.h>

#include "story/cause.h"
#include "story/moment_parts.h"
#include "story/words.h"

enum { NEAR = 64 }; /* events looked through for the end of a turn */

/* The local of that name in "name=repr" lines. */
static bool put_local(struct buf *b, const char *locals, const char *name, size_t n)
{
    for (const char *s = locals; s && *s; s = strchr(s, '\n') ? strchr(s, '\n') + 1 : NULL) {
        if (strncmp(s, name, n) || s[n] != '=')
            continue;
        words_text(b, s + n + 1, strcspn(s + n + 1, "\n"), MOMENT_COLUMNS);
        return true;
    }
    return false;
}

static bool fill(struct buf *b, const char *text, const char *locals)
{
    for (const char *s = text; *s;) {
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        if (end && !put_local(b, locals, s + 1, (size_t)(end - s - 1)))
            return false;
        if (!end)
            buf_putc(b, *s);
        s = end ? end + 1 : s + 1;
    }
    return true;
}

/* The END of the turn that event i is in: its locals are those of i, too, as far as lines between
 * have not changed them, which a remark's author sees to. */
static uint32_t turn_end(const struct telling *s, uint32_t i)
{
    for (uint32_t n = 0; i < s->t->end && n < NEAR; i++, n++)
        if (trace_at(s->t, i)->kind == EV_END)
            return i;
    return TRACE_NONE;
}

static const struct remark *find_remark(const struct telling *s)
{
    const struct remark *r = s->t->remarks ? s->t->remarks->lines : NULL;
    const struct place *at = trace_place(s->t, s->e->place);
    if (!at->line || at->file)
        return NULL;
    while (r && r->line && r->line != at->line)
        r++;
    return r && r->line ? r : NULL;
}

void moment_remark(const struct telling *s, struct buf *b)
{
    const struct remark *r = find_remark(s);
    if (!r || (r->once && !moment_meets(s, WORD_BLOCK)) || (!r->once && s->e->kind != EV_OUT))
        return;
    struct buf text = {0};
    uint32_t end = turn_end(s, s->s->head);
    const struct note *n = end == TRACE_NONE ? NULL : trace_note(s->t, end);
    if (fill(&text, r->text, n && n->nframes ? n->frames[n->nframes - 1].locals : NULL))
        buf_add(b, buf_str(&text), text.len);
    buf_free(&text);
}
