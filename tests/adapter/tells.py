#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tracer tells of programs on the real clock: each of these, and what must be in its trace."""
import json
import os
import pathlib
import random
import signal
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
ENDS = HEAD + """
import threading
look, goes = threading.enumerate, threading.Event()
def look_when_it_has_ended():
    goes.set()
    sender.join()
    return look()
threading.enumerate = look_when_it_has_ended
async def main():
    global sender
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    sender = threading.Thread(target=lambda: goes.wait() and loop.call_soon_threadsafe(done.set))
    sender.start()
    await done.wait()
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
MEETS = """import asyncio, sys
async def meet(barrier):
    await asyncio.sleep(0.01)
    async with barrier:
        pass
async def main():
    for first in asyncio.as_completed([asyncio.sleep(0.02, 2), asyncio.sleep(0.01, 1)]):
        await first
    if sys.version_info >= (3, 11):
        barrier = asyncio.Barrier(2)
        other = asyncio.create_task(meet(barrier))
        async with barrier:
            pass
        await other
    if sys.version_info >= (3, 13):
        asyncio.Queue().shutdown()
    places = asyncio.Semaphore(1)
    async def use():
        async with places:
            await asyncio.sleep(0.01)
    await asyncio.gather(use(), use())
    best = asyncio.PriorityQueue()
    asyncio.get_running_loop().call_later(0.01, best.put_nowait, 1)
    await best.get()
asyncio.run(main())
"""
EAGER = """import asyncio, sys
async def inner():
    print("inner")
async def outer():
    print("outer")
    asyncio.create_task(inner(), name="inner")
    await asyncio.sleep(0.01)
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(outer(), name="outer")
    print("main")
    await task
if sys.version_info >= (3, 12):
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
import signal
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
SIGNALLED = HEAD + """
async def node():
    for _ in range(4000):
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(node(), node())
try:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGUSR1, lambda number, frame: print("handled"))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""
SWALLOWED = HEAD + """
async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return 1
async def numbers():
    for n in range(3):
        yield n
async def main():
    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    task.cancel()
    await task
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(1)
    except (AttributeError, TimeoutError):
        pass
    async for n in numbers():
        break
    await asyncio.sleep(0.01)
asyncio.run(main())
"""
CHILD = HEAD + """
async def main():
    process = await asyncio.create_subprocess_exec("sleep", "0.3")
    print(process.pid)
    await process.wait()
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
DATES = HEAD + """
import datetime, pickle
from datetime import datetime as D, date, timedelta, timezone
async def main():
    start, now, utc, aware, day = time.time(), D.now(), D.utcnow(), D.now(timezone.utc), date.today()
    await asyncio.sleep(90000)
    passed = {D.now() - now, D.utcnow() - utc, D.now(timezone.utc) - aware, timedelta(seconds=time.time() - start)}
    print(*passed, datetime.date.today() - day)
    now = D.today()
    print(now.timestamp() == time.time() == time.mktime(time.localtime()), D.fromtimestamp(time.time()) == now)
    print(isinstance(now, datetime.date), isinstance(day, date), isinstance(now, datetime.datetime), type(now + timedelta(1)))
    print(pickle.loads(pickle.dumps((now, day))) == (now, day), now.astimezone() == now.replace(tzinfo=timezone.utc))
    print(D.strptime("2020-01-02", "%Y-%m-%d"), repr(D(2020, 1, 2)), date.fromtimestamp(0))
asyncio.run(main())
"""
BESIDE = HEAD + """
import threading
from concurrent.futures import ThreadPoolExecutor
def load(n):
    time.sleep(0.02)
    print("loaded", n)
def beat():
    time.sleep(0.05)
async def main():
    loop, pool = asyncio.get_running_loop(), ThreadPoolExecutor(1, "mine")
    own = threading.Thread(target=beat, name="heart")
    own.start()
    threading.Thread(target=time.sleep, args=(0,), name="librarys").start()
    threading.Thread(target=threading.Event().wait, args=(0,), name="event").start()
    await loop.run_in_executor(None, load, 1)
    await asyncio.wrap_future(pool.submit(load, 2))
    pool.shutdown()
    try:
        await loop.run_in_executor(pool, load, 3)
    except RuntimeError:
        print("it is shut")
    own.join()
    while len(threading.enumerate()) > 2:
        await asyncio.sleep(0.01)
asyncio.run(main())
"""


