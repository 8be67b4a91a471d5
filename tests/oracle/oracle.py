#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The oracle: runs an asyncio program under real CPython and tells its loop's events as NDJSON.

    oracle.py [--out FILE] [--lines] PROGRAM.py [ARGUMENT...]

Without --out the events go to stdout, and what the program prints is in them only ("e":"out").
--lines adds an event for each line of the program that is executed (and, up to 3.12, leaves out
the locals).  Exit status: the program's; 3 for a deadlock.  CPython 3.11 or newer.

Nothing in the program has to change: the loop comes through the event loop policy, and the tasks
stay CPython's own C tasks.  Two things are not as on a bare CPython, so that a run can be repeated:

- the clock is virtual: it starts at 0, stands still while code runs, and when nothing is ready
  jumps to the next deadline.  time.sleep() moves it, and so does looking at time.thread_time()
  again and again; executor threads run one at a time, in order of submission.  A wait is real
  only while sockets, processes or other threads may still act.
- the order is canonical: timers with equal deadlines fire, and tasks that asyncio keeps in sets
  are visited, in order of creation.  (A bare CPython visits sets by memory address; on a real clock
  no two deadlines are equal, which comes to the same order.)
"""
import argparse
import ast
import asyncio
import builtins
import collections
import concurrent.futures
import contextvars
import functools
import gc
import inspect
import io
import itertools
import json
import os
import reprlib
import selectors
import signal
import sys
import threading
import time
import traceback
import types
import warnings
import weakref

ASYNCIO_DIR = os.path.dirname(os.path.abspath(asyncio.__file__)) + os.sep
STDLIB_DIR = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
SELF_FILE = (lambda: 0).__code__.co_filename  # as frames report it
EPOCH = 1_700_000_000.0  # time.time() at virtual time 0
RESOLUTION = 1e-9  # of the virtual clock: timers nearer than this fall due together
SPINS = 1000  # ticks, or clock reads, without an idle moment after which time passes all the same


# ---- files and values as text


def is_user_file(name):
    return not (name.startswith("<frozen") or name.startswith(STDLIB_DIR) or name == SELF_FILE)


def short_file(name):
    if name.startswith(ASYNCIO_DIR):
        return "asyncio/" + name[len(ASYNCIO_DIR):]
    if name.startswith(STDLIB_DIR):
        return name[len(STDLIB_DIR):]
    return os.path.basename(name)


PLAIN = (type(None), bool, int, float, complex, str, bytes)
MAX_TEXT = 120
MAX_LOCALS = 32

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

brief = reprlib.Repr()
brief.maxstring = brief.maxother = MAX_TEXT
brief.maxlist = brief.maxtuple = brief.maxdict = brief.maxset = 8


class Raw(str):
    __repr__ = str.__str__


def plain(value, depth=0):
    """A copy of `value` in which everything that is not plain data is a Raw text."""
    if isinstance(value, PLAIN):
        return value
    if depth < 3 and type(value) in (list, tuple):
        return type(value)(plain(x, depth + 1) for x in itertools.islice(value, 9))
    if depth < 3 and type(value) is dict:
        items = itertools.islice(value.items(), 9)
        return {plain(k, 9): plain(v, depth + 1) for k, v in items}
    if isinstance(value, BaseException):
        return Raw(exc_repr(value))
    return Raw(f"<{type(value).__name__}>")


def shorten(text):
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT - 3] + "..."


def safe_repr(value):
    """repr() of plain data, but other objects by type: their repr may run code, tell an address."""
    if isinstance(value, BaseException):
        return exc_repr(value)
    try:
        return brief.repr(plain(value))
    except Exception:
        return f"<{type(value).__name__}>"


def exc_repr(exc):
    if exc is None:
        return None
    name = type(exc).__name__
    try:
        if isinstance(exc, BaseExceptionGroup):
            return f"{name}({exc.message!r}, [{', '.join(map(exc_repr, exc.exceptions))}])"
        return f"{name}({', '.join(brief.repr(plain(a)) for a in exc.args)})"
    except Exception:
        return name


def whole(secs):
    return int(secs) if secs % 1 == 0 else secs


def coro_name(coro):
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    return name or type(coro).__name__


def coro_at(coro):
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    return code and f"{short_file(code.co_filename)}:{code.co_firstlineno}"


class Ids:
    """Names objects by identity, in order of first sight, without keeping them alive."""

    def __init__(self, prefix):
        self.prefix, self.count, self.names = prefix, 0, {}

    def known(self, obj):
        ref, name = self.names.get(id(obj), (None, None))
        return name if ref is not None and ref() is obj else None

    def dying(self, obj):
        """The name of an object that speaks from its destructor: weak references to it are dead."""
        return self.names.get(id(obj), (None, None))[1]

    def get(self, obj):
        name = self.known(obj)
        if name is None:
            self.count += 1
            name = f"{self.prefix}{self.count}"
            try:
                ref = weakref.ref(obj)
            except TypeError:
                ref = lambda: obj
            self.names[id(obj)] = ref, name
        return name


# ---- the trace


class Clock:
    def __init__(self):
        self.now = 0.0
        self.reads = 0

    def jump_to(self, when):
        if when > self.now:
            self.now = when
            self.reads = 0

    def read(self):
        """The time for the program itself.  `while time.time() < end` must come to an end."""
        TR.tell_computing()
        WORKERS.tell_computing()
        self.reads += 1
        if self.reads > SPINS:
            self.now += 1e-4
        return self.now


class Trace:
    """Writes the events, and knows the names of all that they speak of."""

    def __init__(self):
        self.clock = Clock()
        self.lock = threading.RLock()
        self.main_thread = threading.get_ident()
        self.sink = None
        self.show_locals = True
        self.count = 0
        self.tick = 0
        self.running = []  # (handle, task or None) of the handles that run, innermost last
        self.tasks, self.futs = Ids("T"), Ids("F")
        self.handles, self.loops = Ids("H"), Ids("L")
        self.seen = weakref.WeakSet()  # tasks already told of
        self.done = weakref.WeakSet()  # futures whose end is already told
        self.executor_futs = weakref.WeakSet()
        self.partial = {"out": "", "err": ""}
        self.partial_at = {}
        self.computed = self.told = 0  # milliseconds of computing; those told as events
        self.computing_at = None  # the line that has looked last at the processor's time

    def emit(self, e, **fields):
        with self.lock:
            self.tell_computing()
            if e not in ("out", "err"):
                self.flush_text()
            event = {"i": self.count, "n": self.tick, "t": round(self.clock.now, 9), "e": e}
            self.count += 1
            event.update((k, v) for k, v in fields.items() if v is not None)
            if not self.sink.closed:
                self.sink.write(ENCODE(event) + "\n")

    def thread_time(self):
        """The processor's time of the main thread: a millisecond goes by between two looks from the
        same line, and a trifle, so that no rounding makes it one more.
        `while time.thread_time() < end: pass` computes."""
        at = self.user_at()
        if at == self.computing_at:
            self.computed += 1
        else:
            self.tell_computing()
            self.computing_at = at
        return self.computed * 1.000000001e-3

    def tell_computing(self):
        secs = (self.computed - self.told) / 1000
        if secs and threading.get_ident() == self.main_thread:
            self.told = self.computed
            if WORKERS.gil.line:
                secs = WORKERS.gil.wait(self.clock.now, secs) - self.clock.now
            self.emit("block", secs=whole(secs), by=self.by(), at=self.computing_at, why="compute")
            self.clock.jump_to(self.clock.now + secs)

    def text(self, stream, s):
        """An event per line; an unfinished line waits for its end or for the next other event."""
        with self.lock:
            while s:
                if not self.partial[stream]:
                    self.partial_at[stream] = self.user_at()
                line, newline, s = s.partition("\n")
                self.partial[stream] += line + newline
                if newline:
                    self.flush_text(stream)

    def flush_text(self, *streams):
        for stream in streams or ("out", "err"):
            s, self.partial[stream] = self.partial[stream], ""
            if s:
                self.emit(stream, s=s, at=self.partial_at.pop(stream), by=self.by())

    # -- who, where

    def by(self):
        """Whose doing an event is: the running task, else the running handle."""
        if threading.get_ident() != self.main_thread:
            return "thread"
        if not self.running:
            return None
        handle, task = self.running[-1]
        return task or handle

    def user_at(self):
        """The line of the program that is being executed."""
        frame = sys._getframe(1)
        while frame is not None and not is_user_file(frame.f_code.co_filename):
            frame = frame.f_back
        return frame and f"{short_file(frame.f_code.co_filename)}:{frame.f_lineno}"

    def task_at(self):
        """The same, if a task runs: else None."""
        return self.user_at() if self.running and self.running[-1][1] else None

    def fut_id(self, fut):
        return (self.tasks if isinstance(fut, asyncio.Task) else self.futs).get(fut)

    def cb_name(self, cb):
        while hasattr(cb, "func") and hasattr(cb, "args"):  # functools.partial
            in_context = isinstance(getattr(cb.func, "__self__", None), contextvars.Context)
            cb = cb.args[0] if in_context and cb.args else cb.func  # to_thread() of a function
        name = coro_name(cb)
        owner = getattr(cb, "__self__", None)
        if isinstance(owner, asyncio.Future):
            return f"{self.fut_id(owner)}.{getattr(cb, '__name__', name)}"
        return name.replace("TracedLoop.", "BaseEventLoop.")

    def cb_fields(self, handle):
        """What a handle will call: a task's step or wakeup, or any other callback."""
        cb, arg = handle._callback, handle._args[0] if handle._args else None
        if cb is None:
            return {"cb": "?"}
        task, kind = task_of(cb)
        if task is None:
            fields = {"k": "cb", "cb": self.cb_name(cb)}
        else:
            fields = {"task": self.tasks.get(task), "k": kind}
        if isinstance(arg, asyncio.Future) and kind != "step":
            fields["fut"] = self.fut_id(arg)
        if isinstance(arg, BaseException) and kind == "step":
            fields["throw"] = exc_repr(arg)
        return fields

    # -- tasks and futures

    def see_task(self, task, coro=None, eager=None):
        if task in self.seen:
            return
        self.seen.add(task)
        coro = coro or task.get_coro()
        self.emit("task", id=self.tasks.get(task), name=task.get_name(), coro=coro_name(coro),
                  at=coro_at(coro), by=self.by(), src=self.user_at(), eager=eager)

    def see_done(self, fut):
        if fut in self.done:
            return
        self.done.add(fut)
        exc = res = None
        state = state_of(fut)
        if state == "failed":
            exc = exc_repr(fut._exception)
        elif state == "done":
            res = safe_repr(fut._result)
        kind = "task_done" if isinstance(fut, asyncio.Task) else "fut_done"
        self.emit(kind, by=self.by(), id=self.fut_id(fut), state=state, res=res, exc=exc)

    def handle_queued(self, loop, handle):
        """A handle enters the ready queue: from a timer, from I/O, or because somebody asked."""
        task, _ = task_of(handle._callback)
        if task is not None:
            self.see_task(task)
        fields = self.cb_fields(handle)
        if loop._tr_phase == "timers":
            self.emit("fire", h=self.handles.get(handle), when=round(handle._when, 9))
        elif loop._tr_phase == "io":
            self.emit("io", h=self.handles.get(handle), **fields)
        else:
            arg = handle._args[0] if handle._args else None
            if isinstance(arg, asyncio.Future) and arg.done():
                self.see_done(arg)  # its callbacks are what is being scheduled
            foreign = loop._tr_delivering or loop._thread_id not in (None, threading.get_ident())
            by = "thread" if foreign else self.by()
            self.emit("soon", h=self.handles.get(handle), by=by, **fields)


