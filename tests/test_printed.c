/* SPDX-License-Identifier: MIT */
/* What can be seen of the program, to the last byte, against tests/golden/printed: screens that keys
 * lead to with the style of each cell, pictures, recordings, stories, helps. UPDATE_GOLDEN=1 writes
 * them anew. */
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "cmd/unattended.h"
#include "record/text.h"
#include "tests/support/file.h"
#include "tests/support/golden.h"
#include "tests/test.h"
#include "view/layout.h"

#define FOLDER       "tests/golden/printed/"
#define GOLDEN(name) "tests/golden/" name ".ndjson"
#define RANDOM(n)    "tests/golden/scenarios/r00" n ".json"
#define MANY         RANDOM("50")

/* ---- screens ---- */

static const struct shot {
    const char *file, *what; /* NULL: nothing, which is the gallery */
    int w, h;
    const char *keys;
    bool ascii;
} shots[] = {
    /* what lies over the panes, or instead of them */
    {"help-80x24", "count", 80, 24, "?", false},
    {"help-120x36", "count", 120, 36, "?", false},
    {"help-40x12-scrolled", "count", 40, 12, "? 6*down", false},
    {"help-40x12-to-its-end", "count", 40, 12, "? 99*down", false},
    {"help-40x12-and-back", "count", 40, 12, "? 99*down 3*up", false},
    {"help-ascii", "count", 77, 30, "?", true},
    {"gallery-80x24", NULL, 80, 24, "", false},
    {"gallery-120x36-third", NULL, 120, 36, "2*down", false},
    {"gallery-40x12-last", NULL, 40, 12, "up", false},
    {"gallery-round", NULL, 47, 14, "up down", false},
    {"gallery-48", NULL, 48, 18, "4*j 2*k", false},
    {"gallery-needs-a-run", NULL, 80, 24, "s", false},
    {"gallery-opens", NULL, 80, 24, "down enter s", false},
    {"recap-offers-a-scene", "count", 80, 24, "end", false},
    {"recap-opens-what-it-offers", "count", 80, 24, "end enter", false},
    {"recap-of-a-selected-task", "count", 80, 24, "end j enter", false},
    {"recap-without-a-scene", GOLDEN("makerandom"), 80, 24, "end enter", false},
    {"lesson-asks", "count", 80, 24, "5*s", false},
    {"lesson-answers", "count", 80, 24, "11*s", false},
    {"lesson-asks-no-more", "count", 80, 24, "I 5*s", false},
    {"handout-80x24", "makerandom", 80, 24, "i", false},
    {"handout-40x12-to-its-end", "count", 40, 12, "i 99*down", false},
    {"handout-of-no-scene", GOLDEN("s09_lock"), 80, 24, "i", false},
    {"details-80x24", "count", 80, 24, "31*. enter", false},
    {"details-120x36", "makerandom", 120, 36, "60*. 2*down enter", false},
    {"details-beside-many", MANY, 160, 40, "6*pgdn f : \"sort slept\" enter enter 3*down", false},
    {"details-beside-focused", MANY, 120, 24, "8*pgdn enter 9*up tab 2*down", false},
    {"details-40x12", "count", 40, 12, "40*. enter", false},
    {"details-40x12-scrolled", "count", 40, 12, "40*. enter 4*down", false},
    {"details-40x12-to-the-end", "count", 40, 12, "40*. enter 99*down", false},
    {"details-of-the-next", "count", 80, 24, "40*. enter esc down enter", false},
    {"details-of-a-failure", GOLDEN("s13b_taskgroup_fail"), 100, 30, "end enter", false},
    {"details-of-a-lock", GOLDEN("s29_lock_cancel_waiter"), 100, 30, "30*. 2*down enter", false},
    {"details-of-a-gather", GOLDEN("s27_cancel_gather"), 90, 28, "34*. down enter", false},
    {"prompt-search", "count", 80, 24, "/ \"Two\"", false},
    {"found-is-marked", "count", 80, 24, "/ \"ready\" enter n", false},
    {"prompt-filter", "count", 80, 24, "40*. \\ \"mainx\" backspace", false},
    {"prompt-command", "count", 40, 12, ": \"a command that is longer than the screen\"", false},
    {"commands-80x24", "count", 80, 24, ":", false},
    {"commands-40x12", "count", 40, 12, ":", false},
    {"commands-that-begin-so", "count", 80, 24, ": \"t\"", false},
    {"command-unknown", "count", 80, 24, ": \"nonsense\" enter", false},
    {"command-time", "count", 80, 24, ": \"t 1\" enter", false},
    {"command-event", "count", 80, 24, ": \"50\" enter", false},
    /* who runs next? */
    {"predict-veiled", "count", 80, 24, "P 3*s", false},
    {"predict-80x24", "count", 80, 24, "P 4*s", false},
    {"predict-120x36", "makerandom", 120, 36, "P 4*s 1 3*s 1 4*s 5*s 9*s 1 9*s 2*down", false},
    {"predict-right", "count", 80, 24, "P 4*s 1", false},
    {"predict-wrong", "makerandom", 80, 24, "P 4*s 1 4*s 1 9*s 4", false},
    {"predict-40x12", "count", 40, 12, "P 4*s down", false},
    {"predict-40x12-wrong", "count", 40, 12, "P 4*s 3", false},
    {"predict-ascii", "count", 80, 24, "P 4*s down", true},
    {"predict-end", "count", 80, 24, "P 4*s 2 end", false},
    {"predict-help", "count", 80, 24, "P 4*s ?", false},
    {"too-small-39x12", "count", 39, 12, "s", false},
    {"too-small-40x11", "count", 40, 11, "s", false},
    {"too-small-12x3", "count", 12, 3, "s", false},
    {"too-small-3x1", "count", 3, 1, "s", false},
    /* what is in force */
    {"filter", "count", 80, 24, "51*. \\ \"count\" enter", false},
    {"filter-none", "count", 120, 36, "51*. \\ \"nobody\" enter", false},
    {"search", "count", 120, 36, "/ \"One\" enter n n N", false},
    {"search-of-tasks", "count", 80, 24, "2*tab / \"Task-3\" enter", false},
    {"search-nothing", "count", 80, 24, "/ \"Sixteen\" enter", false},
    {"breakpoints", "count", 120, 36, ": \"break 6\" enter c c", false},
    {"breakpoint-whole", "count", 80, 24, ": \"break 9\" enter c", false},
    {"breakpoint-40x12", "count", 40, 12, ": \"break 6\" enter tab tab tab tab tab c", false},
    {"breakpoint-locals", "makerandom", 80, 24, ": \"break 16\" enter 5 c", false},
    {"breakpoint-ascii", "count", 80, 24, ": \"break 6\" enter c", true},
    {"breakpoint-playing", "count", 80, 24, ": \"break 5\" enter space wait:99", false},
    {"source-cursor", "count", 80, 24, "12*s 3*tab 2*down b", false},
    {"source-cursor-at-the-end", "makerandom", 120, 36, "12*s 3*tab 9 9 j", false},
    {"source-cursor-c-ascii", "count", 80, 24, "12*s 3*tab x 3*up b", true},
    {"breakpoint-condition", "makerandom", 80, 24, ": \"break 16 if i > 5\" enter c", false},
    {"breakpoint-condition-ascii", "makerandom", 80, 24,
     ": \"break 17 if task == 'Task-4'\" enter c", true},
    {"breakpoint-condition-wrong", "makerandom", 80, 24, ": \"break 16 if i + 1 == 5\" enter",
     false},
    {"breakpoint-call", "hello-sequential", 80, 24, ": \"break 13\" enter c", false},
    {"watched", "makerandom", 80, 24, ": \"watch i\" enter 2 c", false},
    {"watched-120x36", "makerandom", 120, 36, ": \"watch i\" enter 3 c 2*.", false},
    {"watched-40x12", "makerandom", 40, 12, ": \"watch i\" enter c", true},
    {"watched-by-nobody", "makerandom", 80, 24, ": \"watch i\" enter s", false},
    {"breakpoint-list", "makerandom", 80, 24,
     ": \"break 23\" enter : \"break 16 if i > 5\" enter : \"break 17\" enter c : \"breaks\" enter "
     "down",
     false},
    {"breakpoint-list-40x12", "makerandom", 40, 12,
     ": \"break 17\" enter : \"break 16 if i > 5\" enter : \"breaks\" enter", true},
    {"breakpoint-list-less", "makerandom", 80, 24,
     ": \"break 16 if i > 5\" enter : \"break 17\" enter : \"breaks\" enter down d", false},
    {"breakpoint-list-empty", "count", 80, 24, ": \"breaks\" enter", false},
    {"breakpoint-list-to-its-line", "makerandom", 80, 24,
     ": \"break 16 if i > 5\" enter : \"breaks\" enter enter", false},
    {"breakpoints-no-more", "count", 80, 24, ": \"break 5\" enter 9 c", false},
    {"marks", "makerandom", 120, 36, "20*. m 30*. m 60*. m 9*, '", false},
    {"marks-and-warnings", GOLDEN("s17_never_retrieved"), 100, 30, "9*. m end m w", false},
    {"marks-80x24", "count", 80, 24, "40*. m ] m ] m [", false},
    {"warnings-none", "count", 80, 24, "w", false},
    {"playing", "count", 80, 24, "space wait:3", false},
    {"playing-by-the-clock", "count", 120, 36, "p 2*+ space wait:0.25", false},
    {"speed-4", "count", 80, 24, "2*+", false},
    {"speed-least", "count", 80, 24, "9*- s", false},
    {"speed-most", "count", 80, 24, "99*+ s", false},
    {"paused-at-the-end", "count", 80, 24, "end space", false},
    {"again", "count", 80, 24, "end r s", false},
    {"cause", "count", 120, 36, "53*. u", false},
    {"cause-and-back", "count", 120, 36, "53*. u U", false},
    {"selected", "count", 80, 24, "53*. 2*down", false},
    {"selected-turn", "count", 120, 36, "53*. 2*down o", false},
    {"zoomed-in", "count", 80, 24, "end 2*z", false},
    {"zoomed-out", "makerandom", 80, 24, "60*. 3*Z", false},
    {"source-c", "count", 120, 36, "51*. x", false},
    {"source-c-80x24", "makerandom", 80, 24, "80*. x 2*] s", false},
    {"closing", "count", 120, 36, "end e", false},
    {"closing-80x24", "hello-gather", 80, 24, "end e", false},
    {"percent", "makerandom", 120, 36, "3*pgdn", false},
    {"another-theme", "count", 80, 24, "t s", false},
    /* panes with the focus */
    {"focus-next", "count", 80, 24, "51*. tab", false},
    {"sort-by-wait", MANY, 120, 36, "6*pgdn : \"sort wait\" enter", false},
    {"sort-by-wait-60x20", MANY, 60, 20, "6*pgdn : \"sort wait\" enter 3*down", false},
    {"sort-by-creator", MANY, 100, 40, "6*pgdn f : \"sort tree\" enter", false},
    {"sort-by-creator-ascii", MANY, 40, 16, "6*pgdn f : \"sort tree\" enter", true},
    {"large-source", "makerandom", 80, 24, "90*. f 3*tab", false},
    {"large-loop-ascii", MANY, 100, 30, "7*pgdn f shift-tab", true},
    {"large-story-40x12", "count", 40, 12, "31*. f 2*tab", false},
    {"focus-second", "count", 100, 29, "51*. 2*tab 2*down", false},
    {"focus-third", "count", 71, 30, "51*. 3*tab up", false},
    {"focus-last", "count", 72, 31, "51*. shift-tab up", false},
    {"focus-40x12", "count", 40, 12, "51*. tab", false},
    {"focus-40x12-second", "count", 40, 12, "51*. 2*tab", false},
    {"focus-40x12-third", "count", 40, 12, "51*. 3*tab", false},
    {"focus-60x20", "makerandom", 60, 20, "90*. 2*shift-tab", false},
    {"locks", MANY, 120, 36, "5*pgdn tab", false},
    {"locks-scrolled", MANY, 100, 30, "6*pgdn tab down", false},
    {"locks-80x24", MANY, 80, 24, "9*pgdn tab", false},
    {"many-tasks", MANY, 120, 36, "5*pgdn", false},
    {"many-tasks-selected", MANY, 120, 36, "6*pgdn 20*down", false},
    {"many-tasks-up", MANY, 80, 24, "7*pgdn 12*up", false},
    {"many-tasks-200x50", MANY, 200, 50, "8*pgdn 30*down", false},
    {"many-tasks-tall", MANY, 79, 60, "end", false},
    {"many-tasks-ascii", MANY, 150, 40, "8*pgdn 3*down", true},
    /* at widths where something has no room any more */
    {"at-43", "makerandom", 43, 20, "60*.", false},
    {"at-44", "makerandom", 44, 20, "60*.", false},
    {"at-61", "makerandom", 61, 22, "60*.", false},
    {"at-62", "makerandom", 62, 22, "60*.", false},
    {"at-79", "makerandom", 79, 29, "60*.", false},
    {"at-99", "makerandom", 99, 30, "60*.", false},
    {"at-100", "makerandom", 100, 31, "60*.", false},
    {"at-132-many", MANY, 132, 43, "5*pgdn tab", false},
    {"at-56-many", MANY, 56, 17, "5*pgdn", false},
    {"at-70-many", MANY, 70, 45, "6*pgdn tab", false},
    {"at-90-many", MANY, 90, 25, "7*pgdn 40*down enter", false},
    {"foot-62", "makerandom", 62, 34, "60*.", false},
    {"foot-64", "hello-sequential", 64, 30, "25*.", false},
    {"foot-100", GOLDEN("s37_nested_blocks"), 100, 34, "90*.", false},
    {"at-64-tall", "hello-sequential", 64, 48, "20*.", false},
    {"at-52-tall", "hello-sequential", 52, 48, "20*.", false},
    {"at-45-tall", "hello-sequential", 45, 52, "20*.", false},
    {"at-72-tall", "makerandom", 72, 50, "60*.", false},
    {"at-84-tall", "makerandom", 84, 50, "60*.", false},
    {"at-200-tall", "makerandom", 200, 60, "60*. 2*down", false},
    /* scrolled, and lanes of another width */
    {"scrolled-output", MANY, 100, 30, "6*pgdn 2*tab 5*up", false},
    {"scrolled-output-to-its-begin", "makerandom", 100, 30, "end tab 99*up", false},
    {"scrolled-source", "makerandom", 100, 30, "60*. 3*tab 9*down", false},
    {"scrolled-source-to-its-begin", "makerandom", 72, 24, "60*. 3*tab 99*up", false},
    {"scrolled-loop", MANY, 100, 30, "7*pgdn 5*tab 4*down", false},
    {"zoomed-4", "makerandom", 120, 36, "100*. 4*z", false},
    {"zoomed-most", "makerandom", 80, 24, "end 99*z", false},
    {"zoomed-least", "makerandom", 80, 24, "end 99*Z", false},
    {"zoomed-there-and-back", "count", 100, 30, "end 3*z 4*Z", false},
    /* what a program can do */
    {"queue-full", GOLDEN("s08b_queue_full"), 110, 36, "4*pgdn", false},
    {"queue-joined", GOLDEN("s08c_queue_join"), 110, 36, "5*pgdn", false},
    {"semaphore", GOLDEN("s10_semaphore"), 110, 36, "5*pgdn", false},
    {"event", GOLDEN("s11_event"), 110, 36, "4*pgdn", false},
    {"condition", GOLDEN("s12_condition"), 110, 36, "5*pgdn", false},
    {"barrier", GOLDEN("s24_barrier"), 110, 36, "4*pgdn", false},
    {"executor", GOLDEN("s15_executor"), 110, 36, "4*pgdn", false},
    {"threads", GOLDEN("s33_threads_and_timers"), 110, 36, "5*pgdn", false},
    {"timeout", GOLDEN("s06b_wait_for_timeout"), 110, 36, "6*pgdn", false},
    {"cancelled", GOLDEN("s05c_cancel_chain"), 110, 36, "7*pgdn", false},
    {"group-failed", GOLDEN("s13b_taskgroup_fail"), 110, 36, "7*pgdn", false},
    {"main-raises", GOLDEN("s26_main_raises"), 110, 36, "end", false},
    {"callback-fails", GOLDEN("s36_callback_fails"), 110, 36, "6*pgdn", false},
    {"generators", GOLDEN("s34_generators"), 110, 36, "5*pgdn", false},
};

