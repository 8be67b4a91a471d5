/* SPDX-License-Identifier: MIT */
/* The words for what one can wait for. */
#pragma once
#include <stdint.h>

struct waiting {
    const char *verb; /* "waits for the lock"; NULL: the name of what is awaited is all there is */
    const char *noun; /* "wait_for()"; NULL */
    const char *meaning; /* when it ends, a sentence */
    const char *over;    /* that it has ended: "The event is set" */
    const char *gives;   /* what one does who ends it: "sets the event"; NULL */
};

/* By enum awaited; never NULL. */
const struct waiting *waiting_for(uint8_t on);
