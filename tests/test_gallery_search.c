/* SPDX-License-Identifier: MIT */
/* A scene is searched for in the gallery by its name and its summary: the next one that has the text, either way
 * and around both ends. */
#include <string.h>

#include "player/offer.h"
#include "tests/test.h"
#include "ui/app.h"
#include "ui/gallery_search.h"

static const struct offer offers[] = {
    {.name = "alpha", .summary = "first of five", .lesson = "", .chapter = "One"},
    {.name = "beta", .summary = "also a letter", .lesson = ""},
    {.name = "gamma", .summary = "in the middle", .lesson = ""},
    {.name = "delta", .summary = "also a letter", .lesson = "", .chapter = "Two"},
    {.name = "omega", .summary = "the last of five", .lesson = ""},
};

TEST(the_next_scene_that_has_the_text_is_found_either_way_and_around)
{
    static const struct {
        int here, by;
        const char *text;
        int to;
        const char *says;
    } rows[] = {
        {0, 1, "letter", 1, ""},
        {1, 1, "letter", 3, ""},
        {3, 1, "letter", 1, ""},
        {2, 1, "letter", 3, ""},
        {2, -1, "letter", 1, ""},
        {1, -1, "letter", 3, ""},
        {4, -1, "letter", 3, ""},
        {0, 1, "alpha", 0, "“alpha” is nowhere else"},
        {1, 1, "alpha", 0, ""},
        {4, 1, "alpha", 0, ""},
        {4, -1, "alpha", 0, ""},
        {0, -1, "omega", 4, ""},
        {3, 1, "omega", 4, ""},
        {0, 1, "omega", 4, ""},
        {4, 1, "five", 0, ""},
        {0, -1, "five", 4, ""},
        {2, 1, "middle", 2, "“middle” is nowhere else"},
        {2, -1, "middle", 2, "“middle” is nowhere else"},
        {2, 1, "zeta", 2, "no scene has “zeta”"},
        {0, -1, "zeta", 0, "no scene has “zeta”"},
        {2, 1, "", 2, "nothing is searched for yet: press /"},
    };
    static const struct catalogue catalogue = {offers, sizeof offers / sizeof *offers};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct app a;
        app_init(&a, 24, 80, false, &catalogue);
        a.ui.gallery = rows[i].here;
        if (rows[i].by > 0)
            gallery_search(&a, rows[i].text);
        else
            strcpy(a.wanted_scene, rows[i].text);
        if (rows[i].by < 0 || !*rows[i].text)
            gallery_find(&a, rows[i].by);
        if (a.ui.gallery != rows[i].to || strcmp(a.ui.message, rows[i].says) != 0)
            fail_msg("%zu: scene %d, “%s”", i, a.ui.gallery, a.ui.message);
        app_close(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_scene_that_has_the_text_is_found_either_way_and_around),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}
