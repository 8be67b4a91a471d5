/* SPDX-License-Identifier: MIT */
/* The scenes, to choose from. */
#pragma once
#include "player/offer.h"

/* In the order of the gallery; lives as long as the program. */
const struct catalogue *catalogue_of_scenes(void);