TR = Trace()


def task_of(cb):
    """(task, "step" or "wakeup") if `cb` is how a task goes on, else (None, None)."""
    kind = type(cb).__name__
    if kind == "TaskStepMethWrapper":
        return cb.__self__, "step"
    if kind == "builtin_function_or_method" and cb.__name__ == "task_wakeup":
        return cb.__self__, "wakeup"
    return None, None


def state_of(fut):
    if fut.cancelled():
        return "cancelled"
    # exception() would mark it as retrieved
    return "done" if getattr(fut, "_exception", None) is None else "failed"


# ---- where a suspended task is, and why

LINKS = {
    types.CoroutineType: ("cr_frame", "cr_await"),
    types.GeneratorType: ("gi_frame", "gi_yieldfrom"),
    types.AsyncGeneratorType: ("ag_frame", "ag_await"),
}
OPAQUE = ("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable")


def chain(coro):
    """The frames of a suspended coroutine, outermost first."""
    frames = []
    for _ in range(500):
        if type(coro) in LINKS:
            frame, awaited = (getattr(coro, name) for name in LINKS[type(coro)])
            if frame is None:
                break
            frames.append(frame)
            coro = awaited
        elif type(coro).__name__ in OPAQUE:
            inside = gc.get_referents(coro)
            inside = [x for x in inside if type(x) in LINKS or type(x).__name__ in OPAQUE]
            coro = inside[0] if inside else None
        else:
            break
    return frames