def has(events, **members):
    return [e for e in events if all(e.get(k) == v for k, v in members.items())]


def check_block(events):
    found, = has(events, e="block")
    assert 0.35 < found["secs"] < 2 and found["why"] == "call" and found["by"] == "T1" and found["at"] == "program.py:5", found
    assert "to_thread" in has(events, e="warning", what="slow callback")[0]["msg"]
    assert found["stack"][-1] == ["program.py", 5, "main"], found


def check_service(events):
    assert not has(events, e="deadlock")


def version(events):
    return tuple(map(int, events[0]["py"].split(".")[:2]))


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
    assert has(events, e="task_done", id="T2", state="destroyed")


def check_threads(events):
    assert has(events, e="loop", id="L2") and has(events, e="tick", loop="L2") and has(events, e="begin", loop="L2")
    assert not has(events, e="begin", loop="L1")


def check_beside(events):
    started = [(e["id"], e["name"].split("-")[0], e.get("func"), e["by"]) for e in has(events, e="thread")]
    pools = "asyncio_0" if version(events) >= (3, 9) else "ThreadPoolExecutor"
    assert started == [("W1", "heart", "beat", "T1"), ("W2", "librarys", "sleep", "T1"), ("W3", "event", "Event.wait", "T1"),
                       ("W4", pools, None, "T1"), ("W5", "mine_0", None, "T1")], started
    events = [e for e in events if e.get("thread") not in ("W2", "W3")]
    kinds = [(e["e"], e.get("thread"), e.get("fut"), e.get("func")) for e in events if e["e"] in ("executor", "job", "job_done")]
    assert sorted(map(str, kinds)) == sorted(map(str, [
        ("job", "W1", None, "beat"), ("job_done", "W1", None, None),
        ("executor", None, "F1", "load"), ("job", "W4", "F1", "load"), ("job_done", "W4", "F1", None),
        ("job", "W5", None, "load"), ("job_done", "W5", None, None), ("executor", None, has(events, e="executor")[1]["fut"], "load")])), kinds
    order = [e["e"] for e in events if e.get("fut") == "F1"]
    assert order[:4] == ["executor", "job", "job_done", "soon"], order
    assert has(events, e="end", state="waiting")[0]["on"]["fut"] == "F1", has(events, e="end")
    assert has(events, e="fut_done", state="failed")[0]["exc"].startswith("RuntimeError"), has(events, e="fut_done")
    assert [e["thread"] for e in has(events, e="out", by="thread")] == ["W4", "W5"], has(events, e="out")


def check_dates(events):
    assert "".join(e["s"] for e in has(events, e="out")) == """\
1 day, 1:00:00 1 day, 0:00:00
True True
True True True <class 'datetime.datetime'>
True True
2020-01-02 00:00:00 datetime.datetime(2020, 1, 2, 0, 0) 1970-01-01
""", has(events, e="out")


def check_fork(events):
    assert not has(events, e="out", s="child\n")


def check_swallowed(events):
    warnings = has(events, e="warning", what="swallowed cancel")
    assert [w["msg"].split()[0] for w in warnings] == ["Task-2"] * (tuple(map(int, events[0]["py"].split("."))) >= (3, 11)), warnings
    assert has(events, e="task", coro="numbers.aclose", at="program.py:8"), has(events, e="task")


def check_child(events):
    number = has(events, e="out")[0]["s"].strip()
    assert not has(events, e="deadlock") and any(f"child {number}" in e.get("wakes", ()) for e in events), has(events, e="idle")


def check_late(events):
    """The clock begins with the first loop that runs."""
    times = [e["t"] for e in events]
    assert times == sorted(times) and has(events, e="out")[0]["t"] == has(events, e="loop")[0]["t"] == 0, times
    assert all(e["when"] >= 0 for e in events if "when" in e)


