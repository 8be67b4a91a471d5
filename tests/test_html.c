/* SPDX-License-Identifier: MIT */
/* Films as pages and as text, read by what did not write them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/html_film.h"
#include "record/html_page.h"
#include "record/text_film.h"
#include "tests/support/file.h"
#include "tests/test.h"

/* ---- a page ---- */

static void frame(void *page, const struct screen *s, double seconds, const char *told)
{
    html_frame(page,
               &(struct film_frame){.screen = s, .seconds = seconds, .told = told, .caption = ""});
}

/* What stands between two texts, which are in the page once; to be freed. */
static char *between(const struct buf *page, const char *from, const char *to)
{
    char *start = strstr(page->s, from);
    assert_non_null(start);
    start += strlen(from);
    char *end = strstr(start, to);
    assert_non_null(end);
    return strndup(start, (size_t)(end - start));
}

static struct buf page_of_two(void)
{
    struct look look = {.theme = themes[0], .title = "a </script> & b"};
    struct screen s;
    struct buf out = {0};
    screen_init(&s, 3, 20);
    void *page = html_start(&out, &s, &look);
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "first </script>");
    frame(page, &s, 0, "It begins.\nWhy </script>");
    html_mark(page, MARK_MOMENT, "It begins.", 0);
    win_puts(win_whole(&s), 2, 0, (struct style){0}, "second");
    frame(page, &s, 1.5, "It goes on.");
    html_mark(page, MARK_MOMENT, "It goes on.", 1.5);
    html_end(page, 3);
    screen_close(&s);
    return out;
}

static json_t *film_of(const struct buf *page)
{
    char *json = between(page, "id=\"film\">", "</script>");
    json_t *film = json_loads(json, 0, NULL);
    assert_non_null(film);
    free(json);
    return film;
}

TEST(a_page_s_data_are_json_with_what_changes_of_each_frame)
{
    struct buf page = page_of_two();
    json_t *film = film_of(&page);
    const json_t *frames = json_object_get(film, "frames"), *told = json_object_get(film, "told");
    const json_t *first = json_array_get(frames, 0), *second = json_array_get(frames, 1);
    assert_int_equal(json_array_size(frames), 2);
    assert_int_equal(json_array_size(first), 4);
    assert_int_equal(json_array_size(second), 4);
    assert_int_equal(json_integer_value(json_array_get(second, 0)), 1500);
    assert_int_equal(json_integer_value(json_array_get(second, 2)), 2);
    size_t row = (size_t)json_integer_value(json_array_get(second, 3));
    const json_t *pieces = json_array_get(json_object_get(film, "rows"), row);
    assert_int_equal(json_array_size(pieces), 1);
    size_t piece = (size_t)json_integer_value(json_array_get(pieces, 0));
    assert_non_null(
        strstr(json_string_value(json_array_get(json_object_get(film, "pieces"), piece)),
               ">second</text>"));
    assert_string_equal(json_string_value(json_array_get(told, 0)), "It begins.\nWhy </script>");
    assert_int_equal(json_array_size(json_object_get(film, "moments")), 2);
    json_decref(film);
    buf_free(&page);
}

TEST(a_page_lets_nothing_run_but_its_own_script)
{
    struct buf page = page_of_two(), policy = {0};
    buf_printf(&policy,
               "default-src 'none'; style-src 'unsafe-inline'; script-src '%s'; base-uri 'none'",
               html_script_sum);
    assert_non_null(strstr(page.s, policy.s));
    char *script = between(&page, "<script>", "</script>");
    assert_string_equal(script, html_script);
    assert_null(strstr(page.s, " onclick"));
    assert_null(strstr(page.s, " style="));
    assert_null(strstr(page.s, "https:"));
    assert_non_null(strstr(page.s, "<title>a &lt;/script> &amp; b</title>"));
    assert_non_null(strstr(page.s, "aria-live=\"polite\""));
    free(script);
    buf_free(&policy);
    buf_free(&page);
}

/* Whose script was changed finds here what its sum is. */
TEST(the_sum_of_its_script_is_what_others_compute)
{
    struct buf command = {0};
    FILE *f = fopen("build/script.js", "w");
    fputs(html_script, f);
    fclose(f);
    buf_printf(&command,
               "printf %%s '%s' | base64 -d | od -An -v -tx1 | tr -d ' \\n'; echo; "
               "sha256sum <build/script.js | cut -c1-64",
               html_script_sum + strlen("sha256-"));
    struct buf out = output_of(command.s);
    char *have = strtok(out.s, "\n"), *want = strtok(NULL, "\n");
    assert_non_null(want);
    assert_string_equal(have, want);
    buf_free(&command);
    buf_free(&out);
}

TEST(the_program_writes_a_page_of_a_scene_the_same_in_every_locale)
{
    struct buf out =
        output_of("L=${LOOPSCOPE:-build/loopscope}; "
                  "LC_ALL=C TZ=UTC \"$L\" record count --format html -o build/a.html 2>/dev/null; "
                  "LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo \"$L\" record count -o build/b.html 2>&1 | sed "
                  "'s/[0-9]* KB/N KB/'; "
                  "cmp build/a.html build/b.html && [ $(wc -c <build/a.html) -lt 80000 ] && echo "
                  "same, and small");
    assert_string_equal(out.s,
                        "loopscope: build/b.html: 34.9 s, 22 frames, N KB\nsame, and small\n");
    struct buf page = read_file("build/a.html");
    json_t *film = film_of(&page);
    assert_int_equal(json_array_size(json_object_get(film, "moments")), 22);
    json_decref(film);
    buf_free(&page);
    buf_free(&out);
}

/* ---- text ---- */

TEST(screens_stand_as_text_one_behind_the_other_with_the_time_between)
{
    struct screen s;
    struct buf out = {0};
    screen_init(&s, 1, 8);
    void *text = text_start(&out, &s, &(struct look){0});
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "one");
    text_frame(text, &(struct film_frame){.screen = &s, .key = ""});
    win_puts(win_whole(&s), 0, 0, (struct style){0}, "two");
    text_frame(text, &(struct film_frame){.screen = &s, .seconds = 2.5, .key = "→ step"});
    text_frame(text, &(struct film_frame){.screen = &s, .seconds = 14.1, .key = ""});
    text_end(text, 20);
    assert_string_equal(out.s, "one\n\n---- 2.5 s later: → step ----\n\ntwo\n"
                               "\n---- 11.6 s later ----\n\ntwo\n");
    buf_free(&out);
    screen_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_s_data_are_json_with_what_changes_of_each_frame),
        cmocka_unit_test(a_page_lets_nothing_run_but_its_own_script),
        cmocka_unit_test(the_sum_of_its_script_is_what_others_compute),
        cmocka_unit_test(the_program_writes_a_page_of_a_scene_the_same_in_every_locale),
        cmocka_unit_test(screens_stand_as_text_one_behind_the_other_with_the_time_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
