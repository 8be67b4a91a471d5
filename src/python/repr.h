/* SPDX-License-Identifier: MIT */
/* Values and errors as text, as Python prints them. */
#pragma once
#include "base/buf.h"
#include "python/error.h"
#include "python/value.h"

/* Python's repr; the same cut short for the trace, as reprlib cuts; and str(). */
void value_repr(struct buf *b, struct value v);
void value_brief(struct buf *b, struct value v);
void value_text(struct buf *b, struct value v);
/* ValueError('x'), as repr prints it. */
void error_repr(struct buf *b, const struct error *e);
void error_brief(struct buf *b, const struct error *e);

/* Traceback (most recent call last): … as Python prints it; of frames, the program's own only. */
void error_traceback(struct buf *b, const struct error *e);
