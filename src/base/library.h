/* SPDX-License-Identifier: MIT */
/* A library that is loaded when it is first needed: some bring thirty others along, which a program
 * that does without them shall not wait for. Its functions are members of a struct, made by
 * LIBRARY_POINTER of a list of their names, and found by LIBRARY_NAME of the same list. It stays
 * loaded: libraries that it brings do not like to go. */
#pragma once
#include <stdbool.h>

#ifdef __APPLE__
#define LIBRARY_FILE(name, version) name "." version ".dylib"
#else
#define LIBRARY_FILE(name, version) name ".so." version
#endif

#define LIBRARY_POINTER(name) __typeof__(&name) name;
#define LIBRARY_NAME(name)    #name,

struct library {
    const char *file;
    const char *what;   /* "libcurl, which fetches pages," */
    const char *advice; /* what to do where it is missing */
    char trouble[512];  /* a sentence on why it cannot be used; "" if it can */
};

/* Loads it, and sets the pointers of a struct of functions, which has them in the order of the names;
 * these end with a NULL. False: see trouble. To be called once. */
bool library_load(struct library *l, const char *const names[], void *functions);
/* It cannot be used, for that reason. Returns false. */
bool library_fails(struct library *l, const char *reason);
