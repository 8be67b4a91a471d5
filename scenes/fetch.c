/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct fetch_url {
    struct coro coro;
    const char *url;
    struct response *response;
};

async (fetch_url, def(4), SHOW(url)) {
    async_begin;
    py(6)  await(http_get(self->url, &self->response));
    py(7)  await(response_text(self->response));
    async_return(awaited());
    async_end;
}

static struct future *gather_all(void)
{
    struct coro *tasks[TEXTS_MOST];
    int n = pages_count();
    for (int i = 0; i < n; i++)
        tasks[i] = call(fetch_url, .url = page_url(i));
    return gather_n(tasks, (size_t)n, false);
}

static void say_pages(const struct list *pages)
{
    for (int i = 0; i < pages_count(); i++)
        say("Content from %s: %lld bytes", page_url(i), (long long)py_len(pages->at[i]));
}

struct main {
    struct coro coro;
};

async (main, def(9)) {
    async_begin;
    py(12) await(gather_all());
    py(14) say_pages(awaited().list);
    async_end;
}

module (1) {
    async_begin;
    py(77) http_serve(pages_served(param("broken")));
    py(78) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "delays",
     .about = "seconds until each of the three answers",
     .wrong = delays_wrong,
     .texts = {"0.3,0.1,0.2"}},
    {.name = "broken",
     .about = "what goes wrong with example.org: refused, unknown, timeout, 404, endless, cut",
     .words = pages_broken},
    {.name = "url",
     .about = "fetch this instead, in real time; may be given several times",
     .optional = true,
     .wrong = url_wrong,
     .real = true},
    {0},
};

static const struct quiz quiz[] = {
    {"The three answers take 0.3, 0.1 and 0.2 s. How long do all three take?",
     "0.3 s, as long as the slowest: the three waits lie beside each other.",
     .asked = 6, .answered = 16, .shows = "jumps to 0.300"},
    {"The page of example.org was here first. Whose stands first in pages?",
     "The slowest, as it is the first argument: pages is in that order.",
     .asked = 12, .answered = 20, .shows = "“Content from http://example.com: 1256 bytes”"},
    {0},
};

SCENE(fetch, "fetch", "three web pages at once",
      "While a task waits for its page the loop runs the others: three pages take as long as the slowest.",
      .program.params = params,
      .outside = true,
      .handout = {"Do coroutines help with real waiting?",
               "Step 7: three requests are out (↑), and nobody is ready. Steps 9, 13 and 17: an answer is "
               "here (↓), and makes its own task ready: the quickest first.",
               "“The loop downloads in a background thread.” There is none: the system receives, poll finds what came, "
               "and the loop is told.",
               "-p delays=0.1,0.1,0.1: all three at once. -p broken=refused, unknown, timeout, 404, endless or cut: "
               "what goes wrong with example.org. -p url=https://example.com fetches that one, in real time."},
      .beside = "fetch-sequential",
      .remarks = {.quiz = quiz,
                  .end = "One after the other, in fetch-sequential, it takes 0.6 s."})