static void check_shot(const struct shot *shot)
{
    struct options o = {.wish = {.what = shot->what},
                        .keys = shot->keys,
                        .h = shot->h,
                        .w = shot->w,
                        .ascii = shot->ascii};
    struct unattended u;
    struct buf b = {0};
    char path[128];
    snprintf(path, sizeof path, FOLDER "%s.txt", shot->file);
    assert_int_equal(unattended_open(&u, &o), 0);
    assert_int_equal(unattended_play(&u, 0), 0);
    app_draw(&u.stage.app);
    text_write(&b, &u.stage.app.screen);
    text_write_styles(&b, &u.stage.app.screen);
    golden_check(path, &b);
    buf_free(&b);
    unattended_close(&u);
}

TEST(keys_lead_to_these_screens_cell_by_cell)
{
    for (size_t i = 0; i < sizeof shots / sizeof *shots; i++)
        check_shot(&shots[i]);
    golden_end();
}

/* ---- what commands print ---- */

#define RECORD(suffix, arguments) \
    "f=$(mktemp --suffix=." suffix ") && \"$L\" record " arguments " -o $f; cat $f; rm $f"

/* Every option with every command, right and wrong: the first lines of what is said, and the exit status. */
#define ANY_OPTION                                                                                 \
    "for c in run trace snap list quiz lesson help watch; do "                                     \
    "for o in --clock=virtual --clock=x --seed=1 --seed=x --seed=1.5 --keys=s --keys=zz "          \
    "--format=story "                                                                              \
    "--format=x --size=60x14 --size=80 --size=0x5 --size=5000x50 --size=60x14x --theme=light "     \
    "--theme=x "                                                                                   \
    "--color=16 --color=x --ascii --pace=clock --pace=x --speed=1/4 --speed=3 --speed=128 "        \
    "--warnings "                                                                                  \
    "--history=60 --history=x --history=-1 -pn=3 -pn -px=1 -pn=x -pn=-1 --nonsense -x --form=seq " \
    "--s=1 "                                                                                       \
    "-- again; do r=$(\"$L\" $c makerandom $o 2>&1 </dev/null); s=$?; "                            \
    "echo \"== $c $o: $s\"; echo \"$r\" | head -n 2; done; done"

