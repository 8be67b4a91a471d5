/* SPDX-License-Identifier: MIT */
/* What a scene fetches: three pages that are served on this machine, after `-p delays=`, or those that
 * `-p url=` names instead. */
#pragma once
#include <stdint.h>

#include "io/http.h"

/* What may go wrong with example.org: words for `-p broken=`, of which the first is nothing. */
extern const char *const pages_broken[];
/* For http_serve(), with the n-th of these; NULL: addresses were given. */
const struct http_page *pages_served(int64_t broken);
/* The address of page i; NULL behind the last. */
const char *page_url(int i);
int pages_count(void);
