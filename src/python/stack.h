/* SPDX-License-Identifier: MIT */
/* A stack of suspended calls, and the try blocks they are in. A task has one, a program's own lines
 * have one, and so has an asynchronous generator between two of its values. */
#pragma once

struct coro;
struct try_block;

struct stack {
    struct coro *top;        /* the innermost frame: the one that runs next */
    struct try_block *tries; /* innermost first */
};