static const struct printed {
    const char *file, *line; /* of shell, in which $L is the program */
} lines_of_shell[] = {
    {"help.txt", "\"$L\" help"},
    {"help-keys.txt", "\"$L\" help keys"},
    {"help-script.txt", "\"$L\" help script"},
    {"help-scenes.txt", "\"$L\" help scenes"},
    {"help-screen.txt", "\"$L\" help screen"},
    {"help-themes.txt", "\"$L\" help themes"},
    {"help-commands.txt", "\"$L\" help commands"},
    {"help-options.txt", "\"$L\" help options"},
    {"help-makerandom.txt", "\"$L\" help makerandom"},
    {"quiz.txt", "\"$L\" quiz --seed 4"},
    {"options.txt", ANY_OPTION},
    {"quiz-sums.txt", "for i in $(seq 40); do \"$L\" quiz --seed $i | cksum; done"},
    {"list.txt", "\"$L\" list"},
    {"count.svg", "\"$L\" snap count --keys '51*.' --size 72x20 --format svg"},
    {"gallery-light.svg", "\"$L\" snap --theme light --size 40x12 --format svg"},
    {"locks-ascii.svg", "\"$L\" snap " MANY " --keys '7*pgdn' --ascii --size 60x18 --format svg"},
    {"count-256.ansi", "\"$L\" snap count --keys '51*.' --size 60x16 --format ansi"},
    {"count-16.ansi", "\"$L\" snap count --keys '51*.' --size 60x16 --format ansi --color 16"},
    {"count-mono.ansi", "\"$L\" snap count --keys '51*.' --size 60x16 --format ansi --color never"},
    {"keys.cast", RECORD("cast", "count --size 50x14 --keys '28*. wait:1.5 ] size:44x12 s esc'")},
    {"played.cast", RECORD("cast", "hello-gather --size 40x12 --speed 16 --color 16")},
    {"keys.svg", RECORD("svg", "count --size 40x12 --keys 's wait:0.25 ] 3*. ? size:42x13 esc'")},
    {"played.svg", RECORD("svg", "hello-sequential --size 40x12 --pace clock --speed 4")},
    {"forgotten.txt", "\"$L\" snap " MANY " --history 300 --keys 'end' --size 100x30"},
    {"forgotten-home.txt", "\"$L\" snap " MANY " --history 300 --keys 'end home' --size 100x30"},
    {"forgotten-text.txt", "\"$L\" trace " RANDOM("44") " --history 200"},
    {"lesson.md", "\"$L\" lesson"},
    {"lesson-does-not-ask.txt", "\"$L\" snap makerandom -p seed=1 --keys '16*s' --size 80x24"},
    {"another-scene.txt",
     "\"$L\" snap makerandom -p n=12 --seed 3 --keys '5*s esc up enter s' --size 80x24"},
    {"twelve.txt", "\"$L\" snap makerandom -p n=12 --seed 3 --keys '4*pgdn' --size 110x34"},
    {"hundred.txt", "\"$L\" snap makerandom -p n=100 --seed 3 --keys '3*pgdn' --size 130x40"},
    {"none.txt", "\"$L\" snap makerandom -p n=0 --keys 'end' --size 80x24"},
    {"light.ansi", "\"$L\" snap makerandom --keys '60*.' --size 60x16 --format ansi --theme light"},
    {"count-text.txt", "\"$L\" trace count"},
    {"count-sync-text.txt", "\"$L\" trace count-sync"},
    {"coroutine-never-awaited.txt", "\"$L\" trace coroutine -p awaited=0 --format story"},
    {"blocking-repaired.txt", "\"$L\" trace blocking -p blocking=0 --format story"},
    {"cpu-bound-repaired.txt", "\"$L\" trace cpu-bound -p chunks=25 --format story"},
    {"race-next-order.txt", "\"$L\" snap race --keys '} 6*s' --size 80x24"},
    {"race-order-before.txt", "\"$L\" snap race --keys '{ end' --size 120x36"},
    {"race-next-that-loses.txt", "\"$L\" snap race --keys ') w' --size 120x36"},
    {"race-locked.txt", "\"$L\" snap race --keys 'L end' --size 120x36"},
    {"race-locked-loses-none.txt", "\"$L\" snap race --keys 'L )' --size 80x24"},
    {"race-warned.txt", "\"$L\" run race --warnings 2>&1"},
    {"race-async-repaired.txt", "\"$L\" trace race-async -p pauses=0 --format story"},
    {"no-order.txt", "\"$L\" snap count --keys '}' --size 80x24"},
    {"no-order-of-locks.txt", "\"$L\" snap deadlock --keys '}' --size 80x24"},
    {"race-by-a-list.txt", "\"$L\" trace race -p schedule=0,1,1 --format story"},
    {"race-by-no-list.txt", "\"$L\" run race -p schedule=0,x 2>&1"},
    {"gil-no-such-work.txt", "\"$L\" run gil -p work=rest 2>&1"},
    {"race-help.txt", "\"$L\" help race"},
    {"deadlock-help.txt", "\"$L\" help deadlock"},
    {"gil-without.txt", "\"$L\" trace gil -p gil=0 --format story"},
    {"gil-without-lanes.txt", "\"$L\" snap gil -p gil=0 --keys end --size 120x36"},
    {"gil-sleeps.txt", "\"$L\" run gil -p work=sleep"},
    {"deadlock-repaired.txt", "\"$L\" trace deadlock -p order=same --format story"},
    {"callbacks-never-called.txt", "\"$L\" trace callbacks -p later=5 --format story"},
    {"executor-one-thread.txt", "\"$L\" trace executor -p workers=1 --format story"},
    {"executor-events.txt", "\"$L\" trace executor"},
    {"swarm-ticks.txt", "\"$L\" trace swarm -p n=10000 --format ndjson | grep -c '\"e\":\"tick\"'; "
                        "\"$L\" run swarm -p "
                        "n=1000000"},
    {"swarm-map-80x24.txt", "\"$L\" snap swarm -p n=10000 --keys '4000*s' --size 80x24"},
    {"swarm-map-120x36.txt", "\"$L\" snap swarm -p n=1000 --keys '1500*s' --size 120x36"},
    {"generator-of-five.txt", "\"$L\" trace generator -p n=5 --format story"},
    {"generator-screen.txt", "\"$L\" snap generator -p n=3 --keys '11*s' --size 100x30"},
    {"arrivals-six.txt",
     "\"$L\" trace arrivals -p n=6 --format story | grep -A2 'gather() keeps\\|The end'"},
    {"arrivals-many.txt", "\"$L\" run arrivals -p n=1000 | tail -n 20"},
    {"random-of-another-seed.txt", "\"$L\" run random -p seed=1"},
    {"tasks-story.txt", "\"$L\" trace tasks -p a=3 -p b=2 --format story"},
    {"makerandom-story.txt", "\"$L\" trace makerandom --seed 7 --format story"},
    {"gather-chrome.json", "\"$L\" trace hello-gather --format chrome"},
    {"gather-chrome-time.json", "\"$L\" trace hello-gather --format chrome --axis time"},
    {"gather-gantt.mmd", "\"$L\" trace hello-gather --format mermaid-gantt"},
    {"gather-gantt-time.mmd", "\"$L\" trace hello-gather --format mermaid-gantt --axis time"},
    {"gather-sequence.mmd", "\"$L\" trace hello-gather --format mermaid-sequence"},
    {"threads-sequence.mmd", "\"$L\" trace threads --format mermaid-sequence"},
    {"executor-gantt.mmd", "\"$L\" trace executor --format mermaid-gantt --axis time"},
    {"deadlock.dot", "\"$L\" trace deadlock --format dot"},
    {"makerandom-40.dot", "\"$L\" trace makerandom --format dot --event 40"},
    {"errors.csv", "\"$L\" trace errors --format csv"},
    {"producer-consumer-60.csv", "\"$L\" trace producer-consumer --format csv --event 60"},
    {"makerandom.seq", "\"$L\" trace makerandom --seed 7 --format seq"},
    {"makerandom.ndjson", "\"$L\" trace makerandom --seed 7 --format ndjson | sed 1d"},
    {"programs-text.txt",
     "for f in tests/golden/s[0-9]*.ndjson; do echo \"== $f ==\"; \"$L\" trace $f; done"},
    {"cancel-text.txt", "\"$L\" trace " GOLDEN("s05c_cancel_chain")},
    {"timeout-text.txt", "\"$L\" trace " GOLDEN("s06b_wait_for_timeout")},
    {"queue-text.txt", "\"$L\" trace " GOLDEN("s08b_queue_full")},
    {"condition-text.txt", "\"$L\" trace " GOLDEN("s12_condition")},
    {"group-text.txt", "\"$L\" trace " GOLDEN("s13b_taskgroup_fail")},
    {"executor-text.txt", "\"$L\" trace " GOLDEN("s15_executor")},
    {"gather-text.txt", "\"$L\" trace " GOLDEN("s16a_gather_exc")},
    {"never-retrieved-text.txt", "\"$L\" trace " GOLDEN("s17_never_retrieved")},
    {"wait-text.txt", "\"$L\" trace " GOLDEN("s21_wait")},
    {"futures-text.txt", "\"$L\" trace " GOLDEN("s23_future_callbacks")},
    {"barrier-text.txt", "\"$L\" trace " GOLDEN("s24_barrier")},
    {"threads-text.txt", "\"$L\" trace " GOLDEN("s33_threads_and_timers")},
    {"generators-text.txt", "\"$L\" trace " GOLDEN("s35_generators_left")},
    {"callback-text.txt", "\"$L\" trace " GOLDEN("s36_callback_fails")},
    {"random-1-text.txt", "\"$L\" trace " RANDOM("01")},
    {"random-5-text.txt", "\"$L\" trace " RANDOM("05")},
    {"random-23-text.txt", "\"$L\" trace " RANDOM("23")},
    {"random-5-story.txt", "\"$L\" trace " RANDOM("05") " --format story"},
    {"random-12-story.txt", "\"$L\" trace " RANDOM("12") " --format story"},
    {"random-33-story.txt", "\"$L\" trace " RANDOM("33") " --format story"},
    {"random-40-story.txt", "\"$L\" trace " RANDOM("40") " --format story"},
    {"random-50.seq", "\"$L\" trace " MANY " --format seq | head -300"},
    {"locks-story.txt", "\"$L\" trace " GOLDEN("s09_lock") " --format story"},
    {"semaphore-story.txt", "\"$L\" trace " GOLDEN("s10_semaphore") " --format story"},
    {"generators-story.txt", "\"$L\" trace " GOLDEN("s34_generators") " --format story"},
    {"blocks-story.txt", "\"$L\" trace " GOLDEN("s37_nested_blocks") " --format story"},
    {"random-story.txt", "\"$L\" trace tests/golden/scenarios/r0003.json --format story"},
    {"warnings.txt", "\"$L\" run count-sync --warnings 2>&1"},
    {"warnings-of-blocking.txt", "\"$L\" run blocking --warnings 2>&1"},
    {"warnings-not-asked-for.txt",
     "f=$(mktemp --suffix=.ndjson) && \"$L\" trace blocking --format ndjson >$f; "
     "\"$L\" run $f 2>&1; \"$L\" run $f --warnings 2>&1; rm $f"},
    {"warnings-of-coroutine.txt", "\"$L\" run coroutine -p awaited=0 --warnings 2>&1"},
    {"warnings-of-a-trace.txt", "\"$L\" run " GOLDEN("s17_never_retrieved") " --warnings 2>&1"},
};