def frame_locals(frame):
    snapshot = frame.f_locals
    values = dict(snapshot)
    # Up to 3.12 the frame keeps the snapshot, and so all that was in it, alive: empty it.
    if type(snapshot) is dict and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
        snapshot.clear()
    return values


def shown_locals(frame):
    """A frame's own variables as text: not those of an enclosing function, no code, no modules."""
    values = frame_locals(frame)
    own = (k for k in values if k.isidentifier() and k not in frame.f_code.co_freevars)
    own = (k for k in own if not (inspect.isroutine(values[k]) or inspect.isclass(values[k])
                                  or inspect.ismodule(values[k])))
    return {k: shorten(safe_repr(values[k])) for k in itertools.islice(own, MAX_LOCALS)}


def suspension(task):
    """The fields that tell of a task that did not end: state, the program's frames, cause."""
    user, inner = [], None
    for frame in chain(task.get_coro()):
        if not frame.f_code.co_filename.startswith(ASYNCIO_DIR):
            user.append(frame)
            inner = None
        elif inner is None or takes_lock_again(inner, frame):
            inner = frame
    stack = [[short_file(f.f_code.co_filename), f.f_lineno, f.f_code.co_qualname] for f in user]
    on = cause(getattr(task, "_fut_waiter", None), inner)
    state = "ready" if on["what"] in ("yield", "sleep0") else "waiting"
    shown = list(map(shown_locals, user)) if TR.show_locals else None
    return {"state": state, "stack": stack, "on": on, "locals": shown}


def takes_lock_again(frame, within):
    """Whoever was notified of a Condition waits for its lock."""
    kinds = [call_kind(f)["what"] for f in (frame, within)]
    return kinds[0] in ("Condition.wait", "Condition.wait_for") and kinds[1] == "Lock.acquire"


def cause(fut, inner):
    """What a task awaits: the future `fut`, in asyncio's own frame `inner` if there is one."""
    on = future_kind(fut) if inner is None else call_kind(inner)
    if on["what"] == "sleep" and fut is None:
        return {"what": "sleep0"}
    if fut is not None:
        on["fut"] = TR.fut_id(fut)
    return on


def future_kind(fut):
    if fut is None:
        return {"what": "yield"}
    if isinstance(fut, asyncio.Task):
        return {"what": "task"}
    if isinstance(fut, asyncio.tasks._GatheringFuture):
        return {"what": "gather", "of": [TR.fut_id(child) for child in fut._children]}
    if fut in TR.executor_futs:
        return {"what": "executor"}
    callbacks = [cb for cb, _ in getattr(fut, "_callbacks", None) or ()]
    if any(getattr(cb, "__qualname__", "").startswith("shield.") for cb in callbacks):
        return {"what": "shield"}
    return {"what": "future"}


def call_kind(frame):
    values = frame_locals(frame)
    name, module = frame.f_code.co_name, os.path.basename(frame.f_code.co_filename)
    if name == "sleep":
        on = {"what": "sleep", "delay": values.get("delay")}
        if values.get("h") is not None:
            on["timer"] = TR.handles.get(values["h"])
            on["when"] = round(values["h"]._when, 9)
        return on
    if name == "wait_for":
        return {"what": "wait_for", "timeout": values.get("timeout")}
    if module == "tasks.py" and name in ("wait", "_wait"):
        return {"what": "wait"}
    if name == "_wait_for_one":
        return {"what": "as_completed"}
    if module == "taskgroups.py":
        return {"what": "TaskGroup"}
    if "self" in values and name != "to_thread":
        owner = type(values["self"]).__name__
        return {"what": f"{owner}.{name.replace('__aenter__', 'acquire')}"}
    return {"what": name.strip("_")}


# ---- computing


class Share:
    """One who computes: what it has yet to compute, until it gives way, and when it was through."""

    def __init__(self, left, slice):
        self.left, self.slice, self.done = left, slice, None

    def copy(self):
        other = Share(self.left, self.slice)
        other.done = self.done
        return other


class Processors:
    """Who computes has one of n processors for a slice of time, and gives it to the next in line; if
    nobody waits, it keeps it.  With one that is the GIL.  Times are whole nanoseconds."""

    def __init__(self, n, slice=0.005):
        self.n, self.slice, self.now, self.line = n, self.nanoseconds(slice), 0, []

    @staticmethod
    def nanoseconds(secs):
        return round(secs * 1e9)

    def step(self, end):
        others_wait = len(self.line) > self.n
        busy = self.line[:self.n]
        dt = min([end - self.now] + [s.left for s in busy])
        if others_wait:
            dt = min([dt] + [s.slice for s in busy])
        for s in self.line:
            if not others_wait:
                s.slice = self.slice
        for s in busy:
            s.left -= dt
            s.slice -= dt if others_wait else 0
        self.now += dt
        for s in busy:
            if s.left <= 0:
                s.done = self.now
                self.line.remove(s)
            elif s.slice <= 0:
                s.slice = self.slice
                self.line.remove(s)
                self.line.append(s)

    def run(self, secs):
        end = self.nanoseconds(secs)
        while self.line and self.now < end:
            self.step(end)
        self.now = max(self.now, end)

    def begin(self, now, secs):
        self.run(now)
        share = Share(self.nanoseconds(secs), self.slice)
        self.line.append(share)
        return share

    def due(self):
        """When the next one will be through, or None."""
        tried = Processors(self.n)
        tried.slice, tried.now = self.slice, self.now
        tried.line = copies = [s.copy() for s in self.line]
        copies = list(copies)
        while copies and all(s.done is None for s in copies):
            tried.step(1 << 62)
        return tried.now / 1e9 if copies else None

    def wait(self, now, secs):
        """Someone begins to compute, and it is waited for: when it is through."""
        share = self.begin(now, secs)
        while share.done is None:
            self.run(self.due())
        return share.done / 1e9


