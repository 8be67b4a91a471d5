/* SPDX-License-Identifier: MIT */
/* What the moment of a pipe's callback says of the processes that spoke or ended in its tick. */
#include <string.h>

#include "story/moment.h"
#include "tests/support/pane.h"
#include "tests/test.h"

/* A letter for each: it speaks, has exited, was killed, is another tick's, or only sleeps. */
static const struct {
    const char *news, *headline, *why;
} rows[] = {
    {"", "A process has news.",
     "The system has told its parent: its status is all that is left of it."},
    {"o", "A process has news.",
     "The system has told its parent: its status is all that is left of it."},
    {"z", "A process has news.",
     "The system has told its parent: its status is all that is left of it."},
    {"s", "P-1 says “word”.", "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"os", "P-2 says “word”.", "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"zs", "P-2 says “word”.", "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"sz", "P-1 says “word”.", "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"e", "P-1 has ended, word.",
     "The system has told its parent: its status is all that is left of it."},
    {"k", "P-1 has ended, word.",
     "The system has told its parent: its status is all that is left of it."},
    {"ss", "P-1 says “word”, P-2 says “word”.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"es", "P-1 has ended, word, P-2 says “word”.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"szs", "P-1 says “word”, P-3 says “word”.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"ek", "P-1 has ended, word, P-2 has ended, word.",
     "The system has told its parent: its status is all that is left of it."},
    {"sss", "P-1 says “word”, P-2 says “word” and one more.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"eeks", "P-1 has ended, word, P-2 has ended, word and two more.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
    {"zosszse", "P-3 says “word”, P-4 says “word” and two more.",
     "It came through a pipe; nobody waits for it yet, so it is kept."},
};

static void tell_news(const char *news)
{
    char name[] = "P-1";
    for (uint32_t k = 0; news[k]; k++, name[2]++) {
        static const char kinds[] = "osekz";
        static const enum leg legs[] = {LEG_RECEIVED, LEG_RECEIVED, LEG_EXITED, LEG_KILLED,
                                        LEG_SLEEPS};
        struct event e = {
            .kind = EV_PROCESS, .tick = news[k] == 'o' ? 1 : 2, .actor = 10 + k, .ref = k + 1};
        e.what = legs[strchr(kinds, news[k]) - kinds];
        pane_see(e, (struct note){.name = name, .text = "word", .len = 4});
    }
}

TEST(two_of_them_are_named_in_their_order_and_the_others_counted)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct moment told = {0};
        pane_trace();
        pane_tell((struct event){.kind = EV_TASK, .actor = 1}, NULL);
        pane_see((struct event){.kind = EV_RUN}, (struct note){.name = "main"});
        pane_tell((struct event){.kind = EV_TICK, .tick = 2}, NULL);
        tell_news(rows[i].news);
        pane_see((struct event){.kind = EV_BEGIN, .tick = 2, .handle = 9},
                 (struct note){.name = "_UnixReadPipeTransport._read_ready"});
        pane_tell((struct event){.kind = EV_END, .tick = 2, .handle = 9}, NULL);
        pane_see_all();
        player_look_at_moment(&player);
        assert_true(story_moment(&player.model, &player.moments, &told));
        if (strcmp(buf_str(&told.headline), rows[i].headline) != 0 ||
            strncmp(buf_str(&told.why[0]), rows[i].why, strlen(rows[i].why)) != 0)
            fail_msg("%s: %s %s", rows[i].news, buf_str(&told.headline), buf_str(&told.why[0]));
        moment_free(&told);
        pane_close(NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_of_them_are_named_in_their_order_and_the_others_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
