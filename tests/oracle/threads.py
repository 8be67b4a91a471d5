#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs an unmodified program of threads under real CPython 3.11 by a schedule, and writes the trace
of it, as docs/trace.md has it.

    threads.py [--gil off] [--seeds FROM:TO | --schedule 0,1,0 | --count MOST] PROGRAM

The threads are real; one baton goes round, and whoever has it runs. An *action* is what others
could notice: a read or write of a shared variable (a global that some function stores), a lock got,
waited for or released, a thread started, joined or done, a sleep, a print. A *point* is where this
CPython may take the GIL away, as it looks at its eval breaker: at the start of a Python function,
behind a call that left the program's own code, at a backward jump that is taken. With --gil off there
is a point before every read, write and lock operation as well. A thread that waits or ends gives way.

A schedule is a list of draws. A draw is made at a point if the thread has acted since it was last
drawn, and where a thread waits or ends; and only if more than one thread can run. The n that can run
are the acting thread if it can, then the others in order of their start. The draw is
random.Random(seed).randrange(n), or the next number of the list, 0 when that is spent: so 0 at a
point is "goes on". A thread can run unless what it waits for has not come. If none can, the clock
goes to the earliest deadline; if there is none, that is a deadlock. Library code is one step, but
for where it waits.

With several seeds the traces stand one behind the other. --count runs all schedules, if there are no
more than MOST, and says how many there are, in how many orders of reads and writes, and how each ends.