# ---- threads of executors


class Job:
    """A call in an executor's thread.  It waits for `go`, which comes when the loop is idle."""

    numbers = itertools.count(1)
    current = threading.local()

    def __init__(self, func):
        self.func = func
        self.number = next(self.numbers)
        self.go = threading.Event()
        self.fut = None
        self.started = self.asleep = self.queued = self.returned = self.finished = False
        self.computed = self.told = 0  # milliseconds, as those of the main thread
        self.computing_at = None
        self.__qualname__ = getattr(func, "__qualname__", "call")

    def __call__(self, *args):
        self.started = threading.current_thread().oracle_worker = True
        self.go.wait()
        self.current.job = self
        try:
            return self.func(*args)
        finally:
            WORKERS.tell_computing()
            self.returned = True

    def thread_time(self):
        at = TR.user_at()
        if at == self.computing_at:
            self.computed += 1
        else:
            self.tell_computing()
            self.computing_at = at
        return self.computed * 1.000000001e-3

    def tell_computing(self):
        WORKERS.tell_computing()

    def outstanding(self):
        dropped = not self.started and self.fut is not None and self.fut.cancelled()
        return not self.finished and not dropped

    def computing(self):
        return self.outstanding() and not self.asleep


class Child:
    """In a process of a pool: what its function sleeps and computes is written down, and takes no
    time; the parent lets its own clock go by that."""

    here = None

    def __init__(self):
        self.rests = []  # ("sleep" or "compute", seconds)
        self.computed = self.told = 0
        self.computing_at = None

    def tell_computing(self):
        if self.computed > self.told:
            self.rests.append(("compute", (self.computed - self.told) / 1000))
            self.told = self.computed

    def sleep(self, secs):
        self.tell_computing()
        self.rests.append(("sleep", secs))

    thread_time = Job.thread_time


class InChild:
    """The function that a process gets in place of the program's; it must be picklable."""

    __module__ = "oracle"

    def __init__(self, func):
        self.func = func

    def __call__(self, *args):
        Child.here = child = Child()
        result = error = None
        try:
            result = self.func(*args)
        except Exception as e:
            error = e
        child.tell_computing()
        return result, error, child.rests


class ProcessJob:
    """A call in a process.  Its process does it at once; its result comes when the clock has gone by
    what it took there."""

    computed = told = 0
    returned = True

    def __init__(self, real):
        self.number = next(Job.numbers)
        self.real, self.fut = real, concurrent.futures.Future()
        self.rests, self.state, self.finished = None, "waiting", False

    def go_on(self):
        """Until it rests; then WORKERS wakes it."""
        if self.rests is None:
            self.result, self.error, self.rests = self.real.result()
        if self.rests:
            WORKERS.rest_in_process(self, *self.rests.pop(0))
            return
        self.state = "done"
        thread = threading.Thread(target=self.tell_loop)
        thread.start()
        thread.join()

    def tell_loop(self):
        Job.current.job = self
        if self.error:
            self.fut.set_exception(self.error)
        else:
            self.fut.set_result(self.result)


class VirtualPool:
    """A ProcessPoolExecutor for run_in_executor()."""

    def __init__(self, executor):
        self.executor, self.jobs = executor, []

    def submit(self, func, *args):
        job = ProcessJob(self.executor.submit(InChild(func), *args))
        self.jobs.append(job)
        return job.fut

    def settle(self):
        """Whoever can go on does, until all rest or wait for a process."""
        while True:
            self.jobs = [j for j in self.jobs if j.state != "done" and not j.fut.cancelled()]
            running = sum(j.state != "waiting" for j in self.jobs)
            for job in self.jobs:
                if job.state == "waiting" and running < self.executor._max_workers:
                    job.state = "ready"
                    job.fut.set_running_or_notify_cancel()
                    running += 1
            ready = [j for j in self.jobs if j.state == "ready"]
            if not ready:
                return
            for job in ready:
                job.go_on()


