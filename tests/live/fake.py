# SPDX-License-Identifier: MIT
"""Speaks as the tracer does (docs/python.md), or as it never would: fake.py WHAT [ARGUMENT]."""
import json
import os
import signal
import socket
import sys
import time

link = socket.socket(fileno=int(os.environ["LOOPSCOPE_FD"]))
credit, free, orders, number = 0, False, b"", 0
stops = []


def hear(wait):
    """Takes the orders that have come, or waits for one. False: the link is closed."""
    global credit, free, orders
    link.setblocking(wait)
    try:
        got = link.recv(4096)
    except BlockingIOError:
        return True
    if not got:
        free = True
        return False
    orders += got
    while b"\n" in orders:
        line, orders = orders.split(b"\n", 1)
        word, _, rest = line.partition(b" ")
        if word == b"E":
            credit += int(rest)
        elif word == b"F":
            free = True
        elif word == b"H":
            credit = 0
        elif word in (b"B", b"D"):
            stops.append(line.decode())
    return True


def wait():
    """Held, until it may go on or nobody listens."""
    while not credit and not free and hear(True):
        pass


def say(**event):
    """Tells an event, and is held in it if that was the last that it might tell."""
    global credit, number
    if not number:
        wait()
    hear(False)
    credit -= credit > 0
    event.setdefault("n", 0)
    event.setdefault("t", 0.0)
    number += 1
    try:
        link.sendall(json.dumps({"i": number - 1, **event}).encode() + b"\n")
    except OSError:
        pass
    wait()


def start():
    source = "import asyncio\n\nasync def main():\n    while True:\n        print('tick')\n        await asyncio.sleep(0)\n"
    link.sendall(json.dumps({"e": "source", "file": "fake.py", "text": source}).encode() + b"\n")
    say(e="start", script="fake.py", impl="fake", clock="real", version=1, sources={})
    say(e="loop", id="L1")
    say(e="task", id="T1", name="Task-1", coro="main", at="fake.py:3")
    say(e="soon", h="H1", task="T1", k="step")
    say(e="run", what="main")


def turn(k, printed=None):
    """The one task runs, and gives way."""
    at = {"n": k, "t": k / 1000}
    say(e="tick", ready=1, timers=0, **at)
    say(e="ready", q=[f"H{k}"], **at)
    say(e="begin", h=f"H{k}", task="T1", k="step", **at)
    if printed:
        sys.stdout.write(printed)
        sys.stdout.flush()
        say(e="out", s=printed, at="fake.py:5", by="T1", **at)
    say(e="soon", h=f"H{k + 1}", by="T1", task="T1", k="step", **at)
    say(e="end", h=f"H{k}", task="T1", state="ready", stack=[["fake.py", 6, "main"]], on={"what": "sleep0"},
        locals=[{"k": str(k)}], **at)


def finish(k):
    at = {"n": k, "t": k / 1000}
    say(e="tick", ready=1, timers=0, **at)
    say(e="ready", q=[f"H{k}"], **at)
    say(e="begin", h=f"H{k}", task="T1", k="step", **at)
    say(e="task_done", by="T1", id="T1", state="done", res="None", **at)
    say(e="end", h=f"H{k}", task="T1", state="done", **at)


def turns(n):
    """So many turns, each of which prints, and the end."""
    start()
    for k in range(1, n + 1):
        turn(k, f"tick {k}\n")
    finish(n + 1)


def writes(path):
    """A side effect in every turn, for ever."""
    start()
    k = 0
    while True:
        k += 1
        with open(path, "a") as f:
            f.write("x")
        turn(k)


def beside():
    """Prints by a way that is not told of, between what is."""
    start()
    turn(1, "told\n")
    os.write(1, b"by os.write\n")
    turn(2, "told again\n")
    os.system("echo by a child")
    finish(3)


def asks():
    start()
    turn(1)
    line = sys.stdin.readline()
    turn(2, f"read {line}")
    finish(3)


def sleeps(_=None):
    """Asleep in poll for ever, as a server is."""
    start()
    turn(1, "listening\n")
    say(e="tick", ready=0, timers=0, n=2)
    say(e="idle", n=2)
    time.sleep(1000)


def stubborn(_=None):
    """Ends by no signal that can be caught."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sleeps()


def killed():
    start()
    turn(1, "last words\n")
    os.kill(os.getpid(), signal.SIGSEGV)


def nonsense(text):
    start()
    turn(1)
    link.sendall(text.encode().decode("unicode_escape").encode("latin-1"))
    time.sleep(0.2)
    print("it went on")


def obeys(n):
    """Prints what it was told of breakpoints."""
    start()
    for k in range(1, n + 1):
        turn(k)
    finish(n + 1)
    print(*stops, sep="; ")


def cut():
    """A line in pieces."""
    start()
    line = json.dumps({"i": 9, "n": 1, "t": 0.0, "e": "out", "s": "pieces\n"}).encode() + b"\n"
    for k in range(len(line)):
        link.sendall(line[k:k + 1])
        time.sleep(0.002)
    print("pieces")
    finish(2)


def floods():
    """Tells without asking whether it may, for ever."""
    global free
    start()
    free = True
    k = 0
    while hear(False):
        k += 1
        turn(k)


def screams():
    """Prints for ever, controls and all."""
    start()
    for k in range(100000):
        os.write(1, b"\033]0;title\007\033[2J\033[1;1Hscream \xff\xfe\n")
    finish(1)


def noise(seed):
    """Lines as they are told, damaged by chance, in pieces of any size."""
    import random
    draw = random.Random(seed)
    start()
    turn(1)
    text = bytearray()
    for k in range(2, 40):
        line = {"n": k, "t": k / 9, "e": draw.choice(["tick", "begin", "end", "out", "soon", "task", "source", "block"]),
                "h": f"H{k}", "task": "T1", "id": f"T{k}", "s": "x", "secs": k, "at": "fake.py:5", "file": "a.py",
                "text": "y", "on": {"what": "sleep", "of": ["T1"]}, "stack": [["fake.py", k, "main"]], "locals": [{}]}
        text += json.dumps(line).encode() + b"\n"
    for _ in range(draw.randrange(8)):
        at = draw.randrange(len(text))
        text[at:at + draw.randrange(4)] = bytes(draw.choices(b'\n{}[]",:\\\0\xff19eT', k=draw.randrange(5)))
    while text:
        n = draw.choice([1, 2, 7, 100, 5000])
        try:
            link.sendall(text[:n])
        except OSError:
            break
        del text[:n]
    print("the end")


def closes():
    start()
    turn(1)
    link.close()
    time.sleep(1)
    print("unseen")


def interrupted():
    start()
    turn(1)
    try:
        say(e="tick", ready=0, timers=0, n=2)
        say(e="idle", n=2)
        time.sleep(1000)
    except KeyboardInterrupt:
        turn(2, "interrupted\n")
        finish(3)


def silent():
    """No loop at all."""
    print("no loop")
    sys.exit(3)


globals()[sys.argv[1]](*[int(a) if a.isdigit() else a for a in sys.argv[2:]])
