/* SPDX-License-Identifier: MIT */
/* What every test needs: cmocka, and what that asks to be included before it. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* A test, whose name is a sentence: TEST(a_key_is_told_to_nobody_twice) { … } */
#define TEST(sentence) static void sentence(void **state __attribute__((unused)))
