/* SPDX-License-Identifier: MIT */
/* What a scene fetches: three pages that are served on this machine, after `-p delays=`, or those that
 * `-p url=` names instead. */
#pragma once
#include "io/http.h"

/* For http_serve(); NULL: addresses were given. */
const struct http_page *pages_served(void);
/* The address of page i; NULL behind the last. */
const char *page_url(int i);
int pages_count(void);
