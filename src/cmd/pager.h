/* SPDX-License-Identifier: MIT */
/* A pager between standard output and a terminal, for what is longer than a screen: what
 * $LOOPSCOPE_PAGER or else $PAGER names, less if there is neither; "" and "cat" are none. */
#pragma once

/* Nothing where standard output is no terminal. */
void pager_begin(void);
/* Standard output is closed, and the pager waited for. */
void pager_end(void);
