/* SPDX-License-Identifier: MIT */
#include "scenes/scene.h"

/* print() of one value. */
static void show(const char *before, struct value v)
{
    struct buf b = {0};
    value_text(&b, v);
    say("%s%s", before, buf_str(&b));
    buf_free(&b);
}

static struct list *new_list(size_t n)
{
    struct list *l = arena_alloc(&this_thread->arena, sizeof *l + n * sizeof *l->at);
    l->n = n;
    return l;
}

static struct value value_list(const struct list *l)
{
    return (struct value){.kind = VALUE_LIST, .list = l};
}

static double expovariate(double lambda)
{
    double x = 0;
    random_expovariate(py_random(), lambda, &x);
    return x;
}

static struct value randrange(int64_t start, int64_t stop, int64_t step)
{
    int64_t i = 0;
    random_range(py_random(), start, stop, step, &i);
    return value_int(i);
}

static struct value choice(const char *const *among, size_t n)
{
    size_t i = 0;
    random_choice(py_random(), n, &i);
    return value_str(among[i]);
}

static struct list *words(const char *const *from, size_t n)
{
    struct list *l = new_list(n);
    for (size_t i = 0; i < n; i++)
        l->at[i] = value_str(from[i]);
    return l;
}

static struct value sample(const int *among, size_t n, size_t k)
{
    size_t at[8];
    struct list *l = new_list(k);
    random_sample(py_random(), n, k, at);
    for (size_t i = 0; i < k; i++)
        l->at[i] = value_int(among[at[i]]);
    return value_list(l);
}

static struct value randints(int n)
{
    struct list *l = new_list((size_t)n);
    for (int i = 0; i < n; i++)
        l->at[i] = randrange(0, 11, 1);
    return value_list(l);
}

static const char *const outcomes[] = {"win", "lose", "draw"};
static const char *const cards[] = {"ace", "two", "three", "four"};
static const int tens[] = {10, 20, 30, 40, 50};

module_with (1, struct list *deck;) {
    async_begin;
    py(5)  py_seed(param("seed"));
    py(6)  show("", value_float(random_unit(py_random())));
    py(7)  py_seed(param("seed"));
    py(8)  show("again: ", value_float(random_unit(py_random())));
    py(9)  show("", value_float(random_uniform(py_random(), 2.5, 10.0)));
    py(10) show("", value_float(expovariate(1.0 / 5)));
    py(11) show("", randrange(0, 10, 1));
    py(12) show("", randrange(0, 101, 2));
    py(13) show("", choice(outcomes, 3));
    py(14) self->deck = words(cards, 4);
    py(15) random_shuffle(py_random(), self->deck->at, 4, sizeof *self->deck->at);
    py(16) show("", value_list(self->deck));
    py(17) show("", sample(tens, 5, 4));
    py(18) py_seed(param("seed"));
    py(19) show("", randints(3));
    async_end;
}

static const struct param params[] = {
    {.name = "seed",
     .about = "of the random numbers",
     .value = 444,
     .least = INT64_MIN,
     .most = INT64_MAX},
    {0},
};

static const struct remark lines[] = {
    {9, "uniform(2.5, 10.0): any number from 2.5 to 10.0, none likelier than others.", false},
    {10, "expovariate(1 / 5): waits of 5 on average, often short, seldom long.", false},
    {11, "randrange(10): a whole number from 0 to 9.", false},
    {12, "randrange(0, 101, 2): an even number from 0 to 100.", false},
    {13, "choice() takes one of the list, each as likely as the others.", false},
    {16, "shuffle() gives the deck any order, each as likely: even the old one.", false},
    {0},
};

static const struct quiz quiz[] = {
    {"The same seed comes once more. Which number comes then?",
     "The same: a seed is where the row of numbers begins, each time.",
     .asked = 2, .answered = 3, .shows = "again: 0.3088946587429545"},
    {"After seed(444): what will the first three randint(0, 10) be?",
     "4, 4 and 0: the first draw of each makerandom(), which has this seed.",
     .asked = 10, .answered = 11, .shows = "[4, 4, 0]"},
    {0},
};

SCENE(random_numbers, "random", "random numbers, the same each time",
      "Numbers that look random follow from their seed: the same seed, the same numbers.",
      .program.params = params,
      .handout = {"Is random random?",
               "Step 2 and step 3: the same seed, the same number. Steps 4 to 10: each kind of draw goes on in the "
               "same row of numbers. Step 11: the row begins anew, with the numbers of makerandom.",
               "“Each run gives other numbers.” Only without a seed: then Python takes one that nobody knows.",
               "-p seed=1 gives another row, and each run of it the same: 0.13436424411240122 comes first."},
      .remarks = {lines, "Without seed(), Python asks the system for a seed: each run differs.", quiz})
