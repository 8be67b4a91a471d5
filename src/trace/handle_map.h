/* SPDX-License-Identifier: MIT */
/* Where numbers of handles, or their places, are found. All zero it is empty. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define NO_PLACE UINT32_MAX

struct handle_map {
    struct handle_slot {
        uint32_t handle, place; /* place: + 1; 0: it is free */
    } * slots;                  /* open addressing */
    uint32_t n, nslots;         /* nslots: a power of two */
};

void handle_map_close(struct handle_map *m);
/* false, and nothing is done: it is there already. */
bool handle_map_put(struct handle_map *m, uint32_t handle, uint32_t place);
/* These return its place, or NO_PLACE. */
uint32_t handle_map_find(const struct handle_map *m, uint32_t handle);
uint32_t handle_map_take(struct handle_map *m, uint32_t handle);
/* Forgets all below `first`. */
void handle_map_drop(struct handle_map *m, uint32_t first);
