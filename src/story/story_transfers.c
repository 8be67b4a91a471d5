/* SPDX-License-Identifier: MIT */
/* Transfers: requests and answers on their way, event by event. */
#include "story/story_parts.h"
#include "story/transfers.h"
#include "story/words.h"

static void transfer_what(const struct explained *s, struct buf *b)
{
    const char *name = s->n.name ? s->n.name : "a transfer";
    bool known = s->e->what < LEG_KINDS && leg_words[s->e->what].stands;
    if (s->e->what == LEG_OPEN)
        words_task(b, s->t, s->e->actor);
    buf_puts(b, known ? leg_words[s->e->what].before : "");
    words_put(b, s->t, "%s%s", name, known ? leg_words[s->e->what].behind : " goes on.");
}

static void transfer_why(const struct explained *s, struct buf *b)
{
    size_t from = b->len;
    if (s->n.len) {
        words_text(b, s->n.text, s->n.len, WORDS_ALL);
        words_capital(b, from);
        buf_putc(b, '.');
    }
    if (s->e->what >= LEG_KINDS || !leg_words[s->e->what].stands)
        return;
    buf_puts(b, b->len > from ? " " : "");
    buf_puts(b, leg_words[s->e->what].why);
}

const struct explanation explain_transfers[EV_KINDS] = {
    [EV_TRANSFER] = {transfer_what, NULL, transfer_why, NULL},
};
