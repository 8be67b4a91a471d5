#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tracer tells of programs on the real clock: each of these, and what must be in its trace."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import peer

HEAD = "import asyncio, signal, time, os, sys\n"
BLOCKED = HEAD + """
async def main():
    await asyncio.sleep(0)
    time.sleep(0.4)
asyncio.run(main())
"""
SERVICE = HEAD + """
async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.sleep(0.1)
    await asyncio.sleep(0.15)
    await stop.wait()
asyncio.run(main())
"""
WAITS = HEAD + """
import threading
async def main():
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    await stop.wait()
asyncio.run(main())
"""
WATCHES = HEAD + """
async def main():
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    await asyncio.sleep(0.2)
    server.close()
    child = await asyncio.create_subprocess_exec("sleep", "0.3", stdout=asyncio.subprocess.PIPE)
    await child.communicate()
asyncio.run(main())
"""
LOCKS = HEAD + """
async def work(lock, queue):
    async with lock:
        await asyncio.sleep(0.01)
    await queue.put(1)
async def main():
    lock, queue = asyncio.Lock(), asyncio.Queue(1)
    asyncio.get_running_loop().call_soon(asyncio.Event().set)
    tasks = [asyncio.create_task(work(lock, queue)) for _ in range(2)]
    await queue.get()
    await queue.get()
    await asyncio.gather(*tasks)
asyncio.run(main())
"""
FORGOTTEN = HEAD + """
import gc
async def lost():
    await asyncio.get_running_loop().create_future()
async def main():
    lost()
    asyncio.create_task(lost())
    await asyncio.sleep(0)
    gc.collect()
    await asyncio.sleep(0)
asyncio.run(main())
"""
THREADS = HEAD + """
import threading
async def inner():
    await asyncio.sleep(0.01)
async def main():
    thread = threading.Thread(target=asyncio.run, args=(inner(),))
    thread.start()
    await asyncio.sleep(0.3)
    thread.join()
asyncio.run(main())
"""
FORK = HEAD + """
async def main():
    sys.stdout.flush()
    if not os.fork():
        print("child", flush=True)
        os._exit(0)
    os.wait()
asyncio.run(main())
"""


OUTSIDE = HEAD + """
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
queue, stop = asyncio.Queue(), asyncio.Event()
queue.put_nowait(1)
stop.set()
print(queue.get_nowait())
loop.run_until_complete(stop.wait())
loop.close()
"""

SEEDED = HEAD + """
import random
async def main():
    print(random.random())
asyncio.run(main())
"""


LATE = HEAD + """
print("before")
time.sleep(0.02)
loop = asyncio.new_event_loop()
loop.call_later(0.01, loop.stop)
time.sleep(0.02)
loop.run_forever()
loop.close()
"""
HELD = HEAD + """
async def main():
    loop, start, real = asyncio.get_running_loop(), asyncio.get_running_loop().time(), time.monotonic()
    await asyncio.wait_for(asyncio.sleep(0.5), 1)
    held = time.monotonic() - real - (loop.time() - start)
    print("held" if held > 1.9 else f"held for {held} s only")
asyncio.run(main())
"""
HALVES = HEAD + """
import threading
turn = threading.Barrier(2)
def other():
    turn.wait()
    print("first ", end="")
    turn.wait()
    turn.wait()
    print("second")
    turn.wait()
    turn.wait()
    print("third ", end="")
    turn.wait()
    turn.wait()
    print("fifth")
async def main():
    thread = threading.Thread(target=other)
    thread.start()
    turn.wait()
    turn.wait()
    await asyncio.sleep(0)
    turn.wait()
    turn.wait()
    print("main ", end="")
    turn.wait()
    turn.wait()
    print("fourth ", end="")
    await asyncio.sleep(0)
    turn.wait()
    thread.join()
asyncio.run(main())
"""


def has(events, **members):
    return [e for e in events if all(e.get(k) == v for k, v in members.items())]


def check_block(events):
    found, = has(events, e="block")
    assert 0.35 < found["secs"] < 2 and found["why"] == "call" and found["by"] == "T1" and found["at"] == "program.py:5", found
    assert found["stack"][-1] == ["program.py", 5, "main"], found


def check_service(events):
    assert not has(events, e="deadlock")


def check_waits(events):
    assert not has(events, e="deadlock")
    assert any("SIGTERM" in e.get("wakes", ()) for e in has(events, e="idle")), has(events, e="idle")


def check_watches(events):
    wakes = [word.split()[0] for e in has(events, e="idle") for word in e.get("wakes", ())]
    assert {"port", "child"} <= set(wakes), wakes
    assert not has(events, e="deadlock")