class Workers:
    """Runs the jobs one at a time, in order of submission.  Those that compute, by looking at
    time.thread_time() again and again, share the GIL; what else they do costs no virtual time.  Those in
    processes compute on four cores."""

    def __init__(self):
        self.jobs = []
        self.pools = {}  # executor: VirtualPool
        self.sleepers = []  # (deadline, sequence, function that wakes it, of what kind it is)
        self.computing = []  # (share, sequence, …)
        self.gil, self.cores = Processors(1), Processors(4)
        self.sequence = itertools.count(1)

    def submit(self, func):
        job = Job(func)
        self.jobs = [j for j in self.jobs if j.outstanding()] + [job]
        return job

    def pool(self, executor):
        return self.pools.setdefault(executor, VirtualPool(executor))

    def settle(self):
        """Returns when every job is finished, asleep, or queued behind a full pool."""
        while todo := [j for j in self.jobs if j.computing() and not j.queued]:
            finished = sum(j.finished for j in self.jobs)
            for job in todo:
                job.go.set()
                start = time.monotonic()
                while job.computing():
                    waited = time.monotonic() - start
                    if not job.started and waited > 0.1:
                        job.queued = True
                        break
                    if job.started and waited > 0.3 and len(todo) > 1:
                        break  # perhaps it waits for another job
                    time.sleep(0.0002)
            if sum(j.finished for j in self.jobs) != finished:
                for job in self.jobs:
                    job.queued = False
        for pool in self.pools.values():
            pool.settle()

    def rest(self, secs, processors, *rest):
        """For so long; with processors: it computes."""
        if processors:
            self.computing.append((processors.begin(TR.clock.now, secs), next(self.sequence), *rest))
        else:
            self.sleepers.append((TR.clock.now + secs, next(self.sequence), *rest))

    def rest_in_thread(self, job, what, secs, processors=None):
        event = threading.Event()

        def wake():
            job.asleep = False
            event.set()
        with TR.lock:
            TR.emit(what, secs=whole(secs))
            self.rest(secs, processors, wake, "thread")
            job.asleep = True
        event.wait()

    def rest_in_process(self, job, what, secs):
        def wake():
            job.state = "ready"
        job.state = "resting"
        self.rest(secs, self.cores if what == "compute" else None, wake, "a process goes on")

    def sleep(self, job, secs):
        self.rest_in_thread(job, "thread_sleep", secs)

    def tell_computing(self):
        """The job that runs here has computed, and does something else."""
        job = getattr(Job.current, "job", None)
        secs = job and (job.computed - job.told) / 1000
        if secs:
            job.told = job.computed
            self.rest_in_thread(job, "thread_compute", secs, self.gil)

    def through(self):
        """Those that sleep or have computed enough, as (when, sequence, …)."""
        return self.sleepers + [(share.done / 1e9, *rest) for share, *rest in self.computing
                                if share.done is not None]

    def wake_one(self):
        with TR.lock:
            first = self.next_wake()
            self.gil.run(first)
            self.cores.run(first)
            when, sequence, wake, why = min(self.through(), key=lambda rest: rest[:2])
            self.sleepers = [s for s in self.sleepers if s[1] != sequence]
            self.computing = [c for c in self.computing if c[1] != sequence]
            TR.emit("jump", to=round(when, 9), why=why)
            TR.clock.jump_to(when)
            wake()

    def next_wake(self):
        with TR.lock:
            times = [when for when, *_ in self.through()] + [self.gil.due(), self.cores.due()]
            return min((when for when in times if when is not None), default=None)

    def drain(self):
        self.settle()
        while self.sleepers or self.computing:
            self.wake_one()
            self.settle()


WORKERS = Workers()


# ---- the loop


class ReadyQueue(collections.deque):
    """loop._ready.  All scheduling ends in append(); popleft() begins the run phase."""

    def __init__(self, loop):
        super().__init__()
        self.loop = loop
        self.queued = set()

    def append(self, handle):
        TR.handle_queued(self.loop, handle)
        self.queued.add(id(handle))
        super().append(handle)

    def popleft(self):
        if self.loop._tr_phase == "timers":
            self.loop._tr_phase = "run"
            TR.emit("ready", q=[TR.handles.get(h) for h in self])
        handle = super().popleft()
        self.queued.discard(id(handle))
        if handle._cancelled:
            TR.emit("skip", h=TR.handles.get(handle))
        return handle


class VirtualSelector(selectors.DefaultSelector):
    """The poll phase.  Where a loop would sleep, this moves the clock."""

    loop = None
    spins = 0

    def select(self, timeout=None):
        if timeout == 0:
            self.spins += 1
            return self.glance() if self.spins <= SPINS else self.let_time_pass()
        self.spins = 0
        TR.flush_text()
        while True:
            WORKERS.settle()
            events = self.collect()
            if events or self.loop._ready:
                return events
            when = None if timeout is None else self.loop._scheduled[0]._when
            wake = WORKERS.next_wake()
            if wake is not None and (when is None or wake <= when):
                WORKERS.wake_one()
                continue
            if self.world_may_act():
                events = self.wait(timeout)
                if events:
                    return events
                if timeout is None:
                    continue
            if when is None:
                return super().select(0) or deadlock()
            when = min(when, TR.clock.now + asyncio.base_events.MAXIMUM_SELECT_TIMEOUT)
            TR.emit("jump", to=round(when, 9))
            TR.clock.jump_to(when)
            return []

    def glance(self):
        """There is work.  Mail from threads waits for an idle moment, its wake-up byte too."""
        busy = self.loop._tr_mail or any(job.computing() for job in WORKERS.jobs)
        own = self.loop._ssock.fileno() if busy else -1
        return [event for event in super().select(0) if event[0].fd != own]

    def let_time_pass(self):
        """The program spins (`while not ready: await sleep(0)`) on a clock that stands still."""
        WORKERS.settle()
        if WORKERS.sleepers or WORKERS.computing:
            WORKERS.wake_one()
            WORKERS.settle()
        else:
            TR.clock.jump_to(TR.clock.now + 1e-3)
        self.loop._tr_deliver()
        return super().select(0)

    def collect(self):
        self.loop._tr_deliver()
        events = super().select(0)
        if self.loop._tr_mail:  # came meanwhile: its wake-up byte may be in events already
            self.loop._tr_deliver()
            events = events or super().select(0)
        return events

    def open_files(self):
        own = self.loop._ssock.fileno() if self.loop._ssock is not None else -1
        return [fd for fd in self.get_map() if fd != own]

    def world_may_act(self):
        threads = [t for t in threading.enumerate() if not hasattr(t, "oracle_worker")
                   and type(t).__name__ != "_ExecutorManagerThread" and t.name != "QueueFeederThread"]
        return self.open_files() or len(threads) > 1

    def wait(self, timeout):
        """A real wait, which the clock follows: a jump would make the program's timeouts expire."""
        start = time.monotonic()
        events = super().select(timeout)
        waited = time.monotonic() - start
        if self.open_files() or not self.loop._tr_closing:
            TR.clock.jump_to(TR.clock.now + (waited if timeout is None else min(waited, timeout)))
        if events:
            self.loop._tr_deliver()
        return events


def deadlock():
    TR.emit("deadlock")
    TR.sink.close()
    sys.stdout.flush()
    sys.__stderr__.write("oracle: deadlock: nothing is ready, no timer, no I/O\n")
    sys.__stderr__.flush()
    os._exit(3)  # no code of the program may run any more


class TracedLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self._tr_phase = None  # of the tick: poll, io, timers, run
        self._tr_mail = []  # (job's number, handle) from other threads, until the loop is idle
        self._tr_delivering = False
        self._tr_closing = False
        selector = VirtualSelector()
        selector.loop = self
        super().__init__(selector)
        self._ready = ReadyQueue(self)
        self._clock_resolution = RESOLUTION
        TR.emit("loop", id=TR.loops.get(self))

    def time(self):
        TR.tell_computing()
        user = is_user_file(sys._getframe(1).f_code.co_filename)
        return TR.clock.read() if user else TR.clock.now

    # -- ticks

    def _run_once(self):
        TR.tick += 1
        self._tr_phase = "poll"
        timers = sum(not handle._cancelled for handle in self._scheduled)
        TR.emit("tick", ready=len(self._ready), timers=timers)
        try:
            super()._run_once()
        finally:
            self._tr_phase = None

    def _process_events(self, event_list):
        self._tr_phase = "io"
        super()._process_events(event_list)
        self._tr_phase = "timers"

    def call_at(self, when, callback, *args, **kw):
        handle = super().call_at(when, callback, *args, **kw)
        TR.emit("timer", h=TR.handles.get(handle), when=round(when, 9), by=TR.by(),
                **TR.cb_fields(handle))
        return handle

    # -- tasks and futures

    def create_task(self, coro, **kw):
        eager = True if self._task_factory is not None and sys.version_info >= (3, 12) else None
        if eager:
            TR.emit("eager", coro=coro_name(coro), by=TR.by())
        if self._task_factory is None:
            self._check_closed()
            task = TracedTask(coro, loop=self, **kw)
        else:
            task = super().create_task(coro, **kw)
        if task not in TR.seen:  # it never was in the ready queue
            TR.see_task(task, coro, eager)
            if task.done():
                TR.see_done(task)
            else:
                fields = suspension(task)
                TR.emit("step_end", task=TR.tasks.get(task), state="waiting",
                        stack=fields["stack"], on=fields["on"])
        try:
            return task
        finally:
            del task  # as CPython's own does: no frame may keep it

    def create_future(self):
        return TracedFuture(loop=self)

    # -- threads

    def run_in_executor(self, executor, func, *args):
        if executor is None or isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            job, to = WORKERS.submit(func), None
            job.fut = fut = super().run_in_executor(executor, job, *args)
        else:
            to = "process"
            fut = super().run_in_executor(WORKERS.pool(executor), func, *args)
        TR.executor_futs.add(fut)
        TR.emit("executor", fut=TR.fut_id(fut), func=TR.cb_name(func), to=to, by=TR.by())
        return fut

    def call_soon_threadsafe(self, callback, *args, context=None):
        if self._thread_id in (None, threading.get_ident()):
            return super().call_soon_threadsafe(callback, *args, context=context)
        WORKERS.tell_computing()
        # Held until the loop is idle: the tick it lands in must not depend on the thread's speed.
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context or contextvars.copy_context())
        job = getattr(Job.current, "job", None)
        with TR.lock:
            self._tr_mail.append((job.number if job else sys.maxsize, handle))
            if job is not None and job.returned:
                job.finished = True
                job.fut = Job.current.job = None
            self._write_to_self()  # under the lock: mail is there exactly when the byte is
        return handle

    def _tr_deliver(self):
        with TR.lock:
            mail, self._tr_mail = sorted(self._tr_mail, key=lambda m: m[0]), []
        self._tr_delivering = True
        for _, handle in mail:
            self._ready.append(handle)
        self._tr_delivering = False

    def shutdown_default_executor(self, *args, **kw):
        self._tr_closing = True
        return super().shutdown_default_executor(*args, **kw)

    # -- life

    def run_until_complete(self, future):
        coro = future.get_coro() if isinstance(future, asyncio.Task) else future
        what = type(coro).__name__ if isinstance(coro, asyncio.Future) else coro_name(coro)
        TR.emit("run", what=what)
        try:
            return super().run_until_complete(future)
        finally:
            TR.emit("ran", what=what)

    def stop(self):
        TR.emit("stop", by=TR.by())
        super().stop()

    def close(self):
        if not self.is_closed():
            TR.emit("close")
        super().close()

    def call_exception_handler(self, context):
        fut = context.get("task") or context.get("future")
        TR.emit("loop_error", msg=context.get("message"), exc=exc_repr(context.get("exception")),
                task=TR.tasks.dying(fut) if isinstance(fut, asyncio.Task) else None)
        super().call_exception_handler(context)


# ---- futures and handles that tell what happens to them


class TracedTask(asyncio.Task):
    def set_name(self, name):
        super().set_name(name)
        if self in TR.seen:
            TR.emit("name", id=TR.tasks.get(self), name=self.get_name())

    def cancel(self, msg=None):
        if not self.done():
            TR.emit("cancel", id=TR.tasks.get(self), msg=None if msg is None else safe_repr(msg),
                    by=TR.by(), at=TR.task_at())
        return super().cancel(msg)


class Telling:
    """Mixed into a kind of future; `what` names the kind in its events."""

    what = None

    def tell_done(self, state, **value):
        if not self.done():
            TR.done.add(self)
            TR.emit("fut_done", id=TR.fut_id(self), state=state, **value, by=TR.by(),
                    what=self.what, at=TR.task_at())

    def set_result(self, result):
        self.tell_done("done", res=safe_repr(result))
        super().set_result(result)

    def set_exception(self, exception):
        exc = exception() if isinstance(exception, type) else exception
        self.tell_done("failed", exc=exc_repr(exc))
        super().set_exception(exception)


class TracedFuture(Telling, asyncio.Future):
    def cancel(self, msg=None):
        self.tell_done("cancelled")
        return super().cancel(msg)


class TracedGather(Telling, asyncio.tasks._GatheringFuture):
    what = "gather"

    def cancel(self, msg=None):
        if not self.done():
            TR.emit("cancel", id=TR.fut_id(self), what=self.what, by=TR.by(), at=TR.task_at())
        return super().cancel(msg)


class FifoTimer(asyncio.TimerHandle):
    """A timer that comes after all those of the same deadline that were made before it."""

    __slots__ = ("_sequence",)
    sequence = itertools.count()

    def __init__(self, *args, **kw):
        self._sequence = next(self.sequence)
        super().__init__(*args, **kw)

    def __lt__(self, other):
        return (self._when, self._sequence) < (other._when, other._sequence)


