/* SPDX-License-Identifier: MIT */
/* A state machine: which byte leads where is a table, after ECMA-48 and https://vt100.net/emu/dec_ansi_parser.
 * It may be stopped and go on between any two bytes, for that is how slow lines deliver them. */
#include "ui/input.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "ui/keys.h"

enum {
    LOCAL_MS = 100,
    SSH_MS = 500,
    LONG_MS = 1000, /* for the rest of what no finger begins */
    MOST_MS = 30000,
};

/* ---- the table ---- */

enum state {
    TEXT,
    UTF8,   /* in a character of several bytes */
    ESC,    /* behind an ESC */
    CSI,    /* behind ESC [ */
    LINUX,  /* behind ESC [ [, in the function keys of the Linux console */
    SS3,    /* behind ESC O */
    STRING, /* in an answer: OSC, DCS, APC, PM, SOS */
    ENDING, /* behind an ESC in a string */
    MOUSE,  /* in the three bytes of an old mouse */
    STATES
};

enum kind {
    CONTROL,
    BELL,
    CANCEL,
    ESCAPE,
    PARAMETER, /* blank to ? */
    BRACKET,   /* [ */
    LETTER_O,
    OPENER, /* what opens a string behind ESC */
    BACKSLASH,
    LETTER, /* all others from @ to ~ */
    HIGH,
    KINDS
};

enum action {
    DROP,
    CHARACTER, /* it is one, or begins one */
    BEGIN,     /* something follows that is kept */
    BEGIN_STRING,
    KEEP,
    AGAIN, /* what was begun is broken off; the byte is looked at in the next state */
    ALONE, /* the ESC was the key; the byte as with AGAIN */
    END_CSI,
    END_LINUX,
    END_SS3,
    END_STRING,
    COUNT,
};

struct step {
    unsigned char action, next;
};

/* clang-format off */
/* Both end in what is the same for some kinds of bytes. */
#define LETTERS(...)                                                                               \
    [BRACKET] = __VA_ARGS__, [LETTER_O] = __VA_ARGS__, [OPENER] = __VA_ARGS__, [LETTER] = __VA_ARGS__
#define BREAKS                                                                                     \
    [CONTROL] = {AGAIN, TEXT}, [BELL] = {AGAIN, TEXT}, [CANCEL] = {AGAIN, TEXT},                   \
    [ESCAPE] = {DROP, ESC}

static const struct step steps[STATES][KINDS] = {
    [TEXT] = {[CONTROL] = {CHARACTER, TEXT}, [BELL] = {CHARACTER, TEXT},
              [CANCEL] = {CHARACTER, TEXT}, [ESCAPE] = {DROP, ESC},
              [PARAMETER] = {CHARACTER, TEXT}, LETTERS({CHARACTER, TEXT}),
              [BACKSLASH] = {CHARACTER, TEXT}, [HIGH] = {CHARACTER, TEXT}},
    [UTF8] = {BREAKS, [PARAMETER] = {AGAIN, TEXT}, LETTERS({AGAIN, TEXT}),
              [BACKSLASH] = {AGAIN, TEXT}, [HIGH] = {CHARACTER, UTF8}},
    [ESC] = {[CONTROL] = {ALONE, TEXT}, [BELL] = {ALONE, TEXT}, [CANCEL] = {ALONE, TEXT},
             [ESCAPE] = {ALONE, TEXT}, [PARAMETER] = {ALONE, TEXT}, [BRACKET] = {BEGIN, CSI},
             [LETTER_O] = {BEGIN, SS3}, [OPENER] = {BEGIN_STRING, STRING},
             [BACKSLASH] = {ALONE, TEXT}, [LETTER] = {ALONE, TEXT}, [HIGH] = {ALONE, TEXT}},
    [CSI] = {BREAKS, [PARAMETER] = {KEEP, CSI}, LETTERS({END_CSI, TEXT}),
             [BACKSLASH] = {DROP, TEXT}, [HIGH] = {AGAIN, TEXT}},
    [LINUX] = {BREAKS, [PARAMETER] = {DROP, TEXT}, LETTERS({END_LINUX, TEXT}),
               [BACKSLASH] = {DROP, TEXT}, [HIGH] = {AGAIN, TEXT}},
    [SS3] = {BREAKS, [PARAMETER] = {KEEP, SS3}, LETTERS({END_SS3, TEXT}),
             [BACKSLASH] = {DROP, TEXT}, [HIGH] = {AGAIN, TEXT}},
    [STRING] = {[CONTROL] = {KEEP, STRING}, [BELL] = {END_STRING, TEXT}, [CANCEL] = {DROP, TEXT},
                [ESCAPE] = {DROP, ENDING}, [PARAMETER] = {KEEP, STRING}, LETTERS({KEEP, STRING}),
                [BACKSLASH] = {KEEP, STRING}, [HIGH] = {KEEP, STRING}},
    [ENDING] = {[CONTROL] = {AGAIN, ESC}, [BELL] = {AGAIN, ESC}, [CANCEL] = {DROP, TEXT},
                [ESCAPE] = {DROP, ESC}, [PARAMETER] = {AGAIN, ESC}, LETTERS({AGAIN, ESC}),
                [BACKSLASH] = {END_STRING, TEXT}, [HIGH] = {AGAIN, ESC}},
    [MOUSE] = {[CONTROL] = {COUNT, MOUSE}, [BELL] = {COUNT, MOUSE}, [CANCEL] = {COUNT, MOUSE},
               [ESCAPE] = {COUNT, MOUSE}, [PARAMETER] = {COUNT, MOUSE}, LETTERS({COUNT, MOUSE}),
               [BACKSLASH] = {COUNT, MOUSE}, [HIGH] = {COUNT, MOUSE}},
};
/* clang-format on */

