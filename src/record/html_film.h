/* SPDX-License-Identifier: MIT */
/* HTML as a format: one page that needs nothing else, in which somebody plays, steps and seeks by moments, and which
 * says in words what each of them is. */
#pragma once
#include "record/format.h"

void *html_start(struct buf *out, const struct screen *s, const struct look *look);
void html_frame(void *recording, const struct film_frame *f);
void html_mark(void *recording, enum mark mark, const char *label, double seconds);
void html_end(void *recording, double seconds);