TEST(commands_print_exactly_this)
{
    char path[128];
    for (size_t i = 0; i < sizeof lines_of_shell / sizeof *lines_of_shell; i++) {
        struct buf b = output_of(lines_of_shell[i].line);
        snprintf(path, sizeof path, FOLDER "%s", lines_of_shell[i].file);
        assert_true(b.len > 0);
        golden_check(path, &b);
        buf_free(&b);
    }
    golden_end();
}

/* ---- colours ---- */

static void put_colours(struct buf *out, const struct theme *t, enum depth depth)
{
    buf_printf(out, "== %s, %d colours ==\n", t->name, depth);
    for (int role = 0; role < ROLES; role++)
        for (int ground = 0; ground < GROUNDS; ground++) {
            int fg, bg, attr;
            theme_colors(t, depth, (struct style){.role = (uint8_t)role, .ground = (uint8_t)ground},
                         &fg, &bg, &attr);
            buf_printf(out, "%s%d/%d/%d", ground ? "  " : "", fg, bg, attr);
            if (ground == GROUNDS - 1)
                buf_putc(out, '\n');
        }
}

/* A line for each role, and in it foreground, background and attributes on each ground. */
TEST(every_role_has_the_same_colours_on_every_ground)
{
    static const enum depth depths[] = {DEPTH_MONO, DEPTH_8, DEPTH_16, DEPTH_256};
    struct buf b = {0};
    for (int i = 0; themes[i]; i++)
        for (size_t k = 0; k < sizeof depths / sizeof *depths; k++)
            put_colours(&b, themes[i], depths[k]);
    golden_check(FOLDER "colours.txt", &b);
    buf_free(&b);
    golden_end();
}

