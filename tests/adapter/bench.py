#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tracer costs: processor's time of a step in a ring of tasks, of a TCP echo; a credit's round trip; events a
second; how much later than the program without it the first event comes.

    bench.py [PYTHON...]
"""
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import peer

RING = """
import asyncio, sys, time
async def node(steps):
    total = 0
    for i in range(steps):
        total += i
        await asyncio.sleep(0)
async def clock(steps):
    least = 1
    for _ in range(steps // 4):
        start = time.thread_time()
        for _ in range(4):
            await asyncio.sleep(0)
        least = min(least, (time.thread_time() - start) / 4 / 10)
    print(least * 1e6)
async def main(steps):
    await asyncio.gather(clock(steps), *[node(steps) for _ in range(9)])
asyncio.run(main(int(sys.argv[1])))
"""
ECHO = """
import asyncio, sys, time
async def answer(reader, writer):
    while True:
        data = await reader.readline()
        if not data:
            break
        writer.write(data)
    writer.close()
async def main(trips):
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    least = 1
    for _ in range(trips // 4):
        start = time.thread_time()
        for _ in range(4):
            writer.write(b"hello\\n")
            await reader.readline()
        least = min(least, (time.thread_time() - start) / 4)
    print(least * 1e6)
    writer.close()
    await asyncio.sleep(0.01)
    server.close()
asyncio.run(main(int(sys.argv[1])))
"""


def cost(python, folder, text, count, options=None):
    """Microseconds: the least of three runs, and in each of parts of half a millisecond, since others are at work, too."""
    program = pathlib.Path(folder, "program.py")
    program.write_text(text)
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    if options is not None:
        environment.update(PYTHONPATH=folder, LOOPSCOPE_TRACE=os.path.join(folder, "trace"), LOOPSCOPE_OPTIONS=options)
    return min(float(subprocess.run([python, program.name, str(count)], cwd=folder, env=environment, check=True,
                                    stdout=subprocess.PIPE).stdout) for _ in range(3))


def say(what, untraced, traced, most):
    print(f"  {what:34}{untraced:8.1f} -> {traced:6.1f} us  {traced / untraced:5.1f} times, at most {most}")


def bare_trip(count=2000):
    """Microseconds that a line and its answer take between two processes that do nothing else."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if not child:
        ours.close()
        while theirs.recv(4096):
            theirs.sendall(b"x" * 80)
        os._exit(0)
    theirs.close()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        ours.sendall(b"E 1\n")
        ours.recv(4096)
        times.append(time.perf_counter() - start)
    ours.close()
    os.waitpid(child, 0)
    return statistics.median(times) * 1e6


def round_trip(python, folder, count=2000):
    """Microseconds from a credit for one event until that event is here; and events a second when free."""
    pathlib.Path(folder, "program.py").write_text(RING)
    traced = peer.Traced([python, "program.py", "3000"], "clock=real", cwd=folder, stdout=subprocess.DEVNULL)
    while not traced.lines:
        traced.receive()
    times = []
    for _ in range(count):
        before, start = len(traced.lines), time.perf_counter()
        traced.say("E 1")
        while len(traced.lines) == before:
            if traced.receive() is None:
                raise RuntimeError("it ended")
        times.append(time.perf_counter() - start)
    before, start = len(traced.lines), time.perf_counter()
    traced.say("F")
    while traced.receive() is not None:
        pass
    rate = (len(traced.lines) - before) / (time.perf_counter() - start)
    traced.close()
    return statistics.median(times) * 1e6, rate


def say_round_trips(python, folder):
    """On one core, and on all of them, where most of it is that another core has to wake up: as it is of a bare one."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    bare, (trip, _) = bare_trip(), round_trip(python, folder)
    os.sched_setaffinity(0, cores)
    bare_far, (far, rate) = bare_trip(), round_trip(python, folder)
    print(f"  a credit's round trip, median {trip:.0f} us, at most 60, a bare one {bare:.0f}; "
          f"on {len(cores)} cores {far:.0f}, a bare one {bare_far:.0f}")
    print(f"  {rate:.0f} events a second, at least 60000")


def first_event(python, folder, count=11):
    """Milliseconds from a program's start to its first event, and to its first line of code without the tracer."""
    program, plain, traced = pathlib.Path(folder, "program.py"), [], []
    program.write_text("import os; os.write(1, b'.'); import asyncio; asyncio.run(asyncio.sleep(0))")
    for _ in range(count):
        start = time.perf_counter()
        with subprocess.Popen([python, program.name], cwd=folder, stdout=subprocess.PIPE) as process:
            process.stdout.read(1)
            plain.append(time.perf_counter() - start)
        start = time.perf_counter()
        one = peer.Traced([python, program.name], cwd=folder, stdout=subprocess.DEVNULL)
        one.say("F")
        one.receive()
        traced.append(time.perf_counter() - start)
        while one.receive() is not None:
            pass
        one.close()
    return statistics.median(traced) * 1e3, statistics.median(plain) * 1e3


def main(pythons):
    for python in pythons or [sys.executable]:
        print(subprocess.run([python, "-V"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode().strip())
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "sitecustomize.py").write_text(peer.joined(), encoding="utf-8")
            ring = cost(python, folder, RING, 5000)
            say("a step in a ring, without locals", ring, cost(python, folder, RING, 2500, "locals=0"), 5)
            say("a step in a ring, with locals", ring, cost(python, folder, RING, 2500, "locals=1"), 7)
            say("a TCP echo", cost(python, folder, ECHO, 2000), cost(python, folder, ECHO, 2000, ""), 2.5)
            say_round_trips(python, folder)
            first, start = first_event(python, folder)
        print(f"  the first event {first - start:.0f} ms after Python's own start, which takes {start:.0f}, at most 150")


if __name__ == "__main__":
    main(sys.argv[1:])