def lines_of(program):
    return [json.loads(line) for line in program.lines]


def granted(program, until):
    """One event after the other, until one of them is such a one; it is held there."""
    while not until(lines_of(program)):
        if program.receive() is None:
            raise RuntimeError("it ended")
        program.say("E 1")
    while program.receive(1) != []:
        pass


def set_free(program):
    program.say("F")
    while program.receive() is not None:
        pass
    program.close()
    return lines_of(program)


def hold(program):
    """Two seconds within a wait that may take one: nothing has passed there."""
    granted(program, lambda events: has(events, e="timer"))
    time.sleep(2)
    return set_free(program)


def signal_held(number):
    """No handler runs within the tracer, which C code of asyncio's has called."""
    def play(program):
        granted(program, lambda events: len(has(events, e="soon", k="step", by="T2")) > 2)
        program.process.send_signal(number)
        if program.receive(0.3):
            raise AssertionError("it told more than it may")
        return set_free(program)
    return play


def check_says(*words):
    def check(events):
        assert [e["s"] for e in has(events, e="out")] == list(words), has(events, e="out")
        assert not has(events, e="crash")
    return check


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


def check_ends(events):
    """What a thread sends, and then ends at once, is told before the byte that wakes the loop."""
    sent, io = (next(e["i"] for e in events if e["e"] == kind and e.get("cb", "").endswith(name))
                for kind, name in (("soon", "Event.set"), ("io", "_read_from_self")))
    assert sent < io, has(events, e="io")


def check_only(events):
    assert not has(events, e="source", file="program.py"), has(events, e="source")


def check_meets(events):
    """What is waited for in 3.11's words in each Python that has it; as_completed()'s own queue is nobody's."""
    waits = [e["on"]["what"] for e in has(events, e="end", task="T1") if e.get("on")]
    assert waits[0] == "as_completed" and "Barrier.acquire" not in waits, waits
    assert waits[-1] == "Queue.get", waits
    assert not has(events, e="sync", what="Queue", does="gives"), has(events, e="sync", what="Queue")
    if version(events) >= (3, 11):
        assert "Barrier.wait" in waits, waits
    places = [(e["does"], e["state"][0]) for e in has(events, e="sync", what="Semaphore")]
    kept = "0" if version(events) >= (3, 10) else "1"  # for who is next in line
    assert places == [("takes", "0"), ("waits", "0"), ("gives", kept), ("takes", "0"), ("gives", "1")], places
    if version(events) >= (3, 13):
        (shut,) = has(events, e="sync", does="shuts")
        assert shut["state"] == "0 items, shut down" and shut["by"] == "T1", shut


def check_eager(events):
    """From 3.12 on: each begins within the turn of who makes it, which then goes on."""
    if not has(events, e="out"):
        return
    eager = [e["id"] for e in has(events, e="task", k="eager")]
    assert eager == ["T2", "T3"], eager
    turns = [(e["e"], e.get("h"), e.get("task") or e.get("id"), e.get("by")) for e in events
             if e["n"] == 1 and e["e"] in ("begin", "end", "task", "task_done", "out")]
    assert turns == [
        ("begin", "H1", "T1", None), ("task", None, "T2", "T1"),
        ("begin", None, "T2", None), ("out", None, None, "T2"), ("task", None, "T3", "T2"),
        ("begin", None, "T3", None), ("out", None, None, "T3"), ("task_done", None, "T3", "T3"), ("end", None, "T3", None),
        ("begin", None, "T2", None), ("end", None, "T2", None),
        ("begin", None, "T1", None), ("out", None, None, "T1"), ("end", "H1", "T1", None)], turns
    waits = has(events, e="end", task="T2")[0]
    assert waits["on"]["what"] == "sleep" and waits["state"] == "waiting", waits
    names = {e["id"]: e["name"] for e in events if e["e"] in ("task", "name") and "name" in e}
    assert names["T2"] == "outer" and names["T3"] == "inner", names


