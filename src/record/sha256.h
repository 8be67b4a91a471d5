/* SPDX-License-Identifier: MIT */
/* SHA-256 in Base64, as a page's policy names what may run in it:
 * https://www.w3.org/TR/CSP3/#grammardef-hash-source. */
#pragma once
#include "base/buf.h"

/* Appends that of n bytes. */
void sha256_base64(struct buf *out, const char *s, size_t n);
