/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

struct work {
    const char *name;
    bool sleeps;
    double seconds;
};

static void compute(double seconds)
{
    py_def(6);
    py(7)  py_called();
    py(8)  compute_s(seconds);
}

static void work(void *data)
{
    struct work *w = data;
    py_def(11);
    if (w->sleeps) {
        py(13) time_sleep(w->seconds);
    } else {
        py(15) compute(w->seconds);
    }
    py(16) say("%s is done", w->name);
}

struct pair {
    struct work works[2];
    struct threading_thread *threads[2];
};

static struct pair pair_of(bool sleeps, double seconds)
{
    return (struct pair){.works = {{"a", sleeps, seconds}, {"b", sleeps, seconds}}};
}

static void run_both(struct pair *p)
{
    for (int i = 0; i < 2; i++)
        p->threads[i] = Thread(work, &p->works[i]);
    for (int i = 0; i < 2; i++) {
        py(21) threading_start(p->threads[i]);
        py_again(20);
    }
    for (int i = 0; i < 2; i++) {
        py(23) threading_join(p->threads[i]);
        py_again(22);
    }
}

static double seconds_of(struct pair *p, bool gil)
{
    double since = perf_counter();
    threading_gil(gil);
    run_both(p);
    return perf_counter() - since;
}

/* Only on a real clock: what it costs on this machine, measured. */
static void measure(double each)
{
    struct pair pair = pair_of(false, each);
    double since = perf_counter(), alone, locked, loose;
    compute(2 * each);
    alone = perf_counter() - since;
    locked = seconds_of(&pair, true);
    loose = seconds_of(&pair, false);
    py(24) say("measured here, on %u cores, %.2g s of computing each:", uv_available_parallelism(), each);
    py(24) say("one after the other %.2f s", alone);
    py(24) say("two threads and one lock, as with the GIL: %.2f s, %.2f times as fast", locked,
               alone / locked);
    py(24) say("two threads and no lock: %.2f s, %.2f times as fast", loose, alone / loose);
    if (machine_is_busy(2 * each, alone)) {
        py(24) say("%.2g s of computing took %.2f s even alone: this machine is busy, try again later",
                   2 * each, alone);
    }
}

module_with (1, double start, seconds; struct pair pair;) {
    async_begin;
    self->seconds = delay_of(param_text("seconds", 0), 0);
    self->pair = pair_of(param("work"), self->seconds);
    py(18) self->start = perf_counter();
    run_both(&self->pair);
    py(24) say("both took %.2f s", perf_counter() - self->start);
    if (clock_is_real())
        measure(0.3 * self->seconds);
    async_end;
}

static const char *const works[] = {"cpu", "sleep", NULL};

static const struct param params[] = {
    {.name = "work",
     .about = "cpu, or sleep: they sleep for a second instead",
     .value = 0,
     .least = 0,
     .most = 1,
     .words = works},
    {.name = "gil",
     .about = "off: as if there was no GIL, both compute at the same time",
     .value = 1,
     .least = 0,
     .most = 1},
    {.name = "seconds",
     .about = "how long each computes or sleeps",
     .wrong = seconds_wrong,
     .texts = {"1"}},
    {0},
};

static const struct quiz quiz[] = {
    {"Thread-2 computes from 0.250 to 0.500. Does Thread-1 compute, too?",
     "No: it goes on at 0.500, where it had stopped at 0.250.",
     .asked = 8, .answered = 10, .shows = "Thread-1 computes at line 8, until 0.750"},
    {"Each of the two computes for 1 s. How long does it take in all?",
     "2 s: as long as one after the other.",
     .asked = 16, .answered = 24, .shows = "both took 2.00 s"},
    {0},
};

SCENE(gil, "gil", "two threads that compute",
      "With the GIL one computes at a time: two threads need as long as one after the other.",
      .program.threads = true,
      .program.params = params,
      .handout = {"Do two threads compute twice as fast?",
               "The lanes: they alternate, and never lie over each other. Each computes for a second, and the end "
               "is at 2.000, as if one had done all of it.",
               "“Threads use all cores.” Not for Python code in a usual CPython: whoever computes holds the GIL. "
               "Builds without it (3.13t and later) do.",
               "-p gil=off: the lanes lie over each other, the end is at 1.000. -p work=sleep: who sleeps lets go of "
               "the GIL, so both end at 1.000. -p seconds=2: all of it twice as long. "
               "loopscope run gil --clock real measures it on this machine."},
      .remarks = {.quiz = quiz,
                  .end = "Measured on this machine: loopscope run gil --clock real."})
