/* SPDX-License-Identifier: MIT */
/* Where files of ours stand in a user's home: https://specifications.freedesktop.org/basedir-spec/. */
#pragma once
#include "base/buf.h"

/* "$VARIABLE/loopscope", or "$HOME/OTHERWISE/loopscope" if that is no absolute path; empty if neither
 * is. To be freed. */
struct buf home_folder(const char *variable, const char *otherwise);
