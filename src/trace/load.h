/* SPDX-License-Identifier: MIT */
/* Reads a trace from NDJSON (docs/trace.md). What comes in is not trusted: numbers are bounded,
 * text is only text. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/source.h"
#include "event.h"

struct load {
    struct source *sources; /* the files that came with the trace: copies, freed by load_close */
    size_t nsources, sources_cap;
    uint32_t events, lines;
    uint64_t bytes; /* that were taken */
    bool slow;      /* before load_begin: only by the slower of two readers (trace/line.h) */
    bool cut;       /* the file ends within a line, as after a crash: that line was left out */
    char error[256];
    bool libraries;          /* tasks of libraries were told of */
    char python[16];         /* its version, as START has it */
    struct reading *reading; /* until its end */
};

/* Begins to read. The rest of *l is zero. */
void load_begin(struct load *l, FILE *f, struct observer *to);
/* Reads on, some more bytes, to the end of a line: tells `to` their events. 1: there is more; 0: that
 * was the end; -1: a sentence in l->error names the line, and what came before it has been told. */
int load_some(struct load *l, size_t bytes);
/* Lines may also come one by one, as from a program that runs: after load_begin without a file. A line
 * without its end, behind which there is room for a byte; it is changed. `to` is told of its event, or it
 * is a source. 0, or -1 with a sentence in l->error. */
int load_line(struct load *l, char *s, size_t n);
/* Tells `to` every event of the file. 0, or -1 with a sentence in l->error that names the line;
 * what came before it has been told. A file that ends within a line is no error. */
int load_trace(struct load *l, FILE *f, struct observer *to);
void load_close(struct load *l);