/* ---- where panes stand ---- */

static void put_layout(struct buf *out, int w, int h, const struct run *run)
{
    static const char *const names[PANES] = {
        [PANE_SOURCE] = "source",   [PANE_LOOP] = "loop",     [PANE_TASKS] = "tasks",
        [PANE_SYNC] = "sync",       [PANE_OUTPUT] = "output", [PANE_STORY] = "story",
        [PANE_DETAILS] = "details",
    };
    struct screen s;
    struct layout l;
    screen_init(&s, h, w);
    layout_make(&l, &s, &(struct ui){.run = *run});
    buf_printf(out, "%dx%d %s%s", w, h, names[run->focus], run->objects ? " with locks" : "");
    if (run->lanes)
        buf_printf(out, " with %u lanes", run->lanes);
    buf_printf(out, "%s%s:", run->large ? " alone" : "", l.beside ? " beside details" : "");
    for (int i = 0; i < PANES; i++)
        if (l.panes[i].h)
            buf_printf(out, "  %s %dx%d at %d,%d", names[i], l.panes[i].w, l.panes[i].h,
                       l.panes[i].x, l.panes[i].y);
    buf_printf(out, "  footer at %d\n", l.footer.y);
    screen_close(&s);
}

TEST(panes_stand_where_they_did_at_every_size)
{
    static const int widths[] = {40, 71, 72, 79, 80, 99, 100, 120, 160, 240};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (int h = 12; h <= 40; h++) {
            put_layout(&b, widths[i], h, &(struct run){.focus = PANE_TASKS});
            if (h % 4 == 0 || h == 29 || h == 30)
                for (int focus = 0; focus < PANES; focus++)
                    put_layout(&b, widths[i], h,
                               &(struct run){.focus = (enum pane)focus,
                                             .objects = true,
                                             .details = focus == PANE_DETAILS});
        }
    golden_check(FOLDER "panes.txt", &b);
    buf_free(&b);
    golden_end();
}

