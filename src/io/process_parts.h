/* SPDX-License-Identifier: MIT */
/* A child process from within: what process.c and process_pool.c share. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

#include "base/buf.h"
#include "io/reader.h"
#include "loop/future.h"
#include "loop/poller.h"
#include "loop/share.h"

/* What a child asks for, and what it does until it is told to go on. */
enum rest { REST_NONE, REST_SLEEP, REST_COMPUTE };

struct process {
    uv_process_t child;
    uv_pipe_t pipe;
    struct processes *all;
    struct process *next;
    uint32_t number, actor; /* of the loop's processes; in events */
    const char *name, *worker;
    bool acts;              /* it has been started, told or killed, and has not come to rest */
    bool pooled;            /* it is a pool's: no task reads what it says, or awaits its end */
    struct buf raw;         /* bytes of a line that is not there in full */
    struct reader reader;   /* what it said */
    bool end, exited, told; /* its end of the pipe is closed; it is gone; and that was told */
    int64_t status;         /* then: its exit status, or the negative of a signal */
    struct future line, gone;
    bool waits, queued;
    struct handle news;

    enum rest asks, rests; /* it has said so; and that was told */
    double seconds, wake;
    uint32_t rest_number; /* how many rests came before */
    struct share share;
};

struct processes {
    struct poller poller;
    struct loop *loop;
    struct process *first; /* in order of their numbers */
    uint32_t n, rests;
    struct processors cores;
};

/* The running loop's. */
struct processes *running_processes(void);
/* A new one; NULL: this_thread->error says why not. */
struct process *process_start(const char *called, const char *worker, const char *argument);
/* A line to it of which nothing is told. */
void process_tell_to_go_on(struct process *p, const char *line);
/* What it has said, and its end, are told. */
void process_tell_news(struct process *p);
