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
/* Their endings, or names: ".cast and .svg". */
void format_list(struct buf *out, bool (*which)(const struct format *f), bool names);
bool format_records(const struct format *f);
bool format_is_still(const struct format *f);
