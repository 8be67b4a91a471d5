/* SPDX-License-Identifier: MIT */
/* A scene as a target, with the user's parameters. */
#pragma once
#include "player/target.h"
#include "scenes/scene.h"
#include "target/wish.h"

/* As target_open. */
int scene_open(struct target **t, const struct scene *scene, const struct wish *w);
