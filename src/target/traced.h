/* SPDX-License-Identifier: MIT */
/* The tracer for a program that is wished for. */
#pragma once
#include "live/tracer.h"
#include "target/wish.h"

/* It tells what happens to a socket, or else (-1) to a file. 0, or an exit status after a sentence. */
int traced_open(struct tracer *t, const struct wish *w, int fd, const char *file);
