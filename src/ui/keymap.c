/* SPDX-License-Identifier: MIT */
#include "ui/keymap.h"

#include <stdio.h>
#include <string.h>

const char *key_label(const struct key *k)
{
    return k->label ? k->label : k->name;
}

const char *key_help(const struct key *k)
{
    while (!k->help)
        k--;
    return k->help;
}

struct hint key_hint(const struct key *rows, size_t i)
{
    const struct key *k = &rows[i];
    if (!k->name)
        return (struct hint){0};
    return (struct hint){
        .code = k->code,
        .label = key_label(k),
        .help = k->help,
        .footer = k->footer,
        .playing = k->playing,
        .asking = k->asking,
        .told = k->told,
        .orders = k->orders,
        .threads = k->threads,
        .always = k->needs & KEY_ALWAYS,
        .only_one = k->needs & KEY_WATCHING && !(k->needs & KEY_COMPARING),
        .only_two = k->needs & KEY_COMPARING && !(k->needs & KEY_WATCHING),
    };
}

const struct key *key_find(const struct key *rows, int code)
{
    if (code > '1' && code <= '9') /* all digits but 0 are one row */
        code = '1';
    for (const struct key *k = rows; k->name; k++)
        if (k->code == code)
            return k;
    return NULL;
}

/* ---- keys bound anew ---- */

void keymap_init(struct keymap *m, const struct key *table)
{
    *m = (struct keymap){0};
    for (size_t i = 0; table[i].name; i++)
        m->rows[i] = table[i];
}

static size_t count(const struct keymap *m)
{
    size_t n = 0;
    while (m->rows[n].name)
        n++;
    return n;
}

/* What was said of it and of those below is now said of the next one. */
static void unbind(struct keymap *m, int code)
{
    struct key *k = (struct key *)key_find(m->rows, code);
    if (!k)
        return;
    if (k->help && k[1].name && !k[1].help) {
        k[1].help = k->help;
        k[1].footer = k->footer;
        k[1].playing = k->playing;
        k[1].threads = k->threads;
    }
    memmove(k, k + 1, (size_t)(m->rows + count(m) - k) * sizeof *k);
}

bool keymap_bind(struct keymap *m, int code, const char *name, const struct key *to)
{
    const struct key *known = key_find(m->rows, code);
    const char *label = known ? known->label : NULL;
    size_t n = count(m), at;
    if (n + 1 >= KEYS_MOST || m->bound == KEYS_MOST)
        return false;
    unbind(m, code);
    if (!to)
        return true;
    /* among those that do the same, as the first of them, where there are any */
    for (n = count(m), at = 0; at < n && m->rows[at].press != to->press; at++)
        ;
    snprintf(m->names[m->bound], sizeof m->names[0], "%s", name);
    struct key row = {
        .code = code,
        .name = m->names[m->bound++],
        .press = to->press,
        .needs = to->needs,
        .help = key_help(to),
        .label = label,
    };
    if (at < n) {
        row.help = m->rows[at].help;
        row.footer = m->rows[at].footer;
        row.playing = m->rows[at].playing;
        row.threads = m->rows[at].threads;
        m->rows[at].help = m->rows[at].footer = m->rows[at].playing = NULL;
    }
    memmove(&m->rows[at + 1], &m->rows[at], (n - at + 1) * sizeof row);
    m->rows[at] = row;
    return true;
}
