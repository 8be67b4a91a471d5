/* SPDX-License-Identifier: MIT */
#include "player/offer.h"

#include <string.h>

size_t catalogue_find(const struct catalogue *c, const char *name)
{
    size_t i = 0;
    while (i < c->n && strcmp(c->at[i].name, name) != 0)
        i++;
    return i;
}