static enum kind kind_of(unsigned char c)
{
    if (c >= 0x80)
        return HIGH;
    if (c < ' ' || c == 0x7f)
        return c == '\033' ? ESCAPE : c == '\a' ? BELL : c == 0x18 || c == 0x1a ? CANCEL : CONTROL;
    if (c < '@')
        return PARAMETER;
    return c == '['             ? BRACKET
           : c == 'O'           ? LETTER_O
           : c == '\\'          ? BACKSLASH
           : strchr("]P^_X", c) ? OPENER
                                : LETTER;
}

/* ---- messages ---- */

static void put(struct input *in, struct message m)
{
    if (in->queued < sizeof in->queue / sizeof *in->queue)
        in->queue[in->queued++] = m;
}

/* In what is pasted, a line's end is a blank, as a tab is; no key is pressed. */
static void paste(struct input *in, int code)
{
    bool second = code == '\n' && in->returned;
    in->returned = code == '\r';
    if (second)
        return;
    if (code == '\r' || code == '\n' || code == '\t')
        code = ' ';
    if (code >= ' ' && code != CODE_BACKSPACE && code < CODE_UP)
        put(in, (struct message){.kind = MSG_PASTE, .code = code});
}

static bool is_character(int c)
{
    return c > 0 && c < 0x110000 && (c < 0xd800 || c > 0xdfff);
}

/* As a terminal sends it by itself: one code for Enter, one for Backspace. */
static void put_character(struct input *in, int c)
{
    if (in->pasting)
        paste(in, c);
    else if (is_character(c))
        put(in, (struct message){.code = c == '\r' ? CODE_ENTER : c == '\b' ? CODE_BACKSPACE : c});
}

static void put_key(struct input *in, int code)
{
    if (code && !in->pasting)
        put(in, (struct message){.kind = MSG_KEY, .code = code});
}

/* ---- parameters ---- */

enum { PARAMETERS = 4, PARTS = 3 };

/* `1:2;3` is {1, 2}, {3}. */
struct parameters {
    int at[PARAMETERS][PARTS];
};

static void parse(struct parameters *p, const char *s)
{
    int i = 0, k = 0;
    *p = (struct parameters){0};
    for (; *s; s++) {
        if (*s == ';')
            i++, k = 0;
        else if (*s == ':')
            k++;
        else if (isdigit((unsigned char)*s) && i < PARAMETERS && k < PARTS && p->at[i][k] < 1000000)
            p->at[i][k] = 10 * p->at[i][k] + (*s - '0');
    }
}

/* ---- keys ---- */

enum { SHIFT = 1, CONTROL_KEY = 4, LOCKS = 64 | 128 };

/* Sequences of xterm, of rxvt and of the Linux console, each with `ESC [` and with `ESC O`;
 * modifiers do not matter. */
static int letter_code(char end)
{
    static const int table['Z' + 1] = {
        ['A'] = CODE_UP,   ['B'] = CODE_DOWN, ['C'] = CODE_RIGHT, ['D'] = CODE_LEFT,
        ['H'] = CODE_HOME, ['F'] = CODE_END,  ['P'] = CODE_F1,    ['Z'] = CODE_SHIFT_TAB,
    };
    return end <= 'Z' ? table[(unsigned char)end] : 0;
}

