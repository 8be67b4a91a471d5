/* SPDX-License-Identifier: MIT */
/* The script that the options name. */
#pragma once
#include "cmd/options.h"
#include "script/script.h"

struct key_script {
    struct script script;
    struct buf text; /* of its file */
};

/* Reads --keys or --script; nothing if there is neither. To be closed in any case. 0, or an exit status after
 * a sentence on stderr. */
int key_script_open(struct key_script *k, const struct options *o);
void key_script_close(struct key_script *k);
