/* SPDX-License-Identifier: MIT */
/* What a command writes: to standard output, or to the file of -o, which becomes what was written
 * all at once or stays what it was. */
#pragma once
#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"

struct output {
    FILE *f;
    const char *path; /* NULL: standard output */
    char *real;       /* what the temporary file will be renamed to; NULL: there is none */
};

/* path: NULL or "-" for standard output. It is borrowed. There can be one at a time. 0, or the exit
 * status after a sentence on stderr.
 *
 * A regular file is written beside its place and renamed, with its permissions; through a symlink
 * its target is. Devices and pipes are written as they are, and so is a file with other names or
 * another owner, or in a folder where no file can be made. */
int output_open(struct output *o, const char *path);
/* 0, or the exit status after a sentence on stderr: then the file is what it was. */
int output_close(struct output *o);

/* All of that for what is ready. */
int output_write(const char *path, const struct buf *b);

/* The same for a folder of files, which record/folder.h has put one behind the other: they are called 0001ENDING and so
 * on. The folder is made if there is none. What stands in it must be such files: those that are one too many go. */
int output_write_folder(const char *path, const char *ending, const struct buf *files);

/* Standard output is flushed: `status`, or 1 after a sentence on stderr if that failed. */
int finish_output(int status);