static int number_code(int number)
{
    static const int table[] = {
        [1] = CODE_HOME, [3] = CODE_DELETE, [4] = CODE_END, [5] = CODE_PGUP, [6] = CODE_PGDN,
        [7] = CODE_HOME, [8] = CODE_END,    [11] = CODE_F1, [21] = CODE_F10,
    };
    return number < (int)(sizeof table / sizeof *table) ? table[number] : 0;
}

static int sequence_code(int number, char end)
{
    return end == '~' ? number_code(number) : letter_code(end);
}

/* The keypad has numbers of its own: https://sw.kovidgoyal.net/kitty/keyboard-protocol/. */
static int keypad_code(int key)
{
    static const int table[] = {'0',       '1',        '2',     '3',        '4',       '5',
                                '6',       '7',        '8',     '9',        '.',       '/',
                                '*',       '-',        '+',     CODE_ENTER, '=',       ',',
                                CODE_LEFT, CODE_RIGHT, CODE_UP, CODE_DOWN,  CODE_PGUP, CODE_PGDN,
                                CODE_HOME, CODE_END,   0,       CODE_DELETE};
    size_t i = (size_t)(key - 57399);
    return key >= 57399 && i < sizeof table / sizeof *table ? table[i] : 0;
}

/* A key by its character, what it would be with Shift and the text it makes, where the terminal says
 * so: kitty's `ESC [ 97:65;2;65u` and xterm's `ESC [ 27;2;65~`. */
static void take_coded(struct input *in, int key, int modifiers, int shifted, int text)
{
    if (modifiers & ~(SHIFT | CONTROL_KEY | LOCKS))
        return; /* Alt and those beyond it: none of our keys */
    if (key >= 57344 && key < 63744)
        put_key(in, keypad_code(key));
    else if (key == '\t' && modifiers & SHIFT)
        put_key(in, CODE_SHIFT_TAB);
    else if (modifiers & CONTROL_KEY)
        put_key(in, isalpha(key & 0x7f) && key < 0x80 ? key & 0x1f : 0);
    else if (text >= ' ')
        put_character(in, text);
    else if (modifiers & SHIFT && shifted)
        put_character(in, shifted);
    else
        put_character(in, modifiers & SHIFT && key < 0x80 ? ascii_upper(key) : key);
}

/* SGR mouse: ESC [ < button ; column ; line, then M, or m when let go. */
static void take_mouse(struct input *in, const struct parameters *p, char end)
{
    int button = p->at[0][0] & ~(4 | 8 | 16); /* not Shift, Alt and Control */
    struct message m = {.x = p->at[1][0] - 1, .y = p->at[2][0] - 1, .code = 1};
    m.kind = button == 0 ? MSG_CLICK : MSG_WHEEL;
    if (button == 64)
        m.code = -1;
    if (end == 'M' && (button == 0 || button == 64 || button == 65))
        put(in, m);
}

static void take_sequence(struct input *in, char end)
{
    struct parameters p;
    bool plain = !*in->kept || isdigit((unsigned char)*in->kept) || *in->kept == ';';
    parse(&p, in->kept);
    int key = p.at[0][0], modifiers = p.at[1][0] ? p.at[1][0] - 1 : 0;
    if (*in->kept == '<')
        take_mouse(in, &p, end);
    else if (!*in->kept && end == 'I')
        put(in, (struct message){.kind = MSG_REPAINT}); /* looked at again */
    else if (end == '~' && (key == 200 || key == 201))
        in->pasting = key == 200;
    else if (!plain || p.at[1][1] == 3)
        return; /* an answer; a key that was let go */
    else if (end == 'u')
        take_coded(in, key, modifiers, p.at[0][1], p.at[2][0]);
    else if (end == '~' && key == 27)
        take_coded(in, p.at[2][0], modifiers, 0, 0);
    else
        put_key(in, sequence_code(key, end));
}

/* ---- answers ---- */

/* One to four hexadecimal digits, as a share of 255; negative: there are none. */
static int read_part(const char **s)
{
    char *end;
    char digits[5] = {0};
    size_t n = strspn(*s, "0123456789abcdefABCDEF");
    if (!n || n > 4)
        return -1;
    memcpy(digits, *s, n);
    *s += n;
    return (int)(strtol(digits, &end, 16) * 255 / ((1 << 4 * n) - 1));
}

/* To OSC 11: `11;rgb:1e1e/1e1e/2e2e`. */
static void take_string(struct input *in)
{
    const char *s = in->kept;
    int part[3];
    if (strncmp(s, "]11;rgb", 7))
        return;
    s += strcspn(s, ":");
    for (int i = 0; i < 3; i++) {
        if (*s != (i ? '/' : ':'))
            return;
        s++;
        if ((part[i] = read_part(&s)) < 0)
            return;
    }
    int light = (299 * part[0] + 587 * part[1] + 114 * part[2]) / 1000;
    put(in, (struct message){.kind = MSG_GROUND, .code = light > 127});
}

