/* SPDX-License-Identifier: MIT */
/* Signals that end a program, taken for a while by who has something to do first. */
#pragma once

typedef void signal_handler(int);

/* Of these signals, behind the last of which is a 0, those that are `from`'s become `to`'s: who else has taken one
 * keeps it. SIG_DFL is nobody's. */
void signals_hand_over(const int *signals, signal_handler *from, signal_handler *to);
