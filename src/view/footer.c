/* SPDX-License-Identifier: MIT */
/* The last line of the screen: a message, or the keys one is most likely to want; or what is being
 * typed. */
#include "view/panes.h"
#include "view/view.h"

enum { GAP = 3 };

static const char *word(const struct hint *k, const struct ui *ui)
{
    return k->playing && ui->run.playing ? k->playing : k->footer;
}

static int entry_width(struct win w, const struct hint *k, const struct ui *ui)
{
    return view_width(w, k->label) + 1 + view_width(w, word(k, ui));
}

static int draw_entry(struct win w, int x, const struct hint *k, const struct ui *ui)
{
    x = win_puts(w, 0, x, BOLD(ROLE_KEY), k->label);
    return win_puts(w, 0, x + 1, STYLE(ROLE_DIM), word(k, ui)) + GAP;
}

static void draw_keys(struct win w, const struct ui *ui)
{
    struct hint k;
    int x = 1, room = w.w - 1;
    for (size_t i = 0; (k = ui->hint(i)).label; i++)
        if (k.always)
            room -= GAP + entry_width(w, &k, ui);
    for (size_t i = 0; (k = ui->hint(i)).label; i++) {
        if (!k.footer || k.always)
            continue;
        if (x + entry_width(w, &k, ui) > room)
            break;
        x = draw_entry(w, x, &k, ui);
    }
    for (size_t i = 0; (k = ui->hint(i)).label; i++)
        if (k.always)
            x = draw_entry(w, x, &k, ui);
}

static void draw(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    if (ui->message[0])
        win_puts(w, 0, 1, STYLE(ROLE_ACCENT), ui->message);
    else
        draw_keys(w, ui);
}

const struct view view_footer = {.name = "footer", .draw = draw};

/* The end of it, where it is too long. */
static void draw_prompt(struct win w, const struct player *p, const struct ui *ui)
{
    (void)p;
    int x = 2 + view_width(w, ui->input) < w.w ? 1 : w.w - 2 - view_width(w, ui->input);
    win_putc(w, 0, x, BOLD(ROLE_KEY), (unsigned char)ui->prompt);
    x = win_puts(w, 0, x + 1, STYLE(ROLE_TEXT), ui->input);
    win_putc(w, 0, x, STYLE(ROLE_ACCENT), w.screen->ascii ? '_' : 0x258f);
}

const struct view view_prompt = {.name = "prompt", .draw = draw_prompt};
