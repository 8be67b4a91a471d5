/* SPDX-License-Identifier: MIT */
#include "script/save.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "base/utf8.h"
#include "ui/keys.h"

/* Seconds that playing waits before a key, and before a character of a text: they are in no line. */
static const double key_pause = 0.5, typing_pause = 0.1;
/* Shorter waits than that are in none either. */
static const int least_wait = 3; /* tenths of a second */

/* ---- the file ---- */

/* The last line as it is; it only grows, so that nothing of what was there before is left behind it. */
static bool write_line(struct save *s)
{
    struct buf all = {0};
    buf_printf(&all, "%s%s\n", buf_str(&s->line), s->typing ? "\"" : "");
    ssize_t n = pwrite(s->fd, all.s, all.len, (off_t)s->at);
    s->error = n < 0 ? errno : n < (ssize_t)all.len ? ENOSPC : 0;
    buf_free(&all);
    return !s->error;
}

/* The line will not change any more. */
static void end_line(struct save *s)
{
    if (s->line.len)
        s->at += (long long)s->line.len + s->typing + 1;
    buf_clear(&s->line);
    s->times = 0;
    s->typing = false;
}

static bool whole_line(struct save *s)
{
    bool good = write_line(s);
    end_line(s);
    return good;
}

/* ---- what is done ---- */

/* A wait of its own, where it is long enough; times are rounded down, so that what played until then has
 * come no further. */
static bool put_wait(struct save *s, double pause, double seconds)
{
    long long tenths = (long long)floor(10 * (seconds - s->then - pause) + 1e-6);
    s->then = seconds;
    if (tenths < least_wait)
        return true;
    end_line(s);
    buf_printf(&s->line, "wait %lld", tenths / 10);
    if (tenths % 10)
        buf_printf(&s->line, ".%lld", tenths % 10);
    buf_putc(&s->line, 's');
    return whole_line(s);
}

static bool put_key(struct save *s, int code)
{
    bool again = s->times && s->code == code;
    if (!again)
        end_line(s);
    buf_clear(&s->line);
    s->times++;
    s->code = code;
    if (s->times > 1)
        buf_printf(&s->line, "%u*", s->times);
    key_name(&s->line, code);
    return write_line(s);
}

static bool put_typed(struct save *s, int code)
{
    char c[4];
    if (!s->typing)
        end_line(s);
    if (!s->typing)
        buf_puts(&s->line, "type \"");
    s->typing = true;
    if (code == '"' || code == '\\')
        buf_putc(&s->line, '\\');
    buf_add(&s->line, c, utf8_encode((uint32_t)code, c));
    return write_line(s);
}

static bool is_text(int code)
{
    return code >= ' ' && code < 0x110000 && utf8_width((uint32_t)code) >= 0;
}

/* Keys without a name do nothing. */
static bool has_name(int code)
{
    struct buf name = {0};
    key_name(&name, code);
    bool has = name.len;
    buf_free(&name);
    return has;
}

/* A hash by itself would be a comment. */
static bool note_key(struct save *s, int code, bool typed, double seconds)
{
    bool text = is_text(code) && (typed || code == '#');
    if (!has_name(code))
        return true;
    return put_wait(s, text ? typing_pause : key_pause, seconds) &&
           (text ? put_typed(s, code) : put_key(s, code));
}

static bool note_place(struct save *s, const struct message *m, const char *what, double seconds)
{
    if (!put_wait(s, 0, seconds))
        return false;
    end_line(s);
    buf_printf(&s->line, "%s %d,%d", what, m->x + 1, m->y + 1);
    return whole_line(s);
}

bool save_note(struct save *s, const struct message *m, bool typed, double seconds)
{
    if (s->fd < 0 || s->error)
        return true;
    switch (m->kind) {
    case MSG_KEY:
        return note_key(s, m->code, typed, seconds);
    case MSG_PASTE:
        return note_key(s, m->code, true, seconds);
    case MSG_CLICK:
        return note_place(s, m, "click", seconds);
    case MSG_WHEEL:
        return note_place(s, m, m->code < 0 ? "wheel up" : "wheel down", seconds);
    case MSG_RESIZE:
        end_line(s);
        buf_printf(&s->line, "size %dx%d", m->x, m->y);
        return whole_line(s);
    default:
        return true;
    }
}

/* ---- life ---- */

int save_open(struct save *s, const char *path, const char *words)
{
    *s = (struct save){.path = path};
    s->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (s->fd < 0) {
        report("%s cannot be written: %s", path, strerror(errno));
        return 1;
    }
    buf_puts(&s->line, "# ");
    buf_plain(&s->line, words, strlen(words));
    whole_line(s);
    return 0;
}

void save_close(struct save *s)
{
    if (s->path && s->fd >= 0)
        close(s->fd);
    buf_free(&s->line);
    *s = (struct save){.fd = -1};
}
