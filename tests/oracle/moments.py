#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cuts traces into moments, the larger of the two sizes of step; story.py tells them.

This is the rule said a second time, in another way than src/story/moments.c says it: it looks ahead
as far as it likes.
"""
import pathlib

GOLDEN = pathlib.Path(__file__).parent.parent / "golden"
ONE_EVENT = {"sync", "out", "err", "block", "executor", "thread_sleep", "thread_compute",
             "warning", "jump",
             "idle", "deadlock", "crash", "exit"}
INNER_TIMERS = {"_set_result_unless_cancelled", "_release_waiter"}
CLOSING = ("shutdown_asyncgens", "shutdown_default_executor")


class Cutter:
    def __init__(self, events, asyncio_s):
        self.events, self.asyncio_s = events, asyncio_s
        self.main = None
        self.own = set()  # asyncio.run()'s own tasks
        self.ending = False

    def kind(self, i):
        return self.events[i]["e"] if i < len(self.events) else None

    def cut(self):
        stops, i = [], 0
        while i < len(self.events):
            last = self.head(i)
            if last is not None:
                stops.append(last)
            i = i + 1 if last is None else last + 1
        if not stops or stops[-1] != len(self.events) - 1:
            stops.append(len(self.events) - 1)
        return stops

    def head(self, i):
        """The last event of the moment that event i makes; None if it makes none."""
        event, kind = self.events[i], self.kind(i)
        if kind in ONE_EVENT:
            return i
        if kind == "loop_error":
            while self.kind(i + 1) == "err":
                i += 1
            return i
        if kind == "start":
            return self.setup(i) if self.kind(i + 1) == "loop" else i
        if kind == "loop":
            return None if self.ending else self.setup(i)
        if kind == "close":
            was, self.ending = self.ending, False
            return i if was else None
        if kind == "task":
            if any(name in event.get("coro", "") for name in CLOSING):
                self.own.add(event["id"])
                return None
            return self.tasks(i)
        if kind == "task_done":
            return None if event["id"] in self.own else self.done(i)
        if kind == "end":
            return i if "on" in event else None
        if kind == "begin" and "cb" in event:
            return None if "_run_until_complete_cb" in event["cb"] else self.callbacks(i)
        if kind in ("fut_done", "cancel"):
            return self.futures(i) if event.get("by", "").startswith("T") else None
        if kind == "process":
            told = event["phase"] in ("dropped", "sleeps", "computes")
            return i if told or (event["phase"] == "sent" and self.running(i)) else None
        if kind == "transfer":
            return self.under_way(i) if not self.running(i) and self.is_under_way(i) else None
        if kind == "soon":
            return self.callbacks_put(i) if event.get("by", "").startswith("T") and \
                "cb" in event and event["cb"] not in (*self.asyncio_s, "BaseEventLoop.create_task") \
                else None
        if kind == "timer":
            return None if event.get("cb") in INNER_TIMERS else i
        return None

    def running(self, i):
        """Is a task's turn under way?"""
        while i and self.kind(i) not in ("begin", "end"):
            i -= 1
        return self.kind(i) == "begin" and "task" in self.events[i]

    def is_under_way(self, i):
        return self.kind(i) == "transfer" and \
            self.events[i]["phase"] in ("resolve", "connect", "request", "arrived")

    def under_way(self, i):
        while self.is_under_way(i + 1):
            i += 1
        return i

    def setup(self, i):
        while self.kind(i) not in ("run", None):
            if self.kind(i) == "task":
                self.main = self.events[i]["id"]
            i += 1
        return i

    def tasks(self, i):
        first = made = self.events[i]
        while i + 1 < len(self.events):
            after = self.events[i + 1]
            again = after["e"] == "task" and all(after.get(k) == first.get(k) for k in ("by", "src"))
            if again:
                made = after
            elif after["e"] != "name" and (after["e"], after.get("task")) != ("soon", made["id"]):
                break
            i += 1
        return i

    def done(self, i):
        task = self.events[i]["id"]
        self.ending |= task == self.main
        while self.kind(i + 1) == "soon" and ("cb" in self.events[i + 1] or
                                              self.events[i + 1].get("fut") == task):
            i += 1
        if self.kind(i + 1) == "end" and self.events[i + 1].get("task") == task:
            i += 1
        return i

    def callbacks(self, i):
        name, first = self.events[i]["cb"], i
        while True:
            while self.kind(i) != "end":
                i += 1
            does = {event["e"] for event in self.events[first:i]}
            if self.kind(i + 1) != "begin" or self.events[i + 1].get("cb") != name or \
                    does & {"out", "task", "cancel", "block"}:
                return i
            i += 1

    def callbacks_put(self, i):
        while self.kind(i + 1) == "soon" and self.events[i + 1].get("cb") == self.events[i]["cb"]:
            i += 1
        return i

    def futures(self, i):
        by = self.events[i].get("by")
        while self.kind(i + 1) in ("soon", "fut_done", "cancel") and \
                self.events[i + 1].get("by") == by:
            i += 1
        return i