TEST(panes_share_what_the_lanes_leave)
{
    static const int widths[] = {60, 80, 119, 120, 159, 160},
                     heights[] = {20, 34, 43, 44, 48, 56, 59, 60, 80};
    static const uint32_t lanes[] = {1, 4, 9, 20, 40};
    struct buf b = {0};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        for (size_t k = 0; k < sizeof heights / sizeof *heights; k++)
            for (size_t l = 0; l < sizeof lanes / sizeof *lanes; l++)
                put_layout(&b, widths[i], heights[k],
                           &(struct run){.focus = PANE_TASKS,
                                         .tasks = true,
                                         .objects = l % 2,
                                         .details = l % 3 == 1,
                                         .lanes = lanes[l]});
    golden_check(FOLDER "lanes.txt", &b);
    buf_free(&b);
    golden_end();
}

TEST(a_pane_alone_has_all_but_the_story)
{
    struct buf b = {0};
    for (int w = 119; w <= 120; w++)
        for (int h = 29; h <= 30; h++)
            for (int focus = 0; focus < PANES * 2; focus++)
                put_layout(&b, w, h,
                           &(struct run){.focus = (enum pane)(focus / 2),
                                         .large = true,
                                         .objects = focus % 2,
                                         .details = focus % 2});
    golden_check(FOLDER "alone.txt", &b);
    buf_free(&b);
    golden_end();
}

int main(void)
{
    const char *program = getenv("LOOPSCOPE");
    setenv("L", program ? program : "build/loopscope", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_lead_to_these_screens_cell_by_cell),
        cmocka_unit_test(commands_print_exactly_this),
        cmocka_unit_test(every_role_has_the_same_colours_on_every_ground),
        cmocka_unit_test(panes_stand_where_they_did_at_every_size),
        cmocka_unit_test(panes_share_what_the_lanes_leave),
        cmocka_unit_test(a_pane_alone_has_all_but_the_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
