/* SPDX-License-Identifier: MIT */
/* Libraries that end a program in their own way where memory runs out, by a signal: while one of them is at work a
 * sentence says so, and the status is 1. Who has taken such a signal keeps it. */
#pragma once

/* From here on a library is at work: the sentence, which must live for as long. */
void brittle_begin(const char *sentence);
void brittle_end(void);
