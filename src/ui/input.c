/* SPDX-License-Identifier: MIT */
#include "ui/input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ui/keys.h"

/* What is left, being taken as one key. */
struct bytes {
    const char *s;
    size_t n;
    bool last;
};

/* A decoder makes a message of the beginning and returns how many bytes that was: 0 if more are
 * needed. A message whose code is 0 is none. */

/* Sequences of xterm, of rxvt and of the Linux console, each with `ESC [` and with `ESC O`;
 * modifiers do not matter. */
static int sequence_code(int number, char end)
{
    static const struct {
        char end;
        int number;
        int code;
    } table[] = {
        {'A', 0, CODE_UP},        {'B', 0, CODE_DOWN}, {'C', 0, CODE_RIGHT},  {'D', 0, CODE_LEFT},
        {'H', 0, CODE_HOME},      {'F', 0, CODE_END},  {'P', 0, CODE_F1},     {'M', 0, CODE_ENTER},
        {'Z', 0, CODE_SHIFT_TAB}, {'~', 1, CODE_HOME}, {'~', 3, CODE_DELETE}, {'~', 4, CODE_END},
        {'~', 5, CODE_PGUP},      {'~', 6, CODE_PGDN}, {'~', 7, CODE_HOME},   {'~', 8, CODE_END},
        {'~', 11, CODE_F1},       {'~', 21, CODE_F10},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].end == end && (end != '~' || table[i].number == number))
            return table[i].code;
    return 0;
}

static int read_number(const char **s)
{
    int n = 0;
    for (; **s >= '0' && **s <= '9'; ++*s)
        n = n < 100000 ? 10 * n + (**s - '0') : n;
    *s += **s == ';';
    return n;
}

/* SGR mouse: ESC [ < button ; column ; line, then M, or m when let go. */
static void decode_mouse(const char *s, char end, struct message *m)
{
    int button = read_number(&s) & ~(4 | 8 | 16); /* not Shift, Alt and Control */
    m->x = read_number(&s) - 1;
    m->y = read_number(&s) - 1;
    m->kind = button >= 64 ? MSG_WHEEL : MSG_CLICK;
    if (end == 'M' && (button == 64 || button == 65))
        m->code = button == 64 ? -1 : 1;
    else if (end == 'M' && button == 0)
        m->code = 1;
}

/* `ESC [`, parameters, one last byte. */
static size_t decode_sequence(struct bytes in, struct message *m)
{
    size_t i = 2;
    if (i < in.n && in.s[1] == '[' && in.s[2] == '[') /* the Linux console's F1: ESC [ [ A */
        i++;
    while (i < in.n && in.s[i] >= ' ' && in.s[i] < '@')
        i++;
    if (i == in.n)
        return 0;
    char end = in.s[i];
    const char *from = in.s + 2;
    if (end < ' ' || end > '~')
        return i; /* broken off; this byte begins another key */
    if (*from == '<')
        decode_mouse(from + 1, end, m);
    else if (*from == '[')
        m->code = end == 'A' ? CODE_F1 : 0;
    else
        m->code = sequence_code(read_number(&from), end);
    return i + 1;
}

static size_t decode_escape(struct bytes in, struct message *m)
{
    size_t used = in.n == 1 ? 0 : 1;
    bool sequence = in.n > 1 && (in.s[1] == '[' || in.s[1] == 'O');
    if (sequence)
        used = decode_sequence(in, m);
    if (used > 1 || (!used && !in.last))
        return used;
    m->code = CODE_ESC;
    return 1;
}

static size_t length_of(unsigned char lead)
{
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

static size_t decode_character(struct bytes in, struct message *m)
{
    uint32_t c;
    if (!in.last && in.n < length_of((unsigned char)*in.s))
        return 0;
    size_t used = utf8_decode(in.s, in.n, &c);
    m->code = c == UTF8_BAD ? 0 : c == '\r' ? CODE_ENTER : c == '\b' ? CODE_BACKSPACE : (int)c;
    return used;
}

int input_read(struct input *in, int fd)
{
    ssize_t n = read(fd, in->bytes + in->n, sizeof in->bytes - in->n);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (n <= 0)
        return -1;
    in->n += (size_t)n;
    return (int)n;
}

bool input_next(struct input *in, bool last, struct message *m)
{
    while (in->n) {
        struct bytes left = {in->bytes, in->n, last || in->n == sizeof in->bytes};
        *m = (struct message){.kind = MSG_KEY};
        size_t used = *left.s == CODE_ESC ? decode_escape(left, m) : decode_character(left, m);
        if (!used)
            return false;
        in->n -= used;
        memmove(in->bytes, in->bytes + used, in->n);
        if (m->code)
            return true;
    }
    return false;
}

bool input_pending(const struct input *in)
{
    return in->n;
}
