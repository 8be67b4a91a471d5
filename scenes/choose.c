/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/alloc.h"
#include "scenes/scene.h"

/* ---- the two kinds of work ---- */

enum work { WAIT, COMPUTE };
static const char *const names[] = {"wait", "compute"};

static void wait_here(double s)
{
    py(9)  time_sleep(s);
}

static void compute_here(double s)
{
    py(13) compute_s(s);
}

static double seconds(void)
{
    return delay_of(param_text("seconds", 0), 0);
}

struct job {
    enum work work;
    double seconds;
};

static void do_work(const struct job *j)
{
    (j->work == WAIT ? wait_here : compute_here)(j->seconds);
}

static struct value wait(const char *seconds)
{
    wait_here(delay_of(seconds, 0));
    return NONE;
}
IN_PROCESS(wait)

static struct value compute(const char *seconds)
{
    compute_here(delay_of(seconds, 0));
    return NONE;
}
IN_PROCESS(compute)

static struct value in_thread(void *job)
{
    do_work(job);
    return NONE;
}

/* ---- the four ways ---- */

struct as_task {
    struct coro coro;
    enum work work;
};

async (as_task, def(16)) {
    async_begin;
    if (self->work == WAIT) {
        py(18) await(sleep_s(seconds()));
    } else {
        compute_here(seconds());
    }
    async_end;
}

struct plainly {
    struct coro coro;
    enum work work;
};

async (plainly, def(22)) {
    async_begin;
    for (int i = 0; i < param("n"); i++)
        do_work(&(struct job){self->work, seconds()});
    async_end;
}

static struct future *gather_tasks(enum work work)
{
    size_t n = (size_t)param("n");
    struct coro **all = xmalloc(n * sizeof(struct coro *));
    for (size_t i = 0; i < n; i++)
        all[i] = call(as_task, .work = work);
    struct future *f = gather_n(all, n, false);
    free(all);
    return f;
}

struct in_tasks {
    struct coro coro;
    enum work work;
};

async (in_tasks, def(26)) {
    async_begin;
    py(27) await(gather_tasks(self->work));
    async_end;
}

/* In threads, or in the processes of a pool. */
static struct future *gather_results(struct executor *pool, struct job *job)
{
    size_t n = (size_t)param("n");
    struct future **all = xmalloc(n * sizeof(struct future *));
    for (size_t i = 0; i < n; i++)
        all[i] = pool ? run_in_process(pool, names[job->work], param_text("seconds", 0))
                      : run_in_executor(names[job->work], in_thread, job);
    struct future *f = gather_futures(all, n, false);
    free(all);
    return f;
}

struct in_threads {
    struct coro coro;
    struct job job;
    struct loop *loop;
};

async (in_threads, def(29), SHOW(loop)) {
    async_begin;
    py(30) self->loop = get_running_loop();
    py(31) await(gather_results(NULL, &self->job));
    async_end;
}

struct in_processes {
    struct coro coro;
    struct executor *processes;
    const char *pool; /* as it is shown */
    struct job job;
    struct loop *loop;
};

async (in_processes, def(33), SHOW_AS(pool, "ProcessPoolExecutor"), SHOW(loop)) {
    async_begin;
    py(34) self->loop = get_running_loop();
    py(35) await(gather_results(self->processes, &self->job));
    async_end;
}

struct took {
    struct coro coro;
    const char *name;
    struct coro *way;
    double start;
};

async (took, def(37), SHOW(name), SHOW_AS(way, "coroutine"), SHOW(start)) {
    async_begin;
    py(38) self->start = perf_counter();
    py(39) await(self->way);
    py(40) say(clock_is_real() ? "%9s: %.2f s" : "%9s: %.4g s", self->name, perf_counter() - self->start);
    async_end;
}

/* ---- all of it ---- */

struct main {
    struct coro coro;
    struct loop *loop;
    struct executor *processes;
    const char *pool; /* as it is shown */
    enum work work;
};

