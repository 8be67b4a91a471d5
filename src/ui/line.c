/* SPDX-License-Identifier: MIT */
#include "ui/line.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/code.h"

void line_set(struct ui *ui, const char *text)
{
    size_t n = strnlen(text, sizeof ui->input - 1);
    memmove(ui->input, text, n);
    ui->input[n] = 0;
    ui->caret = n;
}

/* ---- places in it, in bytes ---- */

static size_t before(const struct ui *ui, size_t at)
{
    while (at && ((unsigned char)ui->input[--at] & 0xc0) == 0x80)
        ;
    return at;
}

static size_t behind(const struct ui *ui, size_t at)
{
    while (ui->input[at] && ((unsigned char)ui->input[++at] & 0xc0) == 0x80)
        ;
    return at;
}

static size_t word_before(const struct ui *ui, size_t at)
{
    while (at && ui->input[at - 1] == ' ')
        at--;
    while (at && ui->input[at - 1] != ' ')
        at--;
    return at;
}

/* ---- changes ---- */

static void erase(struct ui *ui, size_t from, size_t to)
{
    memmove(ui->input + from, ui->input + to, strlen(ui->input + to) + 1);
    ui->caret = from;
}

static bool insert(struct ui *ui, int code)
{
    char bytes[4];
    if (code < ' ' || code >= 0x110000 || utf8_width((uint32_t)code) <= 0)
        return false;
    size_t len = strlen(ui->input), n = utf8_encode((uint32_t)code, bytes);
    if (len + n >= sizeof ui->input)
        return true;
    memmove(ui->input + ui->caret + n, ui->input + ui->caret, len - ui->caret + 1);
    memcpy(ui->input + ui->caret, bytes, n);
    ui->caret += n;
    return true;
}

bool line_edit(struct ui *ui, int code)
{
    size_t at = ui->caret, end = strlen(ui->input);
    switch (code) {
    case CODE_LEFT:
    case CODE_CTRL('B'):
        ui->caret = before(ui, at);
        return true;
    case CODE_RIGHT:
    case CODE_CTRL('F'):
        ui->caret = behind(ui, at);
        return true;
    case CODE_HOME:
    case CODE_CTRL('A'):
        ui->caret = 0;
        return true;
    case CODE_END:
    case CODE_CTRL('E'):
        ui->caret = end;
        return true;
    case CODE_BACKSPACE:
        erase(ui, before(ui, at), at);
        return true;
    case CODE_DELETE:
    case CODE_CTRL('D'):
        erase(ui, at, behind(ui, at));
        return true;
    case CODE_CTRL('U'):
        erase(ui, 0, at);
        return true;
    case CODE_CTRL('K'):
        erase(ui, at, end);
        return true;
    case CODE_CTRL('W'):
        erase(ui, word_before(ui, at), at);
        return true;
    default:
        return insert(ui, code);
    }
}

/* ---- the lines before ---- */

void past_add(struct past *p, const char *line)
{
    p->back = 0;
    if (!*line || (p->n && !strcmp(p->lines[p->n - 1], line)))
        return;
    if (p->n == LINES_KEPT)
        memmove(p->lines[0], p->lines[1], sizeof p->lines[0] * --p->n);
    strcpy(p->lines[p->n++], line);
}

void past_go(struct past *p, struct ui *ui, int by)
{
    if (by > 0 ? p->back == p->n : !p->back)
        return;
    if (!p->back)
        strcpy(p->draft, ui->input);
    p->back += (unsigned)by;
    line_set(ui, p->back ? p->lines[p->n - p->back] : p->draft);
}
