/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct run {
    struct coro coro;
    const char *name;
    int seconds;
    struct sync_event *start;
    struct barrier *bus;
};

async (run, def(3), SHOW(name), SHOW(seconds), SHOW_AS(start, "Event"), SHOW_AS(bus, "Barrier")) {
    async_begin;
    py(4)  await(event_wait(self->start));
    py(5)  say("%s starts", self->name);
    py(6)  await(sleep_s(self->seconds));
    py(7)  say("%s is at the bus", self->name);
    py(8)  await(barrier_wait(self->bus));
    py(9)  say("%s rides", self->name);
    async_end;
}

struct main {
    struct coro coro;
    struct sync_event *start;
    struct barrier *bus;
    struct task *a, *b;
};

static struct coro *runs(struct main *m, const char *name, int seconds)
{
    return call(run, .name = name, .seconds = seconds, .start = m->start, .bus = m->bus);
}

async (main, def(11), SHOW_AS(start, "Event"), SHOW_AS(bus, "Barrier"), SHOW(a), SHOW(b)) {
    async_begin;
    py(12) self->start = object((struct sync_event){0});
    py(13) self->bus = object(BARRIER(3));
    py(14) keep(self->a, create_task(runs(self, "Ann", 1)));
    py(15) keep(self->b, create_task(runs(self, "Bob", (int)param("bob"))));
    py(16) await(sleep_s((double)param("start")));
    py(17) event_set(self->start);
    py(18) say("the start is open");
    py(19) await(runs(self, "Cid", 1));
    py(20) await(gather_futures((struct future *[]){&self->a->future, &self->b->future}, 2, false));
    async_end;
}

module (1) {
    async_begin;
    py(22) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "bob",
     .about = "seconds that Bob needs to the bus",
     .value = 2,
     .least = 0,
     .most = 1000},
    {.name = "start",
     .about = "seconds until the start is open",
     .value = 1,
     .least = 0,
     .most = 1000},
    {0},
};

static const struct quiz quiz[] = {
    {"Ann and Bob are ready again. Whose line is printed next?",
     "Cid's, in Task-1: set() gives nobody a turn, and his wait() need not wait.",
     .asked = 10, .answered = 11, .shows = "prints “Cid starts”"},
    {"Cid and Ann are at the bus. When do they ride?",
     "When Bob is there, at 3.000: the third to come opens the barrier.",
     .asked = 22, .answered = 26, .shows = "is the last at the barrier"},
    {0},
};

SCENE(events, "events", "an Event that opens, a Barrier that fills",
      "set() makes all who wait ready at once; a barrier opens when enough have come.",
      .program.params = params,
      .handout = {"How do tasks wait for something to happen, or for each other?",
               "Steps 5 and 6: two tasks wait for the event. Step 9: set() makes both ready at once, but Task-1 "
               "keeps its turn. Step 11: Cid comes when the event is set, so his await does not wait at all. "
               "Steps 20 to 26: at the barrier nobody goes on before the third is there.",
               "“set() runs those who wait”, and “the first to come uses it up”. It makes all of them ready, "
               "and the event stays set until somebody calls clear().",
               "-p bob=0: who is the last at the bus then? -p start=4: everybody starts later, but in the same "
               "order."},
      .remarks = {.quiz = quiz,
                  .end = "An event is opened by somebody; a barrier opens when enough have come."})
