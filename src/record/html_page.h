/* SPDX-License-Identifier: MIT */
/* What every page of a film has: its style, its parts, and the script that plays it. */
#pragma once
extern const char html_style[], html_body[], html_script[];
/* What a page's policy calls its script. */
extern const char html_script_sum[];