def traced_run(self, run=asyncio.Handle._run):
    """Handle._run between its `begin` and `end`."""
    handle = TR.handles.get(self)
    task, _ = task_of(self._callback)
    task_id = task and TR.tasks.get(task)
    TR.emit("begin", h=handle, **TR.cb_fields(self))
    TR.running.append((handle, task_id))
    try:
        run(self)
    finally:
        TR.tell_computing()
        TR.flush_text()
        fields = {}
        if task is not None and task.done():
            TR.see_done(task)
            fields = {"state": state_of(task)}
        elif task is not None:
            fields = suspension(task)
        TR.running.pop()
        TR.emit("end", h=handle, task=task_id, **fields)
        # A traceback may keep this frame, but the frame must not keep the task: "exception was
        # never retrieved" would come late.
        del self, task


def traced_cancel(self, cancel=asyncio.Handle.cancel):
    name = TR.handles.known(self)
    queued = id(self) in getattr(self._loop._ready, "queued", ())
    if name and not self._cancelled and (queued or getattr(self, "_scheduled", False)):
        TR.emit("uncall", h=name, by=TR.by())
    cancel(self)


def install_classes():
    stand_ins = ((TracedTask, asyncio.Task), (TracedFuture, asyncio.Future),
                 (TracedGather, asyncio.tasks._GatheringFuture), (FifoTimer, asyncio.TimerHandle),
                 (OrderedSet, set))
    for ours, theirs in stand_ins:  # no repr may tell them apart
        ours.__name__, ours.__qualname__ = theirs.__name__, theirs.__qualname__
        ours.__module__ = theirs.__module__
    asyncio.tasks._GatheringFuture = TracedGather
    asyncio.TimerHandle = asyncio.events.TimerHandle = FifoTimer
    asyncio.Handle._run, asyncio.Handle.cancel = traced_run, traced_cancel


def install_loop():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # policies are deprecated from 3.14 on
        policy = type(asyncio.get_event_loop_policy())
    TracedLoop.__name__ = asyncio.SelectorEventLoop.__name__
    policy._loop_factory = asyncio.SelectorEventLoop = TracedLoop
    if hasattr(asyncio, "EventLoop"):
        asyncio.EventLoop = TracedLoop


# ---- canonical order


class OrderedSet(set):
    """A set that is visited in order of insertion."""

    def __init__(self, items=()):
        self._order = dict.fromkeys(items)
        super().__init__(self._order)

    def add(self, item):
        self._order[item] = None
        super().add(item)

    def discard(self, item):
        self._order.pop(item, None)
        super().discard(item)

    def remove(self, item):
        super().remove(item)
        del self._order[item]

    def pop(self):
        item = next(iter(self._order), None)
        self.remove(item)
        return item

    def clear(self):
        self._order.clear()
        super().clear()

    def update(self, *many):
        for item in itertools.chain(*many):
            self.add(item)

    def __iter__(self):
        return iter(list(self._order))

    def __repr__(self):
        return "{" + ", ".join(map(repr, self._order)) + "}" if self._order else "set()"


def install_order():
    """The sets of wait(), as_completed(), TaskGroup, and all_tasks() (hence of run()'s cancel)."""
    asyncio.tasks.set = asyncio.tasks.frozenset = OrderedSet
    all_tasks = asyncio.all_tasks
    init = asyncio.TaskGroup.__init__

    def ordered_tasks(loop=None):
        tasks = all_tasks(loop or asyncio.get_running_loop())
        return OrderedSet(sorted(tasks, key=lambda task: int(TR.tasks.get(task)[1:])))

    def ordered_group(group):
        init(group)
        group._tasks = OrderedSet()
    asyncio.all_tasks = asyncio.tasks.all_tasks = ordered_tasks
    asyncio.TaskGroup.__init__ = ordered_group


# ---- the program's surroundings


class Tap:
    """sys.stdout or sys.stderr: what is written is told, and passed on to `inner`."""

    def __init__(self, stream, inner):
        self.stream, self.inner = stream, inner

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def write(self, s):
        WORKERS.tell_computing()
        self.inner.write(s)
        TR.text(self.stream, s)
        return len(s)

    def writelines(self, lines):
        for line in lines:
            self.write(line)


def virtual_sleep(secs):
    if secs < 0:
        raise ValueError("sleep length must be non-negative")
    if Child.here:
        Child.here.sleep(secs)
    elif threading.get_ident() == TR.main_thread:
        TR.emit("block", secs=secs, by=TR.by(), at=TR.user_at())
        TR.clock.jump_to(TR.clock.now + secs)
    elif job := getattr(Job.current, "job", None):
        WORKERS.tell_computing()
        WORKERS.sleep(job, secs)
    else:
        time.sleep(secs)


def virtual_thread_time():
    if Child.here:
        return Child.here.thread_time()
    if threading.get_ident() == TR.main_thread:
        return TR.thread_time()
    job = getattr(Job.current, "job", None)
    return job.thread_time() if job else time.thread_time()


def virtual_time():
    read = TR.clock.read
    utc = lambda: EPOCH + read()
    fake = types.ModuleType("time", time.__doc__)
    fake.__dict__.update(time.__dict__)
    fake.sleep = virtual_sleep
    fake.monotonic = fake.perf_counter = read
    fake.monotonic_ns = fake.perf_counter_ns = lambda: int(read() * 1e9)
    fake.thread_time = fake.process_time = virtual_thread_time
    fake.time = utc
    fake.time_ns = lambda: int(utc() * 1e9)
    fake.gmtime = fake.localtime = lambda secs=None: time.gmtime(utc() if secs is None else secs)
    fake.strftime = lambda form, *when: time.strftime(form, *(when or (fake.gmtime(),)))
    fake.ctime = lambda secs=None: time.asctime(fake.gmtime(secs))
    return fake


