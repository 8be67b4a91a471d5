/* SPDX-License-Identifier: MIT */
/* The formats of pictures and recordings: a table. */
#pragma once
#include "record/format.h"

/* Ends with a NULL name. */
extern const struct format formats[];
/* The format of that name; NULL: there is none. */
const struct format *format_named(const char *name);
/* The format of a file by the ending of its name; NULL: none fits. */
const struct format *format_of_file(const char *path);
/* Their endings: ".cast, .gif and .svg". */
void format_list(struct buf *out, bool (*which)(const struct format *f));
/* Those that record, or are what is seen at the end; those that take a single screen. */
bool format_records(const struct format *f);
bool format_is_still(const struct format *f);
/* Why it cannot be made, or is no good, a sentence; NULL: all is well. */
const char *format_trouble(const struct format *f);
