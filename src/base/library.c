/* SPDX-License-Identifier: MIT */
#include "base/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

bool library_fails(struct library *l, const char *reason)
{
    snprintf(l->trouble, sizeof l->trouble, "%s cannot be loaded (%s); %s", l->what, reason,
             l->advice);
    return false;
}

bool library_load(struct library *l, const char *const names[], void *functions)
{
    void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return library_fails(l, dlerror());
    for (size_t i = 0; names[i]; i++) {
        void *function = dlsym(library, names[i]);
        if (!function)
            library_fails(l, dlerror());
        memcpy((char *)functions + i * sizeof function, &function, sizeof function);
    }
    return !*l->trouble;
}
