/* SPDX-License-Identifier: MIT */
/* All views there are. */
#pragma once
#include "view/view.h"

extern const struct view view_source, view_loop, view_tasks, view_task_details, view_sync,
    view_output, view_story;
/* Not panes: the first and last lines of the screen, what is all of it, and what lies over that. */
extern const struct view view_header, view_footer, view_prompt, view_doings, view_panes,
    view_gallery, view_help, view_details, view_handout, view_commands, view_breaks, view_predict,
    view_answers;
