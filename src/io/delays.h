/* SPDX-License-Identifier: MIT */
/* Parameters of scenes with real parts, as text: seconds in a row, like 0.3,0.1,0.2; addresses. */
#pragma once

enum { DELAYS_MOST = 8 };

/* For struct param's `wrong`: what the text should be; NULL: it is that. */
const char *delays_wrong(const char *text);
const char *url_wrong(const char *text);
/* One number of them. */
const char *seconds_wrong(const char *text);
/* The i-th of them; the last, if there are fewer. */
double delay_of(const char *text, int i);
