#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CPython asyncio's own figures for the work that our bench does: a line `name value unit` each.

    bench_asyncio.py [-n N] [--runs R] [WHICH...]

    pair        two tasks that yield to each other with sleep(0)      N switches
    ring        1000 tasks that each yield with sleep(0)              N switches
    spawn       N trivial tasks: made, run, gathered
    sleepers    N tasks that sleep 1 to 1000 ms, on the real clock; `late` is the time taken beyond
                the longest sleep

Times are the processor's for this process, `late` the clock's.  Bytes per task are the growth of the process's peak memory, divided by N.  Each run has a process of
its own, so that no run finds memory already there; what is printed is the median of R runs (3).
"""
import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import time

RING = 1000
LONGEST_MS = 1000


def memory(key):
    """A figure of /proc/self/status in bytes: VmRSS now, VmHWM at its peak."""
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key))


async def yielder(turns):
    for _ in range(turns):
        await asyncio.sleep(0)


async def switches(tasks, n):
    """Nanoseconds per switch: N, shared out among the tasks."""
    turns = max(n // tasks, 1)
    todo = [asyncio.create_task(yielder(turns)) for _ in range(tasks)]
    await asyncio.sleep(0)  # all have started
    start = time.process_time_ns()
    await asyncio.gather(*todo)
    return (time.process_time_ns() - start) / (tasks * turns)


async def pair(n):
    return {"pair": (await switches(2, n), "ns/switch")}


async def ring(n):
    return {"ring": (await switches(RING, n), "ns/switch")}


async def timed_gather(make, n):
    """Seconds of the processor's and on the wall, and bytes per task, of n tasks of make(i)."""
    gc.collect()
    before = memory("VmRSS")
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*[asyncio.create_task(make(i)) for i in range(n)])
    return (time.process_time() - cpu, time.perf_counter() - wall,
            (memory("VmHWM") - before) / n)


async def trivial(i):
    return i


async def spawn(n):
    seconds, _, size = await timed_gather(trivial, n)
    return {"spawn": (seconds / n * 1e6, "us/task"), "spawn_memory": (size, "bytes/task")}


async def sleeper(i):
    await asyncio.sleep((i % LONGEST_MS + 1) / 1000)


async def sleepers(n):
    _, seconds, size = await timed_gather(sleeper, n)
    ideal = min(n, LONGEST_MS) / 1000
    return {"sleepers_late": (seconds - ideal, "s"), "sleepers_memory": (size, "bytes/task")}


BENCHES = {  # name: (what runs, usual N)
    "pair": (pair, 1_000_000),
    "ring": (ring, 1_000_000),
    "spawn": (spawn, 100_000),
    "sleepers": (sleepers, 100_000),
}


def run_alone(name, n):
    command = [sys.executable, __file__, "--once", "-n", str(n), name]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def main():
    parser = argparse.ArgumentParser(description="What asyncio's own tasks cost.")
    parser.add_argument("-n", type=int, help="how many switches or tasks")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("which", nargs="*", metavar="WHICH", help=", ".join(BENCHES))
    options = parser.parse_args()
    unknown = set(options.which) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    for name in options.which or BENCHES:
        bench, usual = BENCHES[name]
        n = options.n or usual
        if options.once:
            print(json.dumps(asyncio.run(bench(n))))
            continue
        runs = [run_alone(name, n) for _ in range(options.runs)]
        for figure, (_, unit) in runs[0].items():
            value = statistics.median(run[figure][0] for run in runs)
            print(f"{figure} {value:.4g} {unit}", flush=True)


if __name__ == "__main__":
    main()