/* ---- bytes ---- */

static size_t length_of(unsigned char lead)
{
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
}

/* What does not fit is no key of ours. */
static void keep(struct input *in, unsigned char c)
{
    if (in->length + 1 < sizeof in->kept)
        in->kept[in->length++] = (char)c;
    in->kept[in->length] = 0;
}

static void begin(struct input *in)
{
    in->length = 0;
    in->kept[0] = 0;
}

static void take_character(struct input *in, unsigned char c)
{
    uint32_t ch;
    if (in->state == TEXT || c >= 0xc0)
        begin(in);
    keep(in, c);
    in->state = in->length < length_of((unsigned char)in->kept[0]) ? UTF8 : TEXT;
    if (in->state == TEXT && utf8_decode(in->kept, in->length, &ch) == in->length && ch != UTF8_BAD)
        put_character(in, (int)ch);
}

static void act(struct input *in, enum action action, unsigned char c)
{
    switch (action) {
    case CHARACTER:
        take_character(in, c);
        break;
    case BEGIN:
    case BEGIN_STRING:
        begin(in);
        if (action == BEGIN_STRING)
            keep(in, c);
        break;
    case KEEP:
        keep(in, c);
        break;
    case ALONE:
        put_key(in, CODE_ESC);
        break;
    case END_CSI:
        if (c == '[' && !*in->kept)
            in->state = LINUX;
        else if (c == 'M' && !*in->kept)
            in->state = MOUSE;
        else
            take_sequence(in, (char)c);
        break;
    case END_LINUX:
        put_key(in, c == 'A' ? CODE_F1 : 0);
        break;
    case END_SS3:
        put_key(in, c == 'M' ? CODE_ENTER : sequence_code(0, (char)c));
        break;
    case END_STRING:
        take_string(in);
        break;
    case COUNT:
        keep(in, c);
        in->state = in->length == 3 ? TEXT : MOUSE;
        break;
    case AGAIN:
    case DROP:
        break;
    }
}

static void take_byte(struct input *in, unsigned char c)
{
    struct step s;
    do {
        s = steps[in->state][kind_of(c)];
        if (s.action != CHARACTER)
            in->state = s.next;
        act(in, (enum action)s.action, c);
    } while (s.action == AGAIN || s.action == ALONE);
}

/* Nothing follows: Esc was Esc, and one more key with it may have been. What no finger began is
 * forgotten. */
static void give_up(struct input *in)
{
    bool bare = !*in->kept;
    if (in->state == ESC || in->state == ENDING)
        put_key(in, CODE_ESC);
    if ((in->state == CSI || in->state == SS3) && bare) {
        put_key(in, CODE_ESC);
        put_key(in, in->state == CSI ? '[' : 'O');
    }
    if (in->state == STRING && in->length == 1) {
        put_key(in, CODE_ESC);
        put_key(in, (unsigned char)*in->kept);
    }
    in->state = TEXT;
    in->pasting = in->returned = false;
}

/* ---- taking ---- */

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

size_t input_feed(struct input *in, const char *s, size_t n)
{
    size_t room = sizeof in->bytes - in->n;
    n = n < room ? n : room;
    memcpy(in->bytes + in->n, s, n);
    in->n += n;
    return n;
}

bool input_next(struct input *in, bool last, struct message *m)
{
    while (!in->queued && in->at < in->n)
        take_byte(in, (unsigned char)in->bytes[in->at++]);
    if (in->at == in->n)
        in->at = in->n = 0;
    if (!in->queued && last)
        give_up(in);
    if (!in->queued)
        return false;
    *m = in->queue[0];
    memmove(in->queue, in->queue + 1, --in->queued * sizeof *in->queue);
    return true;
}

bool input_pending(const struct input *in)
{
    return in->state != TEXT || in->pasting;
}

/* As ncurses has it, for a lone Esc; longer where the bytes of a key may come one by one. */
static int escape_ms(void)
{
    const char *s = getenv("ESCDELAY");
    int n = s ? atoi(s) : 0;
    if (n > 0)
        return n < MOST_MS ? n : MOST_MS;
    return getenv("SSH_CONNECTION") ? SSH_MS : LOCAL_MS;
}

int input_patience(const struct input *in)
{
    bool ours = in->state == ESC || ((in->state == CSI || in->state == SS3) && !*in->kept) ||
                (in->state == STRING && in->length == 1);
    int n = escape_ms();
    return ours && !in->pasting ? n : n > LONG_MS ? n : LONG_MS;
}