All is done with sys.settrace; later versions of CPython do not tell it of every opcode."""
import _thread
import argparse
import contextlib
import dis
import io
import json
import os
import queue
import random
import sys
import threading
import time

REAL_LOCK = _thread.allocate_lock  # before it is replaced
VERSION = (3, 11)
STEP = 0.25  # seconds of computing at a time


class Stop(BaseException):
    """Unwinds a thread that will never go on."""


class Actor:
    def __init__(self, world, name, func):
        world.actors.append(self)
        self.number, self.name, self.func = len(world.actors), name, func
        self.id = f"W{self.number}"
        self.baton = REAL_LOCK()
        self.baton.acquire()
        # what it waits for: can it go on, until when at most, a Lock or an Actor
        self.ready = self.deadline = self.on = None
        self.done = self.acted = False
        self.looked, self.computed = None, 0.0  # at time.thread_time(): from which line, and it
        self.pending = None  # a write whose value is not there yet
        self.frames = []  # of the program's own code: [frame, last opcode's offset or None, own call]

    def can_run(self, world):
        due = self.deadline is not None and self.deadline <= world.now
        return not self.done and (not self.ready or self.ready() or due)


class World:
    """One run of a program."""

    def __init__(self, program, gil, draw):
        self.program, self.gil, self.draw = program, gil, draw
        self.file = os.path.basename(program)
        self.actors, self.by_ident, self.events, self.draws = [], {}, [], []
        self.objects = {}  # name -> S number
        self.now, self.closing, self.verdict, self.codes = 0.0, False, None, {}
        self.gone = REAL_LOCK()
        self.gone.acquire()
        with open(program, encoding="utf-8") as file:
            self.source = file.read()
        self.code = compile(self.source, program, "exec")
        self.shared = set()
        self.find_shared(self.code)

    def find_shared(self, code):
        ops = self.codes[code] = {i.offset: (i.opname, i.argval) for i in dis.get_instructions(code)}
        self.shared |= {arg for op, arg in ops.values() if op in ("STORE_GLOBAL", "DELETE_GLOBAL")}
        for const in code.co_consts:
            if hasattr(const, "co_code"):
                self.find_shared(const)

    def me(self):
        return self.by_ident[_thread.get_ident()]

    def line(self):
        frame = sys._getframe(1)
        while frame and frame.f_code.co_filename != self.program:
            frame = frame.f_back
        return frame.f_lineno if frame else 0

    # ---- events ----

    def tell(self, kind, **members):
        if not self.closing:
            self.events.append({"i": len(self.events), "n": 0, "t": float(self.now), "e": kind,
                                **{key: value for key, value in members.items() if value is not None}})

    def act(self, me, kind, line=None, own_id=False, **members):
        if self.closing:
            return
        me.acted = True
        line = self.line() if line is None else line
        thread = {} if own_id else {"thread": me.id}
        self.tell(kind, **thread, **members, **self.at(line))

    def at(self, line):
        return {"at": f"{self.file}:{line}"} if line else {}

    def object(self, name):
        return self.objects.setdefault(name, f"S{len(self.objects) + 1}")

    # ---- the schedule ----

    def give_way(self, me, why, line, waited=False):
        while True:
            can = [a for a in [me] + [a for a in self.actors if a is not me] if a.can_run(self)]
            if can:
                break
            deadlines = [a.deadline for a in self.actors if not a.done and a.deadline is not None]
            if not deadlines:
                return self.end(me)
            self.tell("jump", to=float(min(deadlines)))
            self.now = min(deadlines)
        n, choice = 0, {}
        if len(can) > 1:
            n = self.draw(len(can))
            self.draws.append((n, len(can)))
            choice = {"choice": n, "of": len(can)}
        me.acted = False
        to = can[n]
        if to is not me or waited:
            self.tell("switch", thread=to.id, **{"from": me.id}, why=why, **self.at(line), **choice)
        if to is not me:
            to.acted = False
            self.hand_over(me, to)

    def hand_over(self, me, to):
        over = me.done and me is not self.actors[0]
        to.baton.release()
        if not over:
            me.baton.acquire()
            if self.closing:
                raise Stop

    def end(self, me):
        """Nobody can run: the end, or a deadlock. The main thread takes over."""
        stuck = [a for a in self.actors if not a.done]
        if stuck:
            self.verdict = self.judge(stuck[0])
        self.closing = True
        if me is self.actors[0]:
            raise Stop
        self.hand_over(me, self.actors[0])

    def judge(self, a):
        met = []
        while a and a not in met:
            met.append(a)
            a = a.on.owner if isinstance(a.on, Lock) else a.on
        circle = met[met.index(a):] if a else []
        first = circle.index(min(circle, key=lambda a: a.number)) if circle else 0
        return "; ".join(map(self.waits, circle[first:] + circle[:first]))

    def waits(self, a):
        if isinstance(a.on, Lock):
            return f"{a.name} waits for {self.name_of(a.on)}, which {a.on.owner.name} holds"
        return f"{a.name} waits for the end of {a.on.name}"

    def point(self, me, why, line):
        if me.acted and not self.closing:
            self.give_way(me, why, line)

    def wait(self, me, on, what, ready, deadline=None, line=None, **members):
        if self.closing:
            raise Stop
        line = self.line() if line is None else line
        self.act(me, "thread_wait", line, on=what, **members)
        me.ready, me.on, me.deadline = ready, on, deadline
        self.give_way(me, "blocked", line, waited=True)
        me.ready = me.on = me.deadline = None

    def name_of(self, x):
        for name, value in self.globals.items():
            if value is x or getattr(value, "_lock", None) is x:
                return name
        return "?"

    # ---- what the interpreter says ----

    def trace(self, frame, event, arg):
        if frame.f_code.co_filename != self.program:
            return None
        me = self.me()
        self.flush(me)
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            if me.frames and frame.f_back is me.frames[-1][0] and self.is_inlined(frame.f_code):
                me.frames[-1][2] = True
            me.frames.append([frame, None, False])
            self.point(me, "start", frame.f_code.co_firstlineno or 1)
        elif event == "return":
            me.frames.pop()
        elif event == "exception":
            me.frames[-1][1] = None
        elif event == "opcode":
            self.opcode(me, frame, me.frames[-1])
        return self.trace

    @staticmethod
    def is_inlined(code):
        """A function called by CALL itself, so that CALL does not look at the eval breaker after it."""
        return code.co_flags & 1 and not code.co_flags & 0x2A0 and not code.co_name.startswith("__")

    def opcode(self, me, frame, own):
        ops, at, last = self.codes[frame.f_code], frame.f_lasti, own[1]
        if last is not None:
            op = ops[last][0]
            if op in ("CALL", "CALL_KW", "CALL_FUNCTION_EX") and not own[2]:
                self.point(me, "call", frame.f_lineno)
            elif "JUMP_BACKWARD" in op and "NO_INTERRUPT" not in op and at < last:
                self.point(me, "jump", frame.f_lineno)
        op, arg = ops[at]
        own[1], own[2] = at, False
        if arg in self.shared and op in ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL", "STORE_NAME"):
            self.touch(me, arg, op.startswith("LOAD"), frame.f_lineno)

    def touch(self, me, name, reads, line):
        self.unguarded(me, "read" if reads else "write", line)
        if reads:
            self.act(me, "read", line, id=self.object(name), name=name, value=repr(self.globals.get(name)))
        else:
            me.pending = (name, line)

    def unguarded(self, me, why, line):
        if not self.gil:
            self.point(me, why, line)

    def flush(self, me):
        if me.pending:
            (name, line), me.pending = me.pending, None
            self.act(me, "write", line, id=self.object(name), name=name, value=repr(self.globals[name]))

    # ---- a run ----

    def run(self):
        global world
        world = self
        self.tell("start", script=self.file, py="%d.%d.%d" % sys.version_info[:3], impl="c",
                  clock="virtual", sources={self.file: self.source})
        main = Actor(self, "MainThread", "<module>")
        self.by_ident[_thread.get_ident()] = main
        self.tell("thread_start", id=main.id, name=main.name, func=main.func)
        self.globals = {"__name__": "__main__", "__file__": self.program, "print": self.print}
        with patched():
            try:
                sys.settrace(self.trace)
                exec(self.code, self.globals)
                sys.settrace(None)
                self.finish(main)
            except Stop:
                sys.settrace(None)
            self.closing = True
            for a in self.actors[1:]:  # unwind those that never ended, one after the other
                if not a.done:
                    a.baton.release()
                    self.gone.acquire()
        self.closing = False
        self.tell("schedule", draws=" ".join(f"{n}/{of}" for n, of in self.draws))
        if self.verdict is not None:
            self.tell("deadlock", msg=self.verdict)
        self.tell("exit", rc=0 if self.verdict is None else 3)
        return self

    def finish(self, a):
        self.flush(a)
        a.done = True
        self.act(a, "thread_done", 0)
        self.give_way(a, "done", 0)

    def print(self, *args, **kw):
        f = io.StringIO()
        print(*args, **{**kw, "file": f})
        for line in f.getvalue().splitlines(True):
            me = self.me()
            me.acted = True
            self.tell("out", thread=me.id, s=line, **self.at(self.line()), by="thread")


world = None


class Lock:
    """threading.Lock, whose waiting the schedule sees."""

    def __init__(self):
        self.owner, self.count = None, 0

    def tell(self, me, line):
        """How it stands; nothing of a lock that the library made for itself."""
        w, name = world, world.name_of(self)
        if name == "?":
            return
        waiting = [a.id for a in w.actors if a.on is self]
        w.act(me, "sync", line, id=w.object(name), what=name,
              state=f"held by {self.owner.name}" if self.owner else "free",
              owner=self.owner.id if self.owner else None, of=waiting or None, by="thread")

    def acquire(self, blocking=True, timeout=-1):
        w, me, line = world, world.me(), world.line()
        name = w.name_of(self)
        w.unguarded(me, "lock", line)
        if self.count and not (isinstance(self, RLock) and self.owner is me):
            if not blocking:
                return False
            me.on = self
            self.tell(me, line)
            w.wait(me, self, "Lock.acquire", lambda: not self.count,
                   w.now + timeout if timeout >= 0 else None, line,
                   obj=None if name == "?" else w.object(name))
            if self.count:
                return False
        self.owner, self.count = me, self.count + 1
        me.acted = True
        if self.count == 1:
            self.tell(me, line)
        return True

    def release(self):
        w, me = world, world.me()
        if not self.count:
            if w.closing:
                return
            raise RuntimeError("release unlocked lock")
        w.unguarded(me, "lock", w.line())
        self.count -= 1
        me.acted = True
        if not self.count:
            self.owner = None
            self.tell(me, w.line())

    def locked(self):
        return self.count > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    def _at_fork_reinit(self):
        self.owner, self.count = None, 0


class RLock(Lock):
    def _is_owned(self):
        return self.owner is world.me()

    def _release_save(self):
        count, self.count = self.count, 1
        self.release()
        return count

    def _acquire_restore(self, count):
        self.acquire()
        self.count = count


def start(thread):
    w, me = world, world.me()
    w.unguarded(me, "start", w.line())
    a = thread.actor = Actor(w, f"Thread-{len(w.actors)}", thread._target.__name__)

    def body():
        w.by_ident[_thread.get_ident()] = a
        a.baton.acquire()
        try:
            if not w.closing:
                threading._active[_thread.get_ident()] = thread
                sys.settrace(w.trace)
                thread.run()
                sys.settrace(None)
                w.finish(a)
        except Stop:
            pass
        finally:
            sys.settrace(None)
            threading._active.pop(_thread.get_ident(), None)
            if w.closing:
                w.gone.release()

    w.act(me, "thread_start", own_id=True, id=a.id, name=a.name, func=a.func, by=me.id)
    _thread.start_new_thread(body, ())


def join(thread, timeout=None):
    w, me, a = world, world.me(), thread.actor
    if not a.done:
        w.wait(me, a, "Thread.join", lambda: a.done, None if timeout is None else w.now + timeout,
               id=a.id)
    if a.done:
        w.act(me, "joined", id=a.id)


def sleep(seconds):
    w = world
    w.wait(w.me(), None, "sleep", lambda: False, w.now + seconds, secs=seconds,
           when=float(w.now + seconds))


def thread_time():
    """So much of computing goes by between two looks from the same line; with the GIL nobody else can
    run meanwhile."""
    w, me, line = world, world.me(), world.line()
    again, me.looked = me.looked == line, line
    if not again:
        return me.computed
    me.computed += STEP
    if w.gil:
        w.act(me, "block", line, secs=STEP, by="thread")
        w.events[-1]["why"] = "compute"
        w.now += STEP
    else:
        w.wait(me, None, "compute", lambda: False, w.now + STEP, line, secs=STEP,
               when=float(w.now + STEP))
    return me.computed


@contextlib.contextmanager
def patched():
    def clock():
        return world.now

    new = [(threading, n, Lock) for n in ("Lock", "_allocate_lock")]
    new += [(threading, "RLock", RLock), (threading, "_time", clock), (queue, "time", clock)]
    new += [(threading.Thread, "start", start), (threading.Thread, "join", join)]
    new += [(threading.Thread, "is_alive", lambda t: hasattr(t, "actor") and not t.actor.done)]
    new += [(time, "sleep", sleep), (time, "thread_time", thread_time)]
    new += [(time, n, clock) for n in ("monotonic", "perf_counter")]
    old = [(where, name, getattr(where, name)) for where, name, _ in new]
    try:
        for where, name, value in new:
            setattr(where, name, value)
        yield
    finally:
        for where, name, value in old:
            setattr(where, name, value)


# ---- which schedules ----

def by_list(choices):
    left = iter(choices)
    return lambda n: min(next(left, 0), n - 1)


def all_schedules(program, gil, most):
    """Every schedule once, in order: the last draw that has a next one takes it, those behind it go."""
    choices = []
    for _ in range(most):
        w = World(program, gil, by_list(choices)).run()
        yield w
        draws = w.draws
        while draws and draws[-1][0] == draws[-1][1] - 1:
            draws.pop()
        if not draws:
            return
        choices = [n for n, _ in draws[:-1]] + [draws[-1][0] + 1]
    yield None


def order(w):
    """The sequence of reads and writes, by those that were started."""
    return tuple((e["thread"], e["e"], e["name"]) for e in w.events
                 if e["e"] in ("read", "write") and e["thread"] != "W1")


def ending(w):
    if w.verdict is not None:
        return "deadlock"
    return next((e["s"].rstrip() for e in reversed(w.events) if e["e"] == "out"), "")


def count(program, gil, most):
    ends, orders = {}, {}
    for w in all_schedules(program, gil, most):
        if not w:
            return f"more than {most} schedules"
        ends[ending(w)] = ends.get(ending(w), 0) + 1
        orders.setdefault(order(w), ending(w))
    of = {end: list(orders.values()).count(end) for end in ends}
    return "\n".join([f"{sum(ends.values())} schedules, {len(orders)} orders"] +
                     [f"{ends[end]} schedules, {of[end]} orders: {end}" for end in sorted(ends)])


def text(w):
    return "".join(json.dumps(e, ensure_ascii=False, separators=(",", ":")) + "\n" for e in w.events)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--gil", choices=("on", "off"), default="on")
    parser.add_argument("--seeds", default="0:1")
    parser.add_argument("--schedule")
    parser.add_argument("--count", type=int)
    o = parser.parse_args()
    if sys.version_info[:2] != VERSION:
        sys.exit("threads.py needs CPython %d.%d" % VERSION)
    gil, program = o.gil == "on", os.path.realpath(o.program)
    if o.count:
        print(count(program, gil, o.count))
    elif o.schedule is not None:
        choices = [int(n) for n in o.schedule.split(",") if n]
        sys.stdout.write(text(World(program, gil, by_list(choices)).run()))
    else:
        first, end = map(int, o.seeds.split(":"))
        for seed in range(first, end):
            sys.stdout.write(text(World(program, gil, random.Random(seed).randrange).run()))


if __name__ == "__main__":
    main()