def install_time():
    """Only the program's own files import the virtual clock: the library would spin for ever on one
    that stands still."""
    fake = virtual_time()
    real_import = builtins.__import__
    shutdown = concurrent.futures.ThreadPoolExecutor.shutdown

    def virtual_import(name, globals=None, locals=None, fromlist=(), level=0):
        importer = (globals or {}).get("__file__")
        if name == "time" and importer and is_user_file(os.path.abspath(importer)):
            return fake
        return real_import(name, globals, locals, fromlist, level)

    def draining_shutdown(pool, wait=True, **kw):
        if wait and threading.get_ident() == TR.main_thread:
            WORKERS.drain()
        return shutdown(pool, wait, **kw)
    builtins.__import__ = virtual_import
    concurrent.futures.ThreadPoolExecutor.shutdown = draining_shutdown


def install_lines():
    def in_frame(frame, event, arg):
        if event == "line":
            at = f"{short_file(frame.f_code.co_filename)}:{frame.f_lineno}"
            TR.emit("line", at=at, by=TR.by())
        return in_frame

    def on_call(frame, event, arg):
        return in_frame if is_user_file(frame.f_code.co_filename) else None
    # Up to 3.12 a traced frame keeps alive what was looked at: "never retrieved" would come late.
    TR.show_locals = sys.version_info >= (3, 13)
    sys.settrace(on_call)


def without_us(report):
    """A traceback as a bare CPython would print it."""
    report.stack[:] = [frame for frame in report.stack if frame.filename != SELF_FILE]
    for other in (report.__cause__, report.__context__, *(report.exceptions or ())):
        if other is not None:
            without_us(other)
    return report


# ---- generators


class TracedGenerator:
    """A generator of the program, which tells of each time that it goes on and yields."""

    numbers = itertools.count(1)

    def __init__(self, gen):
        self.gen, self.number, self.begun = gen, f"S{next(self.numbers)}", False
        self.tell("is called, and has not begun")

    def tell(self, state, line=None):
        code = self.gen.gi_code
        at = f"{short_file(code.co_filename)}:{line}" if line else TR.user_at()
        TR.emit("sync", id=self.number, what="generator", state=f"{self.gen.__qualname__}() {state}",
                by=TR.by(), at=at)

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value):
        gives = "" if value is None else f", and its yield gives {safe_repr(value)}"
        if self.gen.gi_frame:
            self.tell(("goes on" if self.begun else "begins") + gives)
        return self.take(self.gen.send, value)

    def throw(self, *error):
        return self.take(self.gen.throw, *error)

    def close(self):
        self.gen.close()

    def take(self, go_on, *arguments):
        over, self.begun = not self.gen.gi_frame, True
        try:
            value = go_on(*arguments)
        except StopIteration:
            if not over:
                self.tell("returns, and is over")
            raise
        own = ", ".join(f"{k}={v}" for k, v in shown_locals(self.gen.gi_frame).items())
        line = self.gen.gi_frame.f_lineno
        self.tell(f"gives {safe_repr(value)} and waits at line {line}" +
                  (f", with {own}" if own else ""), line)
        return value


class Yields(ast.NodeVisitor):
    """Does a function yield, itself and not one that is defined in it?"""

    found = False

    def visit_Yield(self, node):
        self.found = True

    visit_YieldFrom = visit_Yield

    def visit_FunctionDef(self, node):
        pass

    visit_AsyncFunctionDef = visit_Lambda = visit_FunctionDef


class MarkGenerators(ast.NodeTransformer):
    """Each generator function gives a TracedGenerator, unless a decorator wants the generator itself."""

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        yields = Yields()
        for statement in node.body:
            yields.visit(statement)
        if yields.found and not node.decorator_list and node.name != "__await__":
            node.decorator_list = [ast.copy_location(ast.Name("__traced_generator__", ast.Load()), node)]
        return node


def traced_generator(function):
    @functools.wraps(function)
    def call(*args, **kw):
        return TracedGenerator(function(*args, **kw))
    return call


def compile_program(text, path):
    tree = ast.fix_missing_locations(MarkGenerators().visit(ast.parse(text, path)))
    builtins.__traced_generator__ = traced_generator
    return compile(tree, path, "exec")


def run_program(path):
    """Runs the file as __main__.  Returns its exit status."""
    sys.modules["oracle"] = sys.modules["__main__"]  # by that name pickle finds what is ours
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = builtins
    sys.modules["__main__"] = module
    status = 0
    with io.open_code(path) as file:
        code = compile_program(file.read(), path)
    try:
        exec(code, module.__dict__)
    except SystemExit as e:
        status = e.code if isinstance(e.code, int) else int(e.code is not None)
        if isinstance(e.code, str):
            print(e.code, file=sys.stderr)
    except BaseException as e:
        status = 1
        sys.last_value = e  # with it live the frames of the crash, and all in them, past `exit`
        TR.emit("crash", exc=exc_repr(e))
        without_us(traceback.TracebackException.from_exception(e)).print()
    sys.settrace(None)
    # Destructors still pending ("never retrieved"...) speak while they are listened to.
    module.__dict__.clear()
    gc.collect()
    return status


def main():
    parser = argparse.ArgumentParser(description="Trace an asyncio program on a virtual clock.")
    parser.add_argument("--out", metavar="FILE", help="write the events there, not to stdout")
    parser.add_argument("--lines", action="store_true", help="an event for each executed line, too")
    parser.add_argument("program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    if not options.out:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # oracle.py ... | head
    stdout, stderr = sys.stdout, sys.stderr
    TR.sink = open(options.out or os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    sys.stdout = Tap("out", stdout if options.out else open(os.devnull, "w", encoding="utf-8"))
    sys.stderr = Tap("err", stderr)
    sys.argv = [options.program, *options.arguments]
    path = os.path.abspath(options.program)
    sys.path[0] = os.path.dirname(path)
    install_classes()
    install_order()
    install_loop()
    install_time()
    if options.lines:
        install_lines()

    with open(path, encoding="utf-8") as file:
        source = file.read()
    TR.emit("start", script=os.path.basename(path), py="%d.%d.%d" % sys.version_info[:3], impl="c",
            clock="virtual", sources={os.path.basename(path): source})
    status = run_program(path)
    TR.emit("exit", rc=status)
    TR.sink.close()
    sys.stdout, sys.stderr = stdout, stderr
    return status


if __name__ == "__main__":
    sys.exit(main())
