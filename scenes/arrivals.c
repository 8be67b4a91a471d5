/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST = 10000 }; /* customers */

struct customer {
    struct coro coro;
    int n;
    double at;
};

async (customer, def(15), SHOW(n), SHOW(at)) {
    async_begin;
    py(16) await(sleep_s(self->at));
    py(17) say("customer %d, mean wait %.3f", self->n, self->at / self->n);
    async_end;
}

/* round(x, 3) */
static double to_three_places(double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.3f", x);
    return strtod(text, NULL);
}

static struct future *gather_customers(size_t n)
{
    struct coro **all = arena_alloc(&this_thread->arena, n * sizeof *all);
    double at = 0, wait = 0;
    py_seed(param("seed"));
    for (size_t i = 0; i < n; i++) {
        random_expovariate(py_random(), 1.0 / 5, &wait);
        at = to_three_places(at + wait);
        all[i] = call(customer, .n = (int)i + 1, .at = at);
    }
    return gather_n(all, n, false);
}

struct main {
    struct coro coro;
};

async (main, def(19)) {
    async_begin;
    py(20) await(gather_customers((size_t)param("n")));
    async_end;
}

module (1) {
    async_begin;
    py(22) asyncio_run(call(main));
    async_end;
}

static const struct param params[] = {
    {.name = "seed",
     .about = "of the random numbers",
     .value = 444,
     .least = INT64_MIN,
     .most = INT64_MAX},
    {.name = "n", .about = "how many customers", .value = 3, .least = 0, .most = MOST},
    {0},
};

static const struct quiz quiz[] = {
    {"The waits are 5 s on average. When does the second customer come?",
     "At 1.914, 0.067 s behind the first: short waits are frequent.",
     .asked = 10, .answered = 12, .shows = "the clock jumps to 1.914"},
    {"Which mean do three waits have, if it is 5 s for many?",
     "1.742 here: it comes near 5 as there are more, as -p n=1000 shows.",
     .asked = 16, .answered = 19, .shows = "prints “customer 3, mean wait 1.742”"},
    {0},
};

SCENE(arrivals, "arrivals", "customers at random times",
      "expovariate() draws the waits between arrivals; each drives a timer of the loop.",
      .program.params = params,
      .handout = {"When does the next one come, if they come at random?",
               "Step 6: three timers, one a row of the Loop pane, at times that expovariate(1 / 5) drew. Each prints "
               "the mean wait up to it: steps 9, 14 and 19.",
               "“5 s on average means about every 5 s.” Short waits are the most frequent, and a few long ones "
               "make up for them.",
               "-p n=1000 comes to a mean of 4.958, -p seed=1 draws other customers."},
      .remarks = {.quiz = quiz, .end = "A mean of few says little: with -p n=1000 it is 4.958."})
