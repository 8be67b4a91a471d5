/* SPDX-License-Identifier: MIT */
/* What diagrams of Mermaid have in common. GitHub draws none of more than 50,000 characters: what comes
 * behind so many is left out, and the diagram says so. */
#pragma once
#include "base/buf.h"

enum { MERMAID_MOST = 48000 }; /* bytes, which leaves room for that remark */

/* Text in which nothing means anything to Mermaid: what could is written as #NUMBER;. */
void mermaid_text(struct buf *out, const char *s);
