/* SPDX-License-Identifier: MIT */
/* librsvg, which draws SVG, cairo, onto which it does, and zlib, loaded when the first picture is made: they bring some
 * forty libraries along. Their functions are called by their own names: rsvg.cairo_create(). A program that was
 * built without them (HAVE_RSVG is not there) has the sentence that says so. */
#pragma once
#if !defined WITHOUT_rsvg && __has_include(<librsvg/rsvg.h>) && __has_include(<zlib.h>)
#if __has_include(<fontconfig/fontconfig.h>)
#define HAVE_RSVG
#endif
#endif

#ifdef HAVE_RSVG
#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <librsvg/rsvg.h>
#include <zlib.h>

#include "base/library.h"

#define RSVG_FUNCTIONS(X)                  \
    X(rsvg_handle_new_from_data)           \
    X(rsvg_handle_render_document)         \
    X(g_object_unref)                      \
    X(g_log_set_writer_func)               \
    X(g_log_writer_default)                \
    X(cairo_image_surface_create)          \
    X(cairo_image_surface_get_data)        \
    X(cairo_image_surface_get_stride)      \
    X(cairo_surface_flush)                 \
    X(cairo_surface_finish)                \
    X(cairo_surface_status)                \
    X(cairo_surface_destroy)               \
    X(cairo_create)                        \
    X(cairo_scale)                         \
    X(cairo_show_page)                     \
    X(cairo_destroy)                       \
    X(cairo_status_to_string)              \
    X(cairo_pdf_surface_create_for_stream) \
    X(cairo_pdf_surface_set_metadata)      \
    X(cairo_pdf_surface_add_outline)       \
    X(FcInitLoadConfigAndFonts)            \
    X(FcConfigSetCurrent)                  \
    X(FcPatternCreate)                     \
    X(FcPatternAddString)                  \
    X(FcPatternGetInteger)                 \
    X(FcPatternDestroy)                    \
    X(FcConfigSubstitute)                  \
    X(FcDefaultSubstitute)                 \
    X(FcFontMatch)                         \
    X(deflateInit_)                        \
    X(deflate)                             \
    X(deflateEnd)                          \
    X(crc32)

struct rsvg_functions {
    RSVG_FUNCTIONS(LIBRARY_POINTER)
};

/* All NULL until rsvg_load() has been called. */
extern struct rsvg_functions rsvg;
#endif

/* What is said where one of them ends the program. */
#define RSVG_BREAKS                                                                         \
    "librsvg, which draws pictures, could not go on, as it seems for want of memory; free " \
    "some, or make an .svg, which needs little"

/* Loads them, if they are not loaded yet, and looks for a font. NULL, or a sentence on why no picture can be made. */
const char *rsvg_load(void);
