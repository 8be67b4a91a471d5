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

struct main {
    struct coro coro;
    struct value pages[TEXTS_MOST];
    int i;
};

async (main, def(9)) {
    async_begin;
    for (; self->i < pages_count(); self->i++) {
        py(11) await(call(fetch_url, .url = page_url(self->i)));
        self->pages[self->i] = awaited();
    }
    for (self->i = 0; self->i < pages_count(); self->i++) {
        py(13) say("Content from %s: %lld bytes", page_url(self->i), (long long)py_len(self->pages[self->i]));
    }
    async_end;
}

module (1) {
    async_begin;
    py(49) http_serve(pages_served(0));
    py(50) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "delays",
     .about = "seconds until each of the three answers",
     .wrong = delays_wrong,
     .texts = {"0.3,0.1,0.2"}},
    {.name = "url",
     .about = "fetch this instead, in real time; may be given several times",
     .optional = true,
     .wrong = url_wrong,
     .real = true},
    {0},
};

static const struct quiz quiz[] = {
    {"The three answers take 0.3, 0.1 and 0.2 s. How long do all three take?",
     "0.6 s, the sum: each is asked for only when the one before is here.",
     .asked = 6, .answered = 12, .shows = "jumps to 0.600"},
    {"When is http://example.net asked for: now, or later?",
     "Only when example.org is here: until then main() stands at its await.",
     .asked = 8, .answered = 10, .shows = "asks for http://example.net"},
    {0},
};

SCENE(fetch_sequential, "fetch-sequential", "the same pages one after the other",
      "An await in a loop waits for each page before it asks for the next: the waits add up.",
      .program.params = params,
      .outside = true,
      .handout = {"And without gather()?",
               "Steps 2, 6 and 10: each request (↑) goes out only when the answer before it is here (↓). There is one "
               "task, and it waits all the time.",
               "“await makes it concurrent.” An await only lets others run; here there are no others.",
               "-p delays=0.1,0.1,0.1: 0.3 s here, 0.1 s in fetch. -p url=… twice fetches these two, in real time."},
      .beside = "fetch",
      .remarks = {.quiz = quiz,
                  .end = "At once, in fetch, it takes 0.3 s: as long as the slowest."})
