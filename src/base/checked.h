/* SPDX-License-Identifier: MIT */
/* What who calls has promised: looked at where that costs nothing that matters, under the sanitizers and by make
 * mutants; a program that breaks its promise ends there. */
#pragma once

#ifdef CHECKED
#define checked(promise) ((promise) ? (void)0 : __builtin_trap())
#else
#define checked(promise) ((void)0)
#endif
