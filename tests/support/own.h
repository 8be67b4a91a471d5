/* SPDX-License-Identifier: MIT */
/* A Python program in a line of shell (tests/support/sh.h), and the files beside it: OWN ".py", OWN ".out" … */
#pragma once

#define OWN "/tmp/run_own.$$"
/* The text is one of printf's, in quotes of the shell. */
#define OWN_PROGRAM(text) "printf '%b' '" text "' >" OWN ".py; "
#define OWN_END           "; s=$?; rm -f " OWN ".*; exit $s"
