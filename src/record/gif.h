/* SPDX-License-Identifier: MIT */
/* giflib, loaded when the first GIF is made. Its functions are called by their own names: gif.EGifOpen(). A program
 * that was built without it (HAVE_GIF is not there) has the sentence that says so. */
#pragma once
#include "record/rsvg.h"

#if defined HAVE_RSVG && !defined WITHOUT_gif && __has_include(<gif_lib.h>)
#define HAVE_GIF
#include <stdio.h>

#include <gif_lib.h>

#include "base/library.h"

#define GIF_FUNCTIONS(X)       \
    X(EGifOpen)                \
    X(EGifSetGifVersion)       \
    X(EGifPutScreenDesc)       \
    X(EGifPutExtensionLeader)  \
    X(EGifPutExtensionBlock)   \
    X(EGifPutExtensionTrailer) \
    X(EGifPutExtension)        \
    X(EGifGCBToExtension)      \
    X(EGifPutImageDesc)        \
    X(EGifPutLine)             \
    X(EGifCloseFile)           \
    X(GifMakeMapObject)        \
    X(GifFreeMapObject)

struct gif_functions {
    GIF_FUNCTIONS(LIBRARY_POINTER)
};

/* All NULL until gif_load() has been called. */
extern struct gif_functions gif;
#endif

/* Loads it, if it is not loaded yet. NULL, or a sentence on why no GIF can be made. */
const char *gif_load(void);
