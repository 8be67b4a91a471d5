#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Tells the moments of traces: what `loopscope trace FILE --format story` prints, said a second time
in another way than src/story says it, for it keeps a world of its own and looks at the whole trace.

    story.py [TRACE...] > OUT     prints the story of these traces
    story.py                      writes tests/golden/moments/NAME.txt for each golden trace
"""
import json
import pathlib
import re
import sys

from moments import CLOSING, GOLDEN, Cutter
from story_threads import Threads
import story_outside
from story_outside import ASKING, CONNECTION, PIPE, Outside

WIDTH, INDENT, MANY = 78, 20, 4
NUMBERS = ("none one two three four five six seven eight nine ten eleven twelve").split()
SLEEP_TIMER = "_set_result_unless_cancelled"

# What is awaited: verb, noun, when it ends, that it has ended, what ends it.
WAITS = {
    "sleep": ("sleeps", "sleep", None, None, None),
    "future": ("awaits a future", "future", "It goes on after somebody has finished that future.",
               "The future that it awaited is done", None),
    "gather": ("awaits gather()", "gather()", None, "gather() has its results", None),
    "task": (None, "await", "It goes on after that task has ended.", None, None),
    "wait_for": ("awaits wait_for()", "wait_for()",
                 "wait_for() cancels what it awaits when the time is up.", "Its wait_for() is over",
                 None),
    "wait": ("awaits wait()", "wait()", "wait() ends when enough of its tasks have ended.",
             "Its wait() is over", None),
    "as_completed": ("awaits as_completed()", "as_completed()",
                     "as_completed() gives the next one that ends.",
                     "as_completed() has the next one", None),
    "TaskGroup": ("waits for the tasks of its TaskGroup", "wait for the tasks",
                  "A TaskGroup is left when all its tasks have ended.",
                  "All tasks of its TaskGroup have ended", None),
    "shield": ("awaits shield()", "shield()",
               "shield() keeps a cancellation away from what it awaits.",
               "Its shield() has a result", None),
    "executor": ("waits for a thread", "wait for a thread",
                 "The thread runs beside the loop and reports when it has a result.",
                 "The thread has its result", None),
    "Lock.acquire": ("waits for the lock", "wait for the lock",
                     "Another task has the lock, or is before it in the line.",
                     "The lock is free for it", "gives the lock to"),
    "Semaphore.acquire": ("waits for a place of the semaphore", "wait for the semaphore",
                          "No place is free, or others are before it; release() frees one.",
                          "A place of the semaphore is free for it", "gives a place of the semaphore to"),
    "Event.wait": ("waits for the event", "wait for the event",
                   "The event is not set; set() wakes all who wait.", "The event is set",
                   "sets the event"),
    "Condition.wait": ("waits to be notified", "wait for the condition",
                       "It has let go of the lock; once notify() wakes it, it needs the lock again.",
                       "It was notified", "notifies"),
    "Barrier.wait": ("waits for the others at the barrier", "wait at the barrier",
                     "The barrier opens when enough tasks have arrived.", "The barrier is open",
                     "is the last at the barrier"),
    "Queue.get": ("waits for an item of the queue", "wait for an item",
                  "The queue is empty; put() wakes the one that has waited longest.",
                  "The queue has an item for it", "puts an item into the queue"),
    "Queue.put": ("waits for room in the queue", "wait for room",
                  "The queue is full; get() makes room.", "The queue has room for its item",
                  "takes an item from the queue"),
    "Queue.join": ("waits for all items of the queue", "wait for the items",
                   "join() ends when task_done() was called for every item.",
                   "All items of the queue are done", "has done the last item"),
}
WAITS |= story_outside.WAITS
TO_WHOM = ("Lock.acquire", "Semaphore.acquire", "Condition.wait")

WAITS["to_thread"] = WAITS["executor"]

# asyncio's callbacks: who is told, what has happened otherwise, what it does.
CALLBACKS = {
    "gather.<locals>._done_callback": ("gather()", None, None),
    "_run_until_complete_cb": ("asyncio.run()", None, None),
    SLEEP_TIMER: (None, None, None),
    "_release_waiter": ("wait_for()", "The time of a wait is up",
                        "The waiting ends: it is done, or the time is up."),
    "_wait.<locals>._on_completion": (
        "wait()", None, "wait() hears of each that ends, until it has what it waits for."),
    "as_completed.<locals>._on_completion": (
        "as_completed()", None, "as_completed() hands them on in the order in which they end."),
    "as_completed.<locals>._on_timeout": (None, "The time of as_completed() is up",
                                          "as_completed() waits no longer."),
    "shield.<locals>._inner_done_callback": (
        "shield()", None, "shield() passes the outcome on to its own future."),
    "shield.<locals>._outer_done_callback": (
        "shield()", None, "shield() need not hear any more of what it shields."),
    "TaskGroup._on_task_done": (
        "The TaskGroup", None,
        "It waits for the last of its tasks; if one fails, it cancels the others."),
    "Timeout._on_timeout": (None, "The time of a timeout block is up",
                            "The task inside the block gets CancelledError at its await."),
    "_chain_future.<locals>._set_state": (None, "A thread hands over its result",
                                          "It hands the result over to the loop's future."),
    "_chain_future.<locals>._call_check_cancel": (
        None, "The future of a call in the pool is done",
        "A callback looks whether it was cancelled; if so, the pool is told."),
    "BaseSelectorEventLoop._read_from_self": (
        None, "Another thread has woken the loop",
        "It empties the pipe through which the loop is woken."),
}
CALLBACKS |= story_outside.CALLBACKS


def number(n):
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def capital(s):
    return s[:1].upper() + s[1:]


def when(seconds):
    s = "%.9f" % seconds
    while s.endswith("0") and len(s) - s.index(".") > 4:
        s = s[:-1]
    return s


def delay(seconds):
    return repr(float(seconds)).removesuffix(".0")


def task_name(ref):
    return "Task-" + ref[1:]


def result_of(result):
    """A long str is only called that, and so are several."""
    kind = {"'": "a long text", '"': "a long text", "['": "long texts", '["': "long texts"}
    name = kind.get(result[:1]) or kind.get(result[:2])
    return name if name and len(result) > 45 else result


def names(refs, total=None):
    total = len(refs) if total is None else total
    shown = [task_name(r) for r in refs[:total if total <= MANY else MANY - 1]]
    if total > len(shown):
        return ", ".join(shown) + " and %d more" % (total - len(shown))
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def short(s):
    return s if len(s) <= WIDTH else s[:WIDTH - 1] + "…"


def plain(s):
    return re.sub("\033\\[[0-9;]*m", "", s).rstrip("\n")


def is_are(refs):
    return "is ready again" if len(refs) == 1 else "are ready again"


class World:
    """What is known behind each event."""

    def __init__(self):
        self.coro, self.begun, self.wait, self.state = {}, set(), {}, {}
        self.handle = {}  # H -> the event that made it
        self.left, self.soon, self.frozen = [], [], 0
        self.turn = None  # the BEGIN that runs
        self.loop = self.closed = False
        self.uncalled = set()
        self.cancel = {}  # T -> its last CANCEL, and what ran
        self.done = {}  # F or T -> how it ended, and what ran
        self.timers, self.tick, self.processes = {}, 0, 0

    def apply(self, i, e):
        kind, self.tick = e["e"], e["n"]
        if kind == "task":
            self.coro[e["id"]] = e["coro"]
            self.state[e["id"]] = "created"
        elif kind == "process":
            self.processes += e["phase"] == "open"
        elif kind == "loop":
            self.loop = True
        elif kind == "close":
            self.loop = False
        elif kind in ("soon", "io"):
            self.handle[e["h"]] = e | {"index": i, "turn": self.turn}
            self.soon.append(e["h"])
            if "task" in e and self.turn is not None and self.turn.get("task") == e["task"]:
                pass  # sleep(0): it is running still
            elif "task" in e:
                self.state[e["task"]] = "ready"
        elif kind == "timer":
            self.handle[e["h"]] = e | {"index": i, "turn": self.turn}
            self.timers[e["h"]] = e["when"]
        elif kind == "fire":
            self.timers.pop(e["h"], None)
            self.soon.append(e["h"])
        elif kind == "uncall":
            self.timers.pop(e["h"], None)
            self.uncalled.add(e["h"])
        elif kind == "ready":
            self.left, self.soon = list(e["q"]), [h for h in self.soon if h not in e["q"]]
            self.frozen = len(self.left)
        elif kind == "begin":
            self.left.remove(e["h"])
            self.turn = e
            if "task" in e:
                self.state[e["task"]] = "running"
        elif kind == "skip":
            self.left.remove(e["h"])
        elif kind == "end":
            task = e.get("task")
            if task and "on" in e:
                self.begun.add(task)
                self.wait[task] = e | {"index": i}
                ready = any(self.handle[h].get("task") == task for h in self.left + self.soon)
                self.state[task] = "ready" if ready else "waiting"
            self.turn = None
        elif kind == "task_done":
            self.state[e["id"]] = e["state"]
            self.done[e["id"]] = e["state"], self.turn
        elif kind == "fut_done":
            self.done[e["id"]] = e["state"], self.turn
        elif kind == "cancel":
            self.cancel[e["id"]] = i, self.turn

    def waiting(self):
        return [t for t in self.state if self.state[t] == "waiting"]

    def queue(self):
        return self.left + self.soon


class Story(Outside):
    def __init__(self, events, file):
        self.events, self.file, self.world = events, file, World()
        self.met, self.runs = set(), {}
        self.slept, self.sleepers, self.overlapped, self.sleeps, self.time = 0.0, {}, False, 0, 0.0
        self.blocked, self.turns, self.bad, self.jobs, self.deadlocked = 0.0, 0, [], False, False

    # ---- words and sums ----

    def first(self, word):
        new = word not in self.met
        self.met.add(word)
        return new

    def count(self, e):
        passed = e["t"] - self.time
        if passed > 0 and self.sleepers:
            self.slept += passed * len(self.sleepers)
            self.overlapped |= len(self.sleepers) > 1
        self.time = e["t"]
        if e["e"] == "block":
            self.blocked += e["secs"]
        elif e["e"] == "close":
            self.sleepers = {}
        elif e["e"] == "deadlock":
            self.deadlocked = True
        elif e["e"] == "job":
            self.jobs, self.sleepers[e["thread"]] = True, True
            self.sleeps += 1
        elif e["e"] == "job_done":
            self.sleepers.pop(e["thread"], None)
        elif e["e"] == "begin" and "task" in e:
            self.turns += not self.own(e["task"])
        elif e["e"] == "end" and e.get("on", {}).get("what") in ("sleep", *ASKING):
            self.sleepers[e["task"]] = True
            self.jobs |= e["on"]["what"] != "sleep"
            self.sleeps += 1
        elif e["e"] == "soon":
            self.sleepers.pop(e.get("task"), None)
        elif e["e"] == "task_done" and not self.own(e["id"]) and e["state"] != "done":
            self.bad.append(e["state"])

    def own(self, task):
        return any(name in self.world.coro.get(task, "") for name in CLOSING)

    # ---- parts ----

    def function(self, task):
        return self.world.coro[task].split(".")[-1] + "()"

    def verb(self):
        task = self.begin["task"]
        return task_name(task) + (" starts " + self.function(task) if self.starts else " goes on")

    def subject(self):
        if self.begin:
            return self.verb() + " and "
        return task_name(self.who) + " " if self.who else "The program "

    def at_line(self, end):
        return " at line %d" % end["stack"][-1][1] if end and end.get("stack") else ""

    def timed(self, run):
        """Did a time limit begin this run?"""
        return bool(run) and run.get("cb") == "_release_waiter" and \
            self.world.handle.get(run["h"], {}).get("e") == "timer"

    def canceller(self, task, before):
        _, run = self.world.cancel[task]
        if run is None:
            by = "asyncio.run()"
        elif run.get("task") == task:
            return "It has cancelled itself"
        elif "task" in run:
            by = task_name(run["task"])
        else:
            by = CALLBACKS[run["cb"]][0] or "The time limit"
        if before is None:
            return by + " cancelled it"
        return "%s cancelled its %s%s" % (by, WAITS.get(before["on"]["what"], (0, "await"))[1],
                                          self.at_line(before))

    def cancelled_since(self):
        task = self.begin["task"]
        at = self.world.cancel.get(task, (-1, None))[0]
        return (self.before["index"] if self.before else 0) <= at < self.begin["i"]

    def reason(self):
        task, before = self.begin["task"], self.before
        if self.cancelled_since():
            return self.canceller(task, before) + (" before its first turn" if self.starts else "")
        if self.starts:
            return "It was first in the ready queue"
        if self.begin["k"] != "wakeup":
            return "It had given way for one tick"
        on = before["on"]
        what, line = on["what"], self.at_line(before)
        outcome, run = self.world.done.get(self.begin.get("fut"), ("done", None))
        noun = WAITS.get(what, (0, "await"))[1]
        if what == "task" and on["fut"][0] == "T":
            ends = {"failed": ", has failed", "cancelled": ", was cancelled"}
            return task_name(on["fut"]) + ", which it awaited" + line + ends.get(outcome, ", is done")
        if what == "gather" and outcome != "cancelled":
            return "gather() passes on an error" if outcome == "failed" else "gather() has its results"
        if outcome == "cancelled":
            return "Its %s%s was cancelled" % (noun, line)
        if outcome == "failed" and what in (*ASKING, "open_connection"):
            return "Its %s has failed" % ("request" if what in ASKING else "connection")
        if what == "sleep":
            return "Its sleep(%s)%s is over" % (delay(on["delay"]), line)
        if self.timed(run):
            return "The time of its %s%s is up" % (noun, line)
        return WAITS[what][3] if WAITS.get(what, (0,) * 4)[3] else "What it awaited has come" + line

    @staticmethod
    def listed(refs):
        return names(refs)

    def queue(self, handles):
        shown = handles if len(handles) <= MANY else handles[:MANY - 1]
        words, was_task = [], False
        for h in shown:
            task = self.world.handle[h].get("task")
            if h in self.world.uncalled:
                task = None
                words.append("a cancelled handle")
            elif task:
                words.append(task[1:] if was_task else task_name(task))
            else:
                words.append("a callback")
            was_task = bool(task)
        return ", ".join(words) + (" and %d more" % (len(handles) - len(shown))
                                   if len(handles) > len(shown) else "")

    def turn_line(self):
        s = self.reason()
        if (not self.starts or self.cancelled_since()) and len(s) + 21 <= WIDTH:
            s += ", so it has its turn"
        if len(self.world.coro) + self.world.processes > 1:
            left = self.world.left
            behind = "; behind it: " + self.queue(left) if left else "; nobody is behind it"
            if len(s) + len(behind) < WIDTH:
                s += behind
        return s + "."

    def next_line(self):
        w = self.world
        later = not w.left
        for h in w.queue():
            if h in w.uncalled:
                continue
            source = w.handle[h]
            told = CALLBACKS.get(source.get("cb"), (None,))[0]
            if "task" in source:
                who = task_name(source["task"])
                return "%s is next, in tick %d." % (who, w.tick + 1) if later else who + " is next."
            if told:
                return "%s is told in tick %d." % (told, w.tick + 1) if later \
                    else told + " is told next."
            return "A callback runs in tick %d." % (w.tick + 1) if later else "A callback is next."
        return "Nobody is ready now."

    def told_next(self):
        """Who is told next, if a callback of asyncio's own is next."""
        handles = [h for h in self.world.queue() if h not in self.world.uncalled]
        source = self.world.handle[handles[0]] if handles else {}
        return None if "task" in source else CALLBACKS.get(source.get("cb"), (None,))[0]

    def add(self, sentence, below=True):
        """A sentence goes where there is room for it."""
        if not self.why or not self.why[0]:
            self.why = [sentence] + self.why[1:]
        elif len(self.why[0]) + 1 + len(sentence) <= WIDTH:
            self.why[0] += " " + sentence
        elif below and len(self.why) < 2:
            self.why.append(sentence)

    def woken(self):
        return [e["task"] for e in self.inside if e["e"] == "soon" and "task" in e]

    def their_turn(self, woken):
        return ("Its turn is" if len(woken) == 1 else "Their turns are") + \
            " in tick %d." % (self.world.tick + 1)

    # ---- a moment ----

    def tell(self, start, stop):
        self.inside = []
        head = self.head_of(start, stop)
        begins = [i for i in range(start, head + 1)
                  if self.events[i]["e"] == "begin" and "task" in self.events[i]]
        self.begin = dict(self.events[begins[-1]], i=begins[-1]) if begins else None
        task = self.begin["task"] if self.begin else None
        self.starts = task is not None and task not in self.world.begun
        self.before = self.world.wait.get(task) if self.begin else None
        self.earlier = dict(self.world.wait)  # as it was before the moment
        self.start, self.why = start, []
        self.before_head = self.events[start:head]
        for i in range(start, stop + 1):
            e = self.events[i]
            self.count(e)
            self.world.apply(i, e)
            if e["e"] == "begin":
                self.run = e
            if i >= head:
                self.inside.append(e)
        e = self.inside[0]
        self.who = e.get("by") or e.get("task") or e.get("id")
        if e["e"] == "process":
            self.who = self.world.turn and self.world.turn["task"]
        if self.who and self.who[0] != "T":
            self.who = None
        kind = "print" if e["e"] in ("out", "err") else e["e"]
        kind = "setup" if kind == "loop" or (kind == "start" and stop > head) else kind
        headline = getattr(self, "tell_" + kind)(e)
        why = [line for line in self.why if line]
        if len(why) == 1 and len(why[0]) > WIDTH and " " in why[0][:WIDTH + 1]:
            cut = why[0].rindex(" ", 0, WIDTH + 1)
            why = [why[0][:cut], why[0][cut + 1:]]
        return short(headline), [short(line) for line in why]

    def head_of(self, start, stop):
        cutter = Cutter(self.events, CALLBACKS)
        cutter.main, cutter.own, cutter.ending = self.state_of_cut
        i = start
        while cutter.head(i) is None:
            i += 1
        self.state_of_cut = cutter.main, cutter.own, cutter.ending
        return i

    def all(self):
        cutter = Cutter(self.events, CALLBACKS)
        self.state_of_cut = cutter.main, cutter.own, cutter.ending
        stops, start = cutter.cut(), 0
        for k, stop in enumerate(stops, 1):
            headline, why = self.tell(start, stop)
            events = "%d-%d" % (start, stop) if start < stop else "%d" % start
            yield "%5d  %-11s  %s" % (k, events, headline)
            for line in why:
                yield " " * INDENT + line
            start = stop + 1

    # ---- the loop and the program ----

    def tell_setup(self, e):
        task = next((x["id"] for x in self.events[self.start:self.start + 8] if x["e"] == "task"))
        self.main = task
        self.why = ["Only %s is ready, so it will have the first turn." % task_name(task)]
        if self.first("loop"):
            self.why.append("The event loop gives tasks their turns, one at a time. A task can pause.")
        return "asyncio.run() makes an event loop and %s, which will run %s." % (
            task_name(task), self.function(task))

    def tell_start(self, e):
        self.why = ["It makes no event loop: its lines run one after the other, in one thread."]
        return self.file + " starts."

    def tell_close(self, e):
        first = self.events[self.start]["n"]
        left = self.left_over
        if left:
            self.why = ["It has cancelled the task that was left over." if left == 1 else
                        "It has cancelled the %s tasks that were left over." % number(left)]
        else:
            self.why = ["No task is left over."]
        self.add("Its ticks %d to %d are folded: e opens them." % (first, e["n"])
                 if first < e["n"] else "Its tick %d is folded: e opens it." % first)
        return "asyncio.run() stops the loop, tidies up and closes it."

    @property
    def left_over(self):
        """Tasks that were cancelled outside every run, after main() had ended."""
        return len([t for t, (_, run) in self.world.cancel.items() if run is None and t[0] == "T"])

    def tell_jump(self, e):
        n = len(self.world.waiting())
        self.why = [{0: "No task waits", 1: "The only task waits", 2: "Both tasks wait"}.get(
            n, "All %s tasks wait" % number(n))]
        who = "process" if "process" in e.get("why", "") else "thread"
        self.why[0] += \
            ", and the %s was due at %s: it was not its turn then." % (who, when(e["to"])) \
            if e["to"] < e["t"] else \
            ", and the %s was due at the same time." % who if e["to"] <= e["t"] else \
            ", and a thread goes on at %s." % when(e["to"]) if e.get("why") == "thread" else \
            ", and %s at %s." % (e["why"], when(e["to"])) if "why" in e else \
            ", and the nearest timer is due at %s." % when(e["to"])
        if self.first("poll"):
            self.why.append("A real loop would sleep here for %s s and use no processor."
                            % delay(e["to"] - e["t"]))
        if e["to"] <= e["t"]:
            return "Nobody is ready: another %s goes on at %s." % (who, when(e["t"]))
        return "Nobody is ready: the clock jumps to %s." % when(e["to"])

    def tell_block(self, e):
        computes = e.get("why") == "compute"
        does = ", and computes without a pause" if computes else ", and waits inside time.sleep()"
        self.why = [self.verb() + does + ": no other line can run." if self.begin else
                    "The thread computes without a pause, so no other line can run." if computes else
                    "The thread waits inside time.sleep(), so no other line can run."]
        if self.first("block") and self.world.turn:
            self.why.append("Whoever is ready has no turn meanwhile, and what is due will be late.")
        what = "Computing for %s s" if computes else "time.sleep(%s)"
        return (what + " at line %s: everything stands still until %s.") % (
            delay(e["secs"]), e["at"].split(":")[1], when(e["t"] + e["secs"]))

    def tell_deadlock(self, e):
        refs = sorted(self.world.waiting(), key=lambda t: int(t[1:]))
        shown = refs if len(refs) <= MANY else refs[:MANY - 1]
        who = task_name(shown[0]) + "".join(", " + t[1:] for t in shown[1:])
        if len(refs) > len(shown):
            who += " and %d more" % (len(refs) - len(shown))
        self.why = [who + (" waits" if len(refs) == 1 else " wait") +
                    " for what nobody can bring about any more."]
        return "Deadlock: nothing is ready, and nothing can ever become ready."

    def tell_executor(self, e):
        to = e.get("to", "thread")
        self.why = ["The %s runs beside the loop; its result will come back as a future." % to]
        return "%shands %s() to a %s." % (self.subject(), e["func"], to)

    def tell_thread_sleep(self, e):
        self.why = ["Only that thread stands still; the loop goes on."]
        return "A worker thread sleeps for %s s." % delay(e["secs"])

    def tell_thread_compute(self, e):
        self.why = ["Only one computes at a time: every 5 ms another one gets the GIL."]
        return "A worker thread computes for %s s." % delay(e["secs"])

    def tell_loop_error(self, e):
        text = "The error is %s." % e["exc"]
        if "never retrieved" in e["msg"]:
            text = "Nobody awaited it before it was gone: await it, or ask for its exception(). " + text
        cut = text.rfind(" ", 0, WIDTH + 1) if len(text) > WIDTH else len(text)
        self.why = [text[:cut], text[cut + 1:]]
        return "The loop reports: %s." % e["msg"]

    def tell_crash(self, e):
        self.why = ["Nobody caught it."]
        return "The program ends with an error: %s." % e["exc"]

    def tell_exit(self, e):
        total, tasks = e["t"], [t for t in self.world.coro if not self.own(t)]
        what = "The end, at " + when(total)
        slept, word = delay(round(self.slept, 3)), "wait" if self.jobs else "sleep"
        if self.deadlocked:
            what += ", in a deadlock"
        elif self.blocked:
            what += ": it stood still for %s s of %s s" % (delay(self.blocked), delay(total))
        elif self.slept > 0:
            what += ": %s s of %s in %s s" % (slept, "waiting" if self.jobs else word, delay(total))
            if self.slept > total + 1e-6:
                why = ", because the %ss overlapped" % word
                what += why if len(what + why) < WIDTH else ", as the %ss overlapped" % word
            elif not self.overlapped and self.sleeps > 1:
                what += ", one after the other"
        if not tasks:
            self.why = ["No loop, no task: one line after the other."]
        elif len(tasks) > 1:
            self.why = ["%d tasks had %d turns, never two at once." % (len(tasks), self.turns)]
        else:
            self.why = ["1 task had %d turn%s." % (self.turns, "" if self.turns == 1 else "s")]
        failed, cancelled = self.bad.count("failed"), self.bad.count("cancelled")
        bad = [number(failed) + " failed"] if failed else []
        if cancelled:
            bad.append("%s %s cancelled" % (number(cancelled), "was" if cancelled == 1 else "were"))
        if bad:
            self.add(capital(", ".join(bad)) + ".")
        if e.get("rc"):
            self.add("Its status is %d." % e["rc"])
        return what + "."

    # ---- a task's turn ----

    def generator(self):
        """The one that runs, of a program without tasks."""
        before = next((x for x in reversed(self.events[:self.start]) if x["e"] != "out"), {"e": None})
        state = before["state"] if before.get("what") == "generator" else ""
        runs = re.match(r"(.*?\(\) )(begins|goes on)", state)
        return runs[1] if runs and not self.who else None

    def tell_print(self, e):
        err, text = e["e"] == "err", plain(e["s"])
        what = ("A worker thread " if e.get("by") == "thread" else self.generator() or self.subject()) + \
            "prints"
        if not text:
            what += " an empty line" + (" to stderr." if err else ".")
        else:
            what += (" to stderr:" if err else "") + " “" + text
            what += "”" if text[-1] in ".!?…" else "”."
            if len(what) > WIDTH:
                what = what[:WIDTH - 2] + "…”"
        before = self.events[self.start - 1] if self.start else {"e": None}
        if self.begin:
            self.why = [self.turn_line()]
        elif self.who:
            self.why = ["It is still its turn: no await has made it wait yet."]
        elif err:
            pass
        elif self.world.coro and not self.world.loop:
            self.why = ["The loop is closed: this is a plain line, after asyncio.run()."]
        elif e.get("by") == "thread":
            self.why = ["It runs beside the loop, where no task has its turn."]
        elif before["e"] == "block":
            self.why = [("It has computed all" if "why" in before else "The sleep is over") +
                        ": only now can the next line run."]
        elif self.first("plain"):
            self.why = ["A plain call: it runs to its end before the next line can run."]
        if self.begin and self.starts and self.first("tick"):
            n = self.world.frozen
            self.why.append("A tick is one round of the loop: this one runs the %s that were ready."
                            % number(n) if n > 1 else "A tick is one round of the loop.")
        return what

    def tell_task(self, e):
        made = [x["id"] for x in self.inside if x["e"] == "task"]
        n = len(made)
        who = self.who or (self.begin and self.begin["task"])
        self.who = e.get("by") if e.get("by", "H")[0] == "T" else None
        self.why = ["It has not run yet" if n == 1 else "Neither has run yet" if n == 2 else
                    "None of the %s has run yet" % number(n)]
        self.why[0] += ": %s keeps its turn until it must wait." % task_name(self.who)
        they = "It joins" if n == 1 else "They join"
        if self.first("queue"):
            self.why.append(they + " the ready queue: the line of those whose turn comes next.")
        elif n > 1:
            self.why.append("They join the ready queue, in this order.")
        many = "makes a task: " if n == 1 else "makes %s tasks: " % number(n)
        return self.subject() + many + (names(made) if n <= MANY else "%s to %s" % (
            task_name(made[0]), task_name(made[-1]))) + "."

    def tell_end(self, e):
        on, what = e["on"], e["on"]["what"]
        if self.own(e["task"]):
            self.why = ["It made a task for that: %s." % task_name(e["task"])]
            self.first("await")
            if what in ("gather", "future"):
                self.first("future")
            return "asyncio.run() closes the asynchronous generators that are left." \
                if "asyncgens" in self.world.coro[e["task"]] else \
                "asyncio.run() waits for the threads of its executor to end."
        if what in ("sleep0", "yield"):
            return self.gives_way(e)
        return self.sleeps_(e) if what == "sleep" else self.waits(e)

    def gives_way(self, e):
        queue = self.world.queue()
        if self.world.state[e["task"]] == "ready":
            self.why = ["It does not wait: its next turn is in tick %d." % (e["n"] + 1)]
        if self.world.left:
            self.add(self.next_line())
        return self.subject() + ("lets the others go first, for one tick." if len(queue) > 1 else
                                 "gives way for one tick, but nobody else is ready.")

    def sleeps_(self, e):
        on, stack, task = e["on"], e["stack"], task_name(e["task"])
        deep = len(stack) > 1
        call = deep and self.first("call") and stack[-1][2] != stack[-2][2]
        waits = "await" not in self.met
        before = self.earlier.get(e["task"])
        was = before["stack"] if before else []
        if call and len(stack) > 2:
            self.why = ["await %s() starts no task: all %s functions are %s." % (
                stack[-1][2], number(len(stack)), task)]
        elif call:
            self.why = ["await %s() starts no task: %s() and %s() are both %s." % (
                stack[-1][2], stack[-2][2], stack[-1][2], task)]
        elif len(stack) == 2 and len(was) == 2 and was[0][2] == stack[0][2] and \
                was[1][2] != stack[1][2] and was[0][1] != stack[0][1]:
            self.why = ["It begins only now: %s() awaits one call after the other." % stack[0][2]]
        else:
            self.why = ["Only %s pauses, and a timer will wake it." % task]
            self.add(self.next_line(), below=False)
        if call and waits:
            self.why.append("That sleep has to wait, so %s pauses. %s" % (task, self.next_line()))
        elif self.first("sleep"):
            self.why.append("asyncio.sleep() stops nobody else; time.sleep() would stop them all.")
        if call and not waits:
            self.add(self.next_line())
        self.met.add("await")
        inner = ", in %s()" % stack[-1][2] if deep else ""
        return self.subject() + "sleeps%s%s, until %s." % (self.at_line(e), inner, when(on["when"]))

    def waits(self, e):
        on, what, task = e["on"], e["on"]["what"], task_name(e["task"])
        verb, _, meaning, _, _ = WAITS[what]
        waits_on = what == "wait_for" and self.run.get("k") == "wakeup" and \
            self.timed(self.world.done.get(self.run["fut"], (0, None))[1])
        first, gather = self.first("await"), what == "gather"
        if gather or first:
            self.why = ["This await has to wait, so %s pauses" % task]
            if self.world.queue():
                self.why[0] += "; now others have their turns."
            else:
                self.why[0] += "."
                self.add(self.next_line(), below=False)
        if what in ("gather", "future") and self.first("future"):
            self.why.append("gather() gave it a future to wait for: a result that is not there yet."
                            if gather else
                            "A future is a result that is not there yet: somebody has to bring it.")
        elif not gather:
            before = self.before["on"]["what"] if self.begin and self.before else None
            self.why.append(
                "Its time is up: it waits until what it cancelled has ended." if waits_on else
                "It was cancelled, but it waits for those of its tasks that still run."
                if what == before == "TaskGroup" else
                "It was notified, but it can go on only when it has the lock, too."
                if what == "Lock.acquire" and before in ("Condition.wait", "Condition.wait_for") else
                "It has no time limit: it waits as long as that takes."
                if what == "wait_for" and on["timeout"] is None
                else meaning)
        if not gather and not first:
            self.add(self.next_line())
        head = self.subject() + ("awaits " + task_name(on["fut"]) if what == "task" else
                                 self.wait_outside(what) or verb)
        head += self.at_line(e)
        if what == "wait_for" and not waits_on and on["timeout"] is not None:
            head += ", for at most %s s" % delay(on["timeout"])
        limits = [x["when"] for x in self.before_head if x["e"] == "timer"]
        if what == "wait" and limits:
            head += ", until %s at most" % when(limits[-1])
        return head + (": it waits for " + self.awaited(on["of"], head) if gather else "") + "."

    def awaited(self, refs, before):
        left = [r for r in refs if r[0] != "T" or r not in self.world.done]
        refs = left if left and len(refs) <= 64 else refs
        if any(r[0] != "T" for r in refs):
            return number(len(refs)) + " results"
        refs = refs[:1] if len(refs) == 2 and refs[0] == refs[1] else refs
        if len(refs) <= MANY and len(before + ": it waits for " + names(refs)) < WIDTH:
            return names(refs)
        row = [int(r[1:]) for r in refs]
        if len(refs) > MANY and row == list(range(row[0], row[-1] + 1)):
            return "%s to %s" % (task_name(refs[0]), task_name(refs[-1]))
        return task_name(refs[0]) + "".join(", " + r[1:] for r in refs[1:])

    def tell_task_done(self, e):
        task, state = e["id"], e["state"]
        name = task_name(task)
        told = next((x for x in self.inside if x["e"] == "soon"), None)
        self.done_why(e, task, state, told)
        if state == "cancelled":
            return name + (" ends before its first line, cancelled." if self.starts else
                           " goes on and ends, cancelled." if self.begin else " ends, cancelled.")
        result = e.get("res") if e.get("res") != "None" else None
        does = " raises " + e["exc"] if state == "failed" else \
            " returns" + (" " + result_of(result) if result else "")
        ends = " has failed." if state == "failed" else " is done."
        if self.begin:
            return "%s: %s%s, so %s%s" % (self.verb(), self.function(task), does, name, ends)
        return "%s%s: %s%s" % (self.function(task), does, name, ends)

    def done_why(self, e, task, state, told):
        if task == self.main:
            self.why = [self.reason() + "."] if self.begin else []
            self.add("asyncio.run() runs until %s returns." % self.function(task)
                     if state == "done" else "asyncio.run() tidies up, then raises the error again.")
            return
        if self.begin and state != "cancelled":
            self.why = [self.turn_line()]
        elif self.begin:
            self.why = [self.canceller(task, self.before)
                        + (" before its first turn." if self.starts else ".")]
        tick = self.world.tick + 1
        if not told:
            line = "The error stays in the task until somebody awaits it." if state == "failed" else \
                "Nobody awaits it now."
        elif "task" in told:
            line = "%s awaits it: its turn is in tick %d." % (task_name(told["task"]), tick)
        else:
            who = CALLBACKS.get(told.get("cb"), (None,))[0]
            waiter = next((x["task"] for x in self.inside if x["e"] == "soon" and "task" in x), None)
            then = "; then %s has its turn" % task_name(waiter) if waiter and not who else ""
            line = "%s will be told in tick %d%s." % (who or self.callback(told["cb"]), tick, then)
        again = told and self.told_next() and \
            self.told_next() == CALLBACKS.get(told.get("cb"), (0,))[0]
        if (self.world.left or not told) and not again:
            more = self.next_line()
            line += " " + more if len(line) + 1 + len(more) <= WIDTH else ""
        self.why.append(line)

    # ---- futures ----

    def tell_fut_done(self, e):
        woken = self.woken()
        what = self.world.wait[woken[0]]["on"]["what"] if woken else None
        gives = WAITS[what][4] if what in WAITS and e["state"] == "done" else None
        head = self.subject() + (gives or {"cancelled": "cancels a future",
                                           "failed": "gives a future its error"}.get(
                                               e["state"], "gives a future its result"))
        if e["state"] == "cancelled" and any(
                "_outer_done_callback" in x.get("cb", "") for x in self.inside if x["e"] == "soon"):
            head = self.subject() + "cancels the future of shield(), not what it shields"
        ready = "%s %s" % (names(woken), is_are(woken)) if woken else ""
        if woken and gives and what in TO_WHOM:
            head += " " + names(woken)
        elif woken and len(head) + len(ready) + 3 <= WIDTH:
            head += ": " + ready
        elif woken:
            self.why = [ready + ". "]
        if woken:
            self.why = ["".join(self.why) + self.their_turn(woken)]
            self.add("It is still the turn of %s." % task_name(e["by"]), below=False)
        elif any(x["e"] == "soon" for x in self.inside):
            self.why = ["Whoever listens to it is told in tick %d." % (e["n"] + 1)]
        else:
            self.why = ["Nobody waits for it yet."]
        return head + "."

    def in_a_row(self):
        """Those cancelled one after the other, of which none passes it on to another task."""
        ids = [x["id"] for x in self.inside if x["e"] == "cancel"]
        if any(i[0] == "F" or self.world.wait.get(i, {}).get("on", {}).get("what") in
               ("task", "gather") for i in ids):
            return []
        return ids

    def tell_cancel(self, e):
        task, row = e["id"], self.in_a_row()
        if len(row) > 1:
            self.why = ["Each gets CancelledError in its turn, at the await where it stands."]
        elif task[0] == "F":
            passed_on = len([x for x in self.inside if x["e"] == "cancel"]) > 1
            self.why = ["It passes that on to all it waits for."] if passed_on else []
        elif task == e["by"]:
            self.why = ["CancelledError is raised where it waits next."]
        elif task in self.world.done:
            self.why = ["It has ended already: that changes nothing."]
        elif task not in self.world.wait:
            self.why = ["It has not started: it will end without running a line."]
        else:
            before = self.world.wait[task]
            what = before["on"]["what"]
            self.why = ["Its %s%s" % (WAITS[what][1], self.at_line(before))]
            self.why[0] += ": the request goes on to what it awaits." \
                if what in ("task", "gather") else " ends: it gets CancelledError in its turn."
        if self.first("cancel"):
            self.why.append("A task is asked to end: it may still tidy up, or even go on.")
        if len(row) > 1:
            return self.subject() + "cancels %s." % names(row)
        if task[0] == "F":
            return self.subject() + "cancels %s." % (e["what"] + "()" if "what" in e else "a future")
        return self.subject() + ("cancels itself." if task == e["by"] else
                                 "cancels %s." % task_name(task))

    def tell_sync(self, e):
        whys = {
            "() is called": "It has a yield: a call makes a generator, and runs none of its lines.",
            "() begins": "It runs to its first yield; who called next() waits meanwhile.",
            "() goes on": "It goes on behind its yield, with its locals as they were.",
            "() gives": "Control goes back to who asked for it; the line and the locals stay.",
            "() returns": "It has no more to yield: next() raises StopIteration, which ends a for."}
        self.why = [next(why for says, why in whys.items() if says in e["state"])]
        return e["state"] + "."

    def tell_timer(self, e):
        if e["cb"] == "Timeout._on_timeout":
            self.why = ["If the block is not left by then, its await is cancelled."]
            return "%ssets the time limit of a timeout block: %s." % (self.subject(), when(e["when"]))
        then = "the time limit of as_completed()." if e["cb"] in CALLBACKS else \
            self.callback(e["cb"]) + " then."
        self.why = ["Nobody waits for it: %s keeps its turn." % task_name(e["by"])]
        return "%ssets a timer for %s: %s" % (self.subject(), when(e["when"]), then)

    def tell_soon(self, e):
        n, tick = len(self.inside), self.world.tick + 1
        keeps = " in tick %d: %s keeps its turn until it must wait." % (tick, task_name(e["by"]))
        self.why = ["They run" + keeps if n > 1 else
                    "Its future is done already, so it runs in tick %d." % tick
                    if "fut" in e else "It runs" + keeps]
        if self.first("queue"):
            self.why.append("The ready queue is the line of those whose turn comes next.")
        return "%sputs %s into the ready queue%s." % (
            self.subject(), self.callback(e["cb"]),
            "" if n == 1 else " twice" if n == 2 else " %s times" % number(n))

    # ---- callbacks ----

    @staticmethod
    def callback(name):
        base = name.split("<locals>.")[1] if "<locals>." in name else name
        future = re.fullmatch(r"F\d+\.(.*)", base)
        return "a lambda" if base == "<lambda>" else \
            "a future’s %s()" % future[1] if future else base + "()"

    def tell_begin(self, e):
        if e["cb"] == SLEEP_TIMER:
            return self.sleep_over()
        if e["cb"].startswith("gather."):
            return self.gather()
        if e["cb"] in (CONNECTION, PIPE):
            return self.hear_connection() if e["cb"] == CONNECTION else self.hear_pipe()
        return self.library(e) if e["cb"] in CALLBACKS else self.users(e)

    def sleep_over(self):
        woken, tick = self.woken(), self.world.tick + 1
        first_future, first_tick = self.first("future"), self.first("tick")
        ends = [self.world.wait[t] for t in woken]
        if not woken:
            return "A timer is due: nobody waits for it any more."
        if len(woken) == 1:
            late = self.time - ends[0]["on"]["when"] > 1e-6
            self.why = ["Its timer was due at %s: only now does the loop come to it."
                        % when(ends[0]["on"]["when"]) if late else
                        "Its timer finished the future that it awaits: a result that was not there yet."
                        if first_future else "Its timer was due and finished the future that it awaits."]
            self.why.append("Ready is not running: its turn is in tick %d%s" % (
                tick, "; a tick is one round of the loop." if first_tick else "."))
            return "%s’s sleep(%s) is over: it is ready again." % (task_name(woken[0]),
                                                                  delay(ends[0]["on"]["delay"]))
        if len({end["on"]["when"] for end in ends}) > 1:
            why = "%s’s timer was due first, so it is first; each timer finished a future."
        elif len({end["t"] for end in ends}) > 1:
            why = "%s’s timer was set first, so it is first; each timer finished a future."
        else:
            why = ("Both" if len(woken) == 2 else "All " + number(len(woken))) + \
                " slept from %s to %s; each timer finished one task’s future." % (
                    when(ends[0]["t"]), when(self.time))
        self.why = [why % task_name(woken[0]) if "%s" in why else why]
        self.why.append("Ready is not running: their turns are in tick %d, one after the other." % tick)
        return "%s sleeps are over: %s are ready again." % (capital(number(len(woken))), names(woken))

    def heard(self):
        return [e["fut"] for e in self.inside if e["e"] == "begin" and e.get("fut", "F")[0] == "T"]

    def gather(self):
        woken, heard = self.woken(), self.heard()
        done = next((e for e in self.inside if e["e"] == "fut_done"), None)
        if not done:
            return self.gather_keeps(heard)
        state, all_of = done["state"], 0
        if woken:
            all_of = len(self.world.wait[woken[0]]["on"].get("of", []))
        head = {"failed": "gather() passes on an error", "cancelled": "gather() is cancelled"}.get(state)
        if not head:
            head = "gather() has all %s results" % number(all_of) if all_of > 2 else \
                "gather() has both results" if all_of == 2 else "gather() has its results"
        result = done.get("res", done.get("exc", ""))
        if state == "failed":
            self.why = ["One of its tasks was cancelled, and it passes that on."
                        if result.startswith("CancelledError") else
                        "It is %s; gather() does not cancel the others." % result]
        elif state == "done" and woken:
            self.why = ["The last result finished the future of gather(), which %s %s." % (
                names(woken), "awaits" if len(woken) == 1 else "await")]
        if state == "done" and set(result) - set("[None, ]."):
            self.why.append("The results stand in the order of the arguments: %s." % result_of(result))
        elif woken:
            self.why.append(self.their_turn(woken))
        return head + (": %s %s." % (names(woken), is_are(woken)) if woken else ".")

    def gather_keeps(self, heard):
        w = self.world
        futures = [e["fut"] for e in self.inside if e["e"] == "begin" and "fut" in e]
        awaits = [w.wait[t]["on"] for t in w.waiting()]
        of = next((on["of"] for on in awaits if on["what"] == "gather" and futures[0] in on["of"]), [])
        left = [r for r in of if r not in w.done]
        results = "a result." if len(futures) == 1 else "%s results." % number(len(futures))
        if not of:
            self.why = ["Nobody awaits that gather() now."]
            return "gather() hears of the end of %s." % names(heard) if heard else \
                "gather() hears of " + results
        self.why = ["It needs both results: " if len(of) == 2 else "It needs all results: "]
        self.why[0] += "it still waits for %s." % names(left) if left else \
            "it has yet to hear of the %s." % ("other" if len(of) == 2 else "rest")
        if any(r[0] != "T" for r in of):
            self.why = ["It needs all results, and some are not there yet."]
        if not heard:
            return "gather() keeps " + results
        state = w.state[heard[0]] if len(heard) == 1 else "done"
        thing = {"failed": "error", "cancelled": "cancellation"}.get(state, "result")
        return "gather() keeps the %s%s of %s." % (thing, "s" if len(heard) > 1 else "", names(heard))

    def effect(self):
        cancelled = [e["id"] for e in self.inside if e["e"] == "cancel" and e["id"][0] == "T"]
        woken = self.woken()
        if cancelled:
            return ": it cancels " + names(cancelled)
        made = any(e["e"] == "task" for e in self.inside)
        return ": %s %s" % (names(woken), is_are(woken)) if woken and not made else ""

    def group_does(self, heard, woken, does):
        if any(x["e"] == "cancel" and x["id"][0] == "T" for x in self.inside):
            return "One has failed, so those that still run are asked to end."
        if woken:
            return "That was the last of its tasks."
        failed = heard and self.world.state[heard[0]] == "failed"
        return "It keeps that error, too, and waits for the last of its tasks." if failed else does

    def library(self, e):
        told, happens, does = CALLBACKS[e["cb"]]
        heard, woken = self.heard(), self.woken()
        timed = self.world.handle[e["h"]]["e"] == "timer"
        if told and not timed:
            ends = {"failed": " has failed", "cancelled": " was cancelled"}
            head = told + " hears that " + (
                "its future" + ends.get(self.world.done.get(e.get("fut"), ("done",))[0], " is done")
                if not heard else
                names(heard) + (" have ended" if len(heard) > 1 else
                                ends.get(self.world.state[heard[0]], " is done")))
        else:
            waiting = self.world.wait.get(woken[0]) if woken else None
            noun = WAITS[waiting["on"]["what"]][1] if waiting else None
            head = "The time of %s is up" % noun if noun and e["cb"] == "_release_waiter" else happens
        if e["cb"] == "TaskGroup._on_task_done":
            does = self.group_does(heard, woken, does)
        if e["cb"] == "_release_waiter":
            does = "What was awaited has %s" % ("not ended in time." if timed else "ended.")
        self.why = [does] + ([self.their_turn(woken)] if woken else [])
        made = [x["id"] for x in self.inside if x["e"] == "task"]
        return head + (": it makes " + task_name(made[-1]) if made else self.effect()) + "."

    def users(self, e):
        out = next((x for x in self.inside if x["e"] == "out"), None)
        made = next((x for x in self.inside if x["e"] == "task"), None)
        error = next((x for x in self.inside if x["e"] == "loop_error"), None)
        runs = len([x for x in self.inside if x["e"] == "begin"])
        does = (" runs twice" if runs == 2 else " runs %s times" % number(runs)) if runs > 1 else \
            " runs and raises " + error["exc"] if error else \
            " runs and makes " + task_name(made["id"]) if made else \
            " runs and prints “%s”" % plain(out["s"]) if out else " runs"
        source = self.world.handle[e["h"]]
        if source["e"] == "timer":
            self.why = ["It was due at %s." % when(source["when"])]
        elif e.get("fut", "F0")[0] == "T":
            self.why = ["%s has ended, and calls it back." % task_name(e["fut"])]
        elif e.get("fut"):
            self.why = ["Its future is done, and calls it back."]
        else:
            self.why = ["It stood in the ready queue."]
        self.add("A callback is a function: it cannot pause.")
        name = self.callback(e["cb"])
        head = (capital(name) if name.startswith("a ") else name) + does + self.effect()
        return head if head.endswith((".”", "!”", "?”", "…”")) else head + "."


def story(path):
    events = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if events[1]["e"] == "thread_start":
        return "".join(line + "\n" for line in Threads(events).all())
    return "".join(line + "\n" for line in Story(events, events[0]["script"].split("/")[-1]).all())


def main():
    for path in map(pathlib.Path, sys.argv[1:]):
        print(story(path), end="")
    for path in sorted(GOLDEN.glob("*.ndjson")) if len(sys.argv) < 2 else []:
        (GOLDEN / "moments").mkdir(exist_ok=True)
        (GOLDEN / "moments" / (path.stem + ".txt")).write_text(story(path), encoding="utf-8")


if __name__ == "__main__":
    main()
