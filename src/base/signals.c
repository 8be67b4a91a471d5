/* SPDX-License-Identifier: MIT */
#include "base/signals.h"

#include <signal.h>
#include <stddef.h>

void signals_hand_over(const int *signals, signal_handler *from, signal_handler *to)
{
    struct sigaction action = {.sa_handler = to}, now;
    sigemptyset(&action.sa_mask);
    for (; *signals; signals++)
        if (!sigaction(*signals, NULL, &now) && now.sa_handler == from)
            sigaction(*signals, &action, NULL);
}
