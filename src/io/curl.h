/* SPDX-License-Identifier: MIT */
/* libcurl, loaded when the first page is fetched: it brings some thirty libraries along, which a
 * program that fetches nothing shall not wait for. Its functions are called by their names without
 * the curl_: curl.easy_init(). */
#pragma once
#define CURL_DISABLE_TYPECHECK /* its checks call functions by name */
#include <curl/curl.h>

#define CURL_FUNCTIONS(X)  \
    X(global_init_mem)     \
    X(free)                \
    X(multi_init)          \
    X(multi_cleanup)       \
    X(multi_setopt)        \
    X(multi_assign)        \
    X(multi_add_handle)    \
    X(multi_remove_handle) \
    X(multi_socket_action) \
    X(multi_info_read)     \
    X(easy_init)           \
    X(easy_cleanup)        \
    X(easy_setopt)         \
    X(easy_getinfo)        \
    X(easy_strerror)       \
    X(slist_append)        \
    X(slist_free_all)      \
    X(url)                 \
    X(url_cleanup)         \
    X(url_set)             \
    X(url_get)

struct curl_functions {
#define CURL_MEMBER(name) __typeof__(&curl_##name) name;
    CURL_FUNCTIONS(CURL_MEMBER)
#undef CURL_MEMBER
};

/* All NULL until curl_load() has been called. */
extern struct curl_functions curl;

/* Loads it, if it is not loaded yet. NULL, or a sentence on why there is none. From any thread. */
const char *curl_load(void);
