/* SPDX-License-Identifier: MIT */
#include "cmd/commands.h"

const struct command *const commands[] = {
    &command_watch,  &command_compare, &command_quiz,    &command_run,
    &command_trace,  &command_snap,    &command_record,  &command_list,
    &command_lesson, &command_help,    &command_version, NULL,
};
