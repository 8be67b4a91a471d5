/* SPDX-License-Identifier: MIT */
#include "io/pages.h"

#include <string.h>

#include "asyncio/py.h"
#include "asyncio/runner.h"
#include "base/arena.h"
#include "io/delays.h"
#include "python/thread.h"

static const struct http_page lesson[] = {
    {.host = "example.com", .bytes = 1256},
    {.host = "example.org", .bytes = 648},
    {.host = "example.net", .bytes = 333},
    {.host = NULL},
};
static const char *const urls[] = {
    "http://example.com",
    "http://example.org",
    "http://example.net",
    NULL,
};

const char *const pages_broken[] = {"nothing", "refused", "unknown", "timeout",
                                    "404",     "endless", "cut",     NULL};

/* Index: that of its word. */
static const struct http_page broken_pages[] = {
    {0},
    {.trouble = HTTP_REFUSED},
    {.trouble = HTTP_UNKNOWN},
    {.trouble = HTTP_SILENT},
    {.bytes = sizeof "Not Found" - 1, .status = 404},
    {.bytes = 648, .trouble = HTTP_TRICKLE},
    {.bytes = 648, .trouble = HTTP_CUT},
};

static void break_page(struct http_page *p, int64_t broken)
{
    const char *host = p->host;
    *p = broken_pages[broken];
    p->host = host;
}

const struct http_page *pages_served(int64_t broken)
{
    if (param_is_set("url"))
        return NULL;
    struct http_page *pages = arena_alloc(&this_thread->arena, sizeof lesson);
    memcpy(pages, lesson, sizeof lesson);
    if (broken)
        break_page(&pages[1], broken);
    for (int i = 0; pages[i].host; i++)
        pages[i].delay = delay_of(param_text("delays", 0), i);
    return pages;
}

const char *page_url(int i)
{
    return param_is_set("url") ? param_text("url", i) : urls[i];
}

int pages_count(void)
{
    int n = 0;
    while (n < TEXTS_MOST && page_url(n))
        n++;
    return n;
}