static int workers(void)
{
    int fit = (int)(param("n") < param("cores") ? param("n") : param("cores"));
    return param("workers") ? (int)param("workers") : fit;
}

static bool is_left_out(enum work work)
{
    return param("work") && work != (enum work)(param("work") - 1);
}

async (main, def(42), SHOW(loop), SHOW_AS(pool, "ProcessPoolExecutor")) {
    async_begin;
    py(43) self->loop = get_running_loop();
    py(44) set_default_executor(32);
    py(45) self->processes = process_pool(workers());
    self->pool = "";
    for (; self->work <= COMPUTE; self->work++) {
        if (is_left_out(self->work))
            continue;
        py(47) say("%d times %s", (int)param("n"), names[self->work]);
        py(48) await(call(took, .name = "calls", .way = call(plainly, .work = self->work)));
        py(49) await(call(took, .name = "tasks", .way = call(in_tasks, .work = self->work)));
        py(50) await(call(took, .name = "threads", .way = call(in_threads, .job = {self->work, seconds()})));
        py(51) await(call(took, .name = "processes",
                          .way = call(in_processes, .processes = self->processes,
                                      .pool = self->pool, .job = {self->work, seconds()})));
    }
    py(52) process_pool_shutdown(self->processes);
    async_end;
}

module (54) {
    async_begin;
    py(55) asyncio_run(call(main));
    async_end;
}

static const char *const works[] = {"both", "wait", "cpu", NULL};

static const struct param params[] = {
    {.name = "work",
     .about = "wait: only the waiting; cpu: only the computing",
     .value = 0,
     .least = 0,
     .most = 2,
     .words = works},
    {.name = "n", .about = "how often it is done in each way", .value = 2, .least = 1, .most = 1000},
    {.name = "cores",
     .about = "processors that there are",
     .value = 4,
     .least = 1,
     .most = 32},
    {.name = "workers",
     .about = "processes; 0: n, but not more than there are processors",
     .value = 0,
     .least = 0,
     .most = 32},
    {.name = "seconds",
     .about = "how long each waits or computes",
     .wrong = seconds_wrong,
     .texts = {"1"}},
    {0},
};

static const struct quiz quiz[] = {
    {"Two calls that wait for 1 s took 2 s. How long do two tasks take?",
     "1 s: both wait at the same time, in one thread.",
     .asked = 10, .answered = 16, .shows = "tasks: 1 s"},
    {"Calls, tasks and threads computed for 2 s. How long do two processes?",
     "1 s: each has a core, and a GIL, of its own.",
     .asked = 82, .answered = 95, .shows = "processes: 1 s"},
    {0},
};

SCENE(choose, "choose", "calls, tasks, threads or processes",
      "What waits is for tasks, and what computes for processes. Threads are for calls that block.",
      .program.params = params,
      .real = true,
      .handout = {"Which one for which work?",
                  "Steps 3 to 48: the same waiting in four ways. Plain calls need 2 s, tasks, threads and "
                  "processes 1 s. Steps 50 to 95: the same computing. Two tasks need 2 s, and so do two threads, "
                  "which take turns at it (steps 67 to 78). Two processes need 1 s.",
                  "“One is the best.” Waiting is cheapest in tasks, computing is faster only in processes, and "
                  "threads are for calls that block and cannot be awaited.",
                  "-p work=wait -p n=1000: tasks need 1 s, 32 threads 32 s, and 4 processes 250 s. -p work=cpu "
                  "-p n=4: only the processes are faster, and with -p cores=2 half as much; "
                  "-p workers=4 then has four processes take turns on the two cores, and gains nothing. loopscope "
                  "run choose --clock real measures it on this machine; with -p seconds=0.1 that is soon done."},
      .remarks = {.quiz = quiz,
                  .end = "Measured on this machine: loopscope run choose --clock real."})
