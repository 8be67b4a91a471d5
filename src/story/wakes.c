/* SPDX-License-Identifier: MIT */
#include "story/wakes.h"

#include <string.h>

enum { NAMED = 3, COLUMNS = 40 };

/* How a word of the trace begins, and what stands for that. */
static const struct {
    const char *begins, *says;
} kinds[] = {
    {"port ", "a connection on port "},
    {"peer ", "bytes from "},
    {"file ", "bytes on file "},
    {"child ", "process "},
};

static void put_one(struct buf *b, const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].begins);
        if (n > len && !memcmp(word, kinds[i].begins, len)) {
            buf_puts(b, kinds[i].says);
            word += len;
            n -= len;
            break;
        }
    }
    words_text(b, word, n, COLUMNS);
}

static size_t count(const char *words, size_t n)
{
    size_t lines = 1;
    for (const char *at = words; (at = memchr(at, '\n', (size_t)(words + n - at))); at++)
        lines++;
    return lines;
}

const char *wakes_why(const struct note *n)
{
    return n->name && !strcmp(n->name, "thread") ? "a thread goes on" : n->name;
}

bool wakes_put(struct buf *b, const struct note *n)
{
    const char *word = n->text;
    if (!n->len)
        return false;
    size_t all = count(word, n->len), most = all <= NAMED + 1 ? all : NAMED;
    for (size_t i = 0; i < most; i++) {
        const char *end = memchr(word, '\n', (size_t)(n->text + n->len - word));
        end = end ? end : n->text + n->len;
        buf_puts(b, !i ? "" : i + 1 == all ? " or " : ", ");
        put_one(b, word, (size_t)(end - word));
        word = end + 1;
    }
    if (most < all)
        buf_printf(b, " or %zu more", all - most);
    return true;
}
