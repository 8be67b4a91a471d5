/* SPDX-License-Identifier: MIT */
#include "io/curl.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/library.h"

#define CURL_NAME(name) "curl_" #name,

struct curl_functions curl;

static struct library library = {
    .file = LIBRARY_FILE("libcurl", "4"),
    .what = "libcurl, which fetches pages,",
    .advice = "install the package libcurl4, or libcurl, as your system calls it",
};

static void load(void)
{
    static const char *const names[] = {CURL_FUNCTIONS(CURL_NAME) NULL};
    if (library_load(&library, names, &curl) &&
        curl.global_init_mem(CURL_GLOBAL_DEFAULT, xmalloc, free, xrealloc, xstrdup, xcalloc) !=
            CURLE_OK)
        library_fails(&library, "curl_global_init fails");
}

const char *curl_load(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return *library.trouble ? library.trouble : NULL;
}
