/* SPDX-License-Identifier: MIT */
#include "io/curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#ifdef __APPLE__
#define LIBRARY "libcurl.4.dylib"
#else
#define LIBRARY "libcurl.so.4"
#endif

struct curl_functions curl;

static char trouble[512];

static void say_trouble(const char *what)
{
    snprintf(trouble, sizeof trouble,
             "libcurl, which fetches pages, cannot be loaded (%s); install the package libcurl4, "
             "or libcurl, as your system calls it",
             what);
}

static void find(void *library, const char *name, void *to)
{
    void *function = dlsym(library, name);
    if (!function)
        say_trouble(dlerror());
    memcpy(to, &function, sizeof function);
}

/* It stays loaded: libraries that it brings do not like to go. */
static void load(void)
{
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        say_trouble(dlerror());
        return;
    }
#define FIND(name) find(library, "curl_" #name, &curl.name);
    CURL_FUNCTIONS(FIND)
#undef FIND
    if (!*trouble && curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        say_trouble("curl_global_init fails");
}

const char *curl_load(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return *trouble ? trouble : NULL;
}
