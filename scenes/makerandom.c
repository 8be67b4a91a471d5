/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

enum { MOST = 1000 }; /* makerandom()s at once */

static const char *const c[] = {
    "\033[0m",  /* End of color */
    "\033[36m", /* Cyan */
    "\033[91m", /* Red */
    "\033[35m", /* Magenta */
};

static const char *color(int idx)
{
    return c[idx % 3 + 1];
}

static int randint(int a, int b)
{
    int64_t i = a;
    random_int(py_random(), a, b, &i);
    return (int)i;
}

struct makerandom {
    struct coro coro;
    int idx, threshold, i;
};

async(makerandom, def(12), SHOW(idx), SHOW(threshold), SHOW(i))
{
    async_begin;
    py(13) say("%sInitiated makerandom(%d).", color(self->idx), self->idx);
    py(14) self->i = randint(0, 10);
    while (self->i <= self->threshold) {
        py(16)
            say("%smakerandom(%d) == %d too low; retrying.", color(self->idx), self->idx, self->i);
        py(17) await(sleep_s(self->idx + 1));
        py(18) self->i = randint(0, 10);
    }
    py(19)
        say("%s---> Finished: makerandom(%d) == %d%s", color(self->idx), self->idx, self->i, c[0]);
    py(20) async_return(value_int(self->i));
    async_end;
}

static int threshold(int i)
{
    return param_is_set("threshold") ? (int)param("threshold") : 10 - i - 1;
}

static struct future *gather_all(int n)
{
    struct coro *coros[MOST];
    for (int i = 0; i < n; i++)
        coros[i] = call(makerandom, .idx = i, .threshold = threshold(i));
    return gather_n(coros, (size_t)n, false);
}

struct main {
    struct coro coro;
    struct value res;
};

async(main, def(22), SHOW(res))
{
    async_begin;
    py(23) await(gather_all((int)param("n")));
    self->res = awaited();
    py(24) async_return(self->res);
    async_end;
}

static void say_results(const struct list *r)
{
    struct buf b = {0};
    for (size_t i = 0; i < r->n; i++)
        buf_printf(&b, "%sr%zu: %lld", i ? ", " : "", i + 1, (long long)r->at[i].i);
    say("%s", buf_str(&b));
    buf_free(&b);
}

module_with (1, struct value r;) {
    async_begin;
    py(27) py_seed(param("seed"));
    py(28) asyncio_run(call(main));
    self->r = awaited();
    py(29) say("%s", "");
    py(30) say_results(self->r.list);
    async_end;
}

static const struct param params[] = {
    {.name = "seed",
     .about = "of the random numbers",
     .value = 444,
     .least = INT64_MIN,
     .most = INT64_MAX},
    {.name = "n", .about = "how many coroutines", .value = 3, .least = 0, .most = MOST},
    {.name = "threshold",
     .about = "what all must exceed (the lesson: 10 - idx - 1 each)",
     .optional = true,
     .least = -1,
     .most = 9},
    {0},
};

static const struct remark lines[] = {
    {16, "i = {i} is not above threshold = {threshold}, so it will try again.", false},
    {0},
};

static const struct quiz quiz[] = {
    {"Task-2 and Task-3 are both due at 2.000. Who runs first?",
     "Task-3 did: its timer was set first, at 0.000, that of Task-2 at 1.000.",
     .asked = 17, .answered = 20, .shows = "Task-3 sleeps at line 17"},
    {"Task-3 is done first. Where will its result stand?",
     "Second, as in gather()'s arguments: [10, 10, 9].",
     .asked = 32, .answered = 74, .shows = "[10, 10, 9]"},
    {0},
};

SCENE(makerandom, "makerandom", "three coroutines until each has drawn enough",
      "Whoever draws too low sleeps and tries again; the others run meanwhile.",
      .program.params = params,
      .handout = {"Who is next, when each sleeps for another time?",
               "One row a deadline in the Loop pane. The locals: each draws until i is above its threshold. "
               "Where two are due at once (steps 18, 24, 30), whose timer was set first runs first.",
               "“Results come in the order of finishing”, and “they run in the order of the arguments”. Neither "
               "is so.",
               "-p threshold=3 ends at 3.000, -p seed=1 at 27.000: other draws, the same rules."},
      .remarks = {lines, "Task-3 was done first, yet r1 is Task-2's: results keep their places.", quiz})
