/* SPDX-License-Identifier: MIT */
/* Where there is no memory left, a sentence says so and the program ends: not it alone, but its
 * libraries too. */
#pragma once

/* Before anything else. */
void memory_watch(void);