CASES = {"a blocking call": (BLOCKED, check_block), "a signal's handler": (SERVICE, check_service),
         "waiting for a signal": (WAITS, check_waits), "watching files": (WATCHES, check_watches), "locks": (LOCKS, check_locks),
         "a queue with no loop": (OUTSIDE, check_outside),
         "what is forgotten": (FORGOTTEN, check_forgotten), "a loop in a thread": (THREADS, check_threads),
         "threads beside the loop": (BESIDE, check_beside), "a forked child": (FORK, check_fork),
         "a swallowed cancel, a generator that is closed": (SWALLOWED, check_swallowed), "a child": (CHILD, check_child),
         "a late loop": (LATE, check_late), "tasks that begin at once": (EAGER, check_eager),
         "as_completed, a barrier, a queue that is shut": (MEETS, check_meets),
         "lines in halves": (HALVES, check_halves, "clock=virtual"),
         "a thread that sends and ends": (ENDS, check_ends, "clock=virtual"),
         "dates": (DATES, check_dates, "clock=virtual"), "seeded": (SEEDED, check_seed, "clock=virtual seed=7"),
         "only other files": (SEEDED, check_only, "only=src/**"), "only such files": (BLOCKED, check_block, "only=*.py")}


def events_of(text, python, folder, options):
    program, trace = pathlib.Path(folder, "program.py"), pathlib.Path(folder, "trace")
    program.write_text(text)
    environment = dict(os.environ, PYTHONPATH=folder, PYTHONDONTWRITEBYTECODE="1", LOOPSCOPE_TRACE=str(trace),
                       LOOPSCOPE_OPTIONS=options, TZ="Asia/Tokyo")
    subprocess.run([python, program.name], cwd=folder, env=environment, timeout=30, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in trace.read_text().splitlines()]


HELD_ONES = {"a program that is held": (HELD, hold, check_held),
             "a signal while it is held": (SIGNALLED, signal_held(signal.SIGUSR1), check_says("handled\n")),
             "Ctrl-C while it is held": (SIGNALLED, signal_held(signal.SIGINT), check_says("interrupted\n"))}


def events_while_held(text, play, python, folder):
    pathlib.Path(folder, "program.py").write_text(text)
    return play(peer.Traced([python, "program.py"], cwd=folder, stdout=subprocess.DEVNULL))


OLD = """import asyncio, os
async def main():
    print([name for name in os.environ if name.startswith("LOOPSCOPE_")], os.environ.get("PYTHONPATH"))
asyncio.run(main())
"""


def run_old(python, folder):
    """Under a Python that says it is older than 3.8: what it prints, and whether anything was told."""
    pathlib.Path(folder, "sitecustomize.py").write_text("import sys\nsys.version_info = (3, 7, 0)\n" + peer.joined(), encoding="utf-8")
    pathlib.Path(folder, "program.py").write_text(OLD)
    environment = dict(os.environ, PYTHONPATH=folder, PYTHONDONTWRITEBYTECODE="1", LOOPSCOPE_TRACE=folder + "/old")
    ran = subprocess.run([python, "program.py"], cwd=folder, env=environment, timeout=30, check=True, capture_output=True)
    return ran.stdout + ran.stderr, pathlib.Path(folder, "old").exists()


def check_old(ran):
    assert ran == (b"[] None\n", False), ran


def main(pythons):
    wrong = 0

    def attempt(name, check, events, *arguments):
        nonlocal wrong
        try:
            check(events(*arguments))
        except Exception as e:
            wrong += 1
            print(f"{name}, under {python}: {type(e).__name__}: {e}")
    for python in pythons or [sys.executable]:
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "sitecustomize.py").write_text(peer.joined(), encoding="utf-8")
            for name, (text, check, *options) in CASES.items():
                attempt(name, check, events_of, text, python, folder, " ".join(options))
            for name, (text, play, check) in HELD_ONES.items():
                attempt(name, check, events_while_held, text, play, python, folder)
            attempt("a Python that is too old", check_old, run_old, python, folder)
    print(f"{len(CASES) + len(HELD_ONES) + 1} programs, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
