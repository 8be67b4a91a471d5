/* SPDX-License-Identifier: MIT */
/* A script is words with white space between them, and # begins a comment. A word is the name of a
 * key, a text in quotes, or a verb, whose arguments stand behind it in its line, or behind a colon. A
 * key or a text can have a count: 3*s, s*3. */
#include "script/parse.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "script/reading.h"
#include "script/verbs.h"
#include "ui/keys.h"

/* What a script may come to, so that a slip of the finger (99999999*s) is an error and not a long
 * wait. */
enum { MOST_STEPS = 100000 };

static bool add(struct reading *r, struct step step)
{
    struct script *s = r->to;
    if (s->n == MOST_STEPS)
        return false;
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n++] = step;
    return true;
}

static bool too_many(struct reading *r)
{
    return reading_wrong(r, "goes beyond the %d keys that a script may have", MOST_STEPS);
}

/* ---- what a word may be ---- */

static bool add_text(struct reading *r, struct step here)
{
    char *text = reading_text(r);
    bool good = text;
    uint32_t c;
    for (const char *s = text; good && *s;) {
        s += utf8_decode(s, strlen(s), &c);
        here.code = (int)c;
        here.typed = true;
        if (!add(r, here))
            good = too_many(r);
    }
    free(text);
    return good;
}

static bool add_key(struct reading *r, struct step here)
{
    here.code = key_code(r->word, r->n);
    return add(r, here) || too_many(r);
}

/* The verb that a word begins with, as it stands alone or before a colon. */
static const struct verb *verb_of(const struct reading *r)
{
    for (const struct verb *v = verbs; v->name; v++) {
        size_t n = strlen(v->name);
        if (r->n >= n && !memcmp(r->word, v->name, n) && (r->n == n || r->word[n] == ':'))
            return v;
    }
    return NULL;
}

static bool add_typed(struct reading *r, struct step here)
{
    here.verb = NULL;
    if (!reading_word(r))
        return reading_wrong(r, "something is missing: type \"text\"");
    return add_text(r, here);
}

static bool add_verb(struct reading *r, const struct verb *v, struct step here)
{
    here.verb = v;
    here.code = v->code;
    r->at = r->word + strlen(v->name);
    r->at += *r->at == ':';
    r->n = 0;
    if (v->types)
        return add_typed(r, here);
    if (v->read && !v->read(r, &here)) {
        free(here.text);
        return false;
    }
    return add(r, here) || too_many(r);
}

static bool unknown(struct reading *r)
{
    struct nearest near;
    nearest_begin(&near, r->word, r->n);
    for (const struct verb *v = verbs; v->name; v++)
        nearest_try(&near, v->name);
    for (const struct key *k = keys; k->name; k++)
        if (k->name[1]) /* a letter is near to all that is short */
            nearest_try(&near, k->name);
    return reading_wrong(r, "is not a key or a verb%s",
                         near.name ? nearest_said(&near)
                                   : "; 'loopscope help script' has them all");
}

/* ---- counts ---- */

/* Takes "3*" away from the beginning of the word, or "*3" from its end; 1: there is none. */
static int take_count(struct reading *r)
{
    int times = 1;
    const char *star = memchr(r->word, '*', r->n), *end = r->word + r->n;
    if (star && star > r->word &&
        reading_count(r->word, (size_t)(star - r->word), MOST_STEPS, &times)) {
        r->word = star + 1;
        r->n = (size_t)(end - r->word);
        return times;
    }
    star = memrchr(r->word, '*', r->n);
    if (star && star > r->word &&
        reading_count(star + 1, (size_t)(end - star - 1), MOST_STEPS, &times))
        r->n = (size_t)(star - r->word);
    return times;
}

static bool add_once(struct reading *r, struct step here)
{
    const struct verb *v = verb_of(r);
    if (key_code(r->word, r->n))
        return add_key(r, here);
    if (r->n && *r->word == '"')
        return add_text(r, here);
    return v ? add_verb(r, v, here) : unknown(r);
}

/* What was read, again. */
static bool repeat(struct reading *r, size_t from, int times)
{
    size_t to = r->to->n;
    for (; times > 1; times--)
        for (size_t i = from; i < to; i++) {
            struct step again = r->to->at[i];
            again.text = again.text ? xstrdup(again.text) : NULL;
            if (!add(r, again)) {
                free(again.text);
                return too_many(r);
            }
        }
    return true;
}

static bool read_word(struct reading *r)
{
    const char *word = r->word;
    size_t n = r->n, from = r->to->n;
    struct step here = {.line = r->line, .column = reading_column(r)};
    int times = take_count(r);
    bool counted = r->n < n;
    if (counted && !key_code(r->word, r->n) && *r->word != '"' && !verb_of(r)) {
        r->word = word;
        r->n = n;
        return unknown(r);
    }
    return add_once(r, here) && repeat(r, from, times);
}

bool script_parse(struct script *to, const char *text, struct buf *error)
{
    struct reading r = {.to = to, .at = text, .line_start = text, .line = 1, .error = error};
    while (*r.at) {
        if (reading_word(&r)) {
            if (!read_word(&r))
                return false;
            continue;
        }
        r.at = strchrnul(r.at, '\n');
        if (*r.at)
            r.line_start = ++r.at, r.line++;
    }
    return true;
}
