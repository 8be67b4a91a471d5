/* SPDX-License-Identifier: MIT */
/* A variable that several tasks use: each read and each write is told, so that one sees what came
 * between. Threads have threads/threading.h. */
#pragma once
#include <stdint.h>

struct variable {
    const char *name;
    uint32_t number; /* 0 until it was told of */
    int64_t value;
};
#define VARIABLE(called) ((struct variable){.name = (called)})

int64_t variable_read(struct variable *v);
void variable_write(struct variable *v, int64_t value);