def check_locks(events):
    deeds = [(e["what"], e["does"]) for e in has(events, e="sync")]
    assert ("Lock", "takes") in deeds and ("Lock", "waits") in deeds and ("Queue", "gives") in deeds, deeds
    waits = has(events, e="sync", what="Lock", does="waits")[0]
    assert waits["state"] == "held by Task-2" and waits["of"] == ["T3"], waits


def check_outside(events):
    assert has(events, e="sync", does="gives", what="Queue") and not has(events, e="crash")


def check_forgotten(events):
    assert has(events, e="warning", what="never awaited") and has(events, e="warning", what="destroyed")
    assert has(events, e="task_done", id="T2", state="cancelled")


def check_threads(events):
    assert has(events, e="loop", id="L2") and has(events, e="tick", loop="L2") and has(events, e="begin", loop="L2")
    assert not has(events, e="begin", loop="L1")


def check_fork(events):
    assert not has(events, e="out", s="child\n")


def check_late(events):
    """The clock begins with the first loop that runs."""
    times = [e["t"] for e in events]
    assert times == sorted(times) and has(events, e="out")[0]["t"] == has(events, e="loop")[0]["t"] == 0, times
    assert all(e["when"] >= 0 for e in events if "when" in e)


def hold(python, folder):
    """A program that is held for two seconds within a wait that may take one: nothing has passed there."""
    pathlib.Path(folder, "program.py").write_text(HELD)
    program = peer.Traced([python, "program.py"], cwd=folder, stdout=subprocess.DEVNULL)
    events = []
    while not has(events, e="timer"):
        if program.receive() is None:
            raise RuntimeError("it ended")
        events = [json.loads(line) for line in program.lines]
        program.say("E 1")
    while program.receive(1) != []:
        pass
    time.sleep(2)
    program.say("F")
    while program.receive() is not None:
        pass
    program.close()
    return [json.loads(line) for line in program.lines]


def check_held(events):
    assert [e["s"] for e in has(events, e="out")] == ["held\n"], has(events, e="out")
    assert not has(events, e="block") and not has(events, e="cancel")


def check_halves(events):
    printed = [(e["s"], e["by"], e["at"]) for e in has(events, e="out")]
    assert printed == [("first second\n", "thread", "program.py:7"), ("main ", "T1", "program.py:25"),
                       ("third ", "thread", "program.py:13"), ("fourth ", "T1", "program.py:28"),
                       ("fifth\n", "thread", "program.py:16")], printed


def check_seed(events):
    assert has(events, e="out", s=f"{random.Random(7).random()}\n"), has(events, e="out")


def check_only(events):
    assert not has(events, e="source", file="program.py"), has(events, e="source")


CASES = {"a blocking call": (BLOCKED, check_block), "a signal's handler": (SERVICE, check_service),
         "waiting for a signal": (WAITS, check_waits), "watching files": (WATCHES, check_watches), "locks": (LOCKS, check_locks),
         "a queue with no loop": (OUTSIDE, check_outside),
         "what is forgotten": (FORGOTTEN, check_forgotten), "a loop in a thread": (THREADS, check_threads),
         "a forked child": (FORK, check_fork),
         "a late loop": (LATE, check_late),
         "lines in halves": (HALVES, check_halves, "clock=virtual"),
         "seeded": (SEEDED, check_seed, "clock=virtual seed=7"),
         "only other files": (SEEDED, check_only, "only=src/**"), "only such files": (BLOCKED, check_block, "only=*.py")}


def events_of(text, python, folder, options):
    program, trace = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "trace")
    program.write_text(text)
    environment = dict(os.environ, PYTHONPATH=folder, PYTHONDONTWRITEBYTECODE="1", LOOPSCOPE_TRACE=str(trace),
                       LOOPSCOPE_OPTIONS=options)
    subprocess.run([python, program.name], cwd=folder, env=environment, timeout=30, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in trace.read_text().splitlines()]


def main(pythons):
    wrong = 0
    for python in pythons or [sys.executable]:
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "sitecustomize.py").write_text(peer.joined(), encoding="utf-8")
            for name, (text, check, *options) in CASES.items():
                try:
                    check(events_of(text, python, folder, " ".join(options)))
                except Exception as e:
                    wrong += 1
                    print(f"{name}, under {python}: {type(e).__name__}: {e}")
            try:
                check_held(hold(python, folder))
            except Exception as e:
                wrong += 1
                print(f"a program that is held, under {python}: {type(e).__name__}: {e}")
    print(f"{len(CASES)} programs, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
