/* SPDX-License-Identifier: MIT */
/* All views there are. */
#pragma once
#include "view/view.h"

extern const struct view view_source, view_loop, view_tasks, view_timeline, view_sync, view_output,
    view_story;
/* Not panes: the first and last lines of the screen, and what covers it. */
extern const struct view view_header, view_footer, view_help, view_gallery, view_details;
