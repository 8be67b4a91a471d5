/* SPDX-License-Identifier: MIT */
/* What keys are called inside. */
#pragma once

/* A capital, pressed with Ctrl. */
#define CODE_CTRL(letter) ((letter)&0x1f)

/* A key is a number: a character is its Unicode code point, the others lie beyond Unicode. A
 * terminal translates what it gets into these: one code for Enter, one for Backspace. */
enum code {
    CODE_CTRL_C = 3,
    CODE_CTRL_L = 12,
    CODE_TAB = '\t',
    CODE_ENTER = '\n',
    CODE_ESC = 27,
    CODE_BACKSPACE = 127,
    CODE_UP = 0x110000,
    CODE_DOWN,
    CODE_LEFT,
    CODE_RIGHT,
    CODE_HOME,
    CODE_END,
    CODE_PGUP,
    CODE_PGDN,
    CODE_SHIFT_TAB,
    CODE_DELETE,
    CODE_F1,
    CODE_F10,
    CODE_MOUSE,  /* something the mouse did */
    CODE_WAIT,   /* in scripts only: time goes by */
    CODE_RESIZE, /* the screen has another size */
};
