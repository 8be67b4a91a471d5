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

const struct http_page *pages_served(void)
{
    if (param_is_set("url"))
        return NULL;
    struct http_page *pages = arena_alloc(&this_thread->arena, sizeof lesson);
    memcpy(pages, lesson, sizeof lesson);
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
