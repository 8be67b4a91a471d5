#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plays a scenario with asyncio.  The C tests play the same file; the goldens are what this does.

    scenario_run.py FILE.json

{"locks":n, "sems":[value..], "events":n, "queues":[maxsize..], "defs":[[op..]..], "main":[op..]}

A task plays one def; it is called d<def>.<count of starts>.  A step says nothing unless told here:

    ["say",s]                   says s
    ["sleep",d]                 asyncio.sleep(d)
    ["spawn",v,i]               slot v = create_task(def i)
    ["join",v]                  awaits slot v; says the outcome (nothing if empty or itself)
    ["cancel",v]                cancels slot v; says what cancel() returned
    ["gather",[i..],re]         await gather(def.., return_exceptions=re); says the results
    ["lock",k,[op..]]           async with lock k
    ["sem",k,[op..]]            async with semaphore k
    ["set",k] ["clear",k] ["wait",k]        event k
    ["put",k,x] ["get",k]       queue k; get says the item
    ["wait_for",i,t]            await wait_for(def i, t); says the outcome
    ["timeout",t,[op..]]        async with timeout(t); says when it expires
    ["shield",v]                await shield(slot v); says the outcome
    ["group",[i..]]             async with TaskGroup, a task for each def; says how it ended
    ["try",[op..],[op..]]       the second list after any exception of the first, cancellation too
    ["finally",[op..],[op..]]   the second list in any case
    ["soon",s] ["later",d,s]    call_soon, call_later of a callback that says s
    ["raise",s] ["return",x]
"""
import asyncio
import gc
import json
import sys


class Return(Exception):
    """Carries the value of a "return" out of the lists it is nested in."""


def show(exc):
    if isinstance(exc, asyncio.CancelledError):
        return "Cancelled"
    if isinstance(exc, BaseExceptionGroup):
        return "Group[" + ",".join(map(show, exc.exceptions)) + "]"
    return f"{type(exc).__name__}:{exc}"


async def outcome(awaitable):
    """The result as text.  Only the caller's own cancellation goes through."""
    try:
        return repr(await awaitable)
    except asyncio.CancelledError:
        if asyncio.current_task().cancelling():
            raise
        return "Cancelled"
    except Exception as e:
        return show(e)


class Scenario:
    def __init__(self, scenario):
        self.defs = scenario["defs"]
        self.started = 0
        self.slots = {}
        self.locks = [asyncio.Lock() for _ in range(scenario["locks"])]
        self.sems = [asyncio.Semaphore(value) for value in scenario["sems"]]
        self.events = [asyncio.Event() for _ in range(scenario["events"])]
        self.queues = [asyncio.Queue(size) for size in scenario["queues"]]

    def start(self, i):
        self.started += 1
        return self.play(f"d{i}.{self.started}", self.defs[i])

    async def play(self, me, ops):
        try:
            await self.all(me, ops)
        except Return as e:
            return e.args[0]

    async def all(self, me, ops):
        for name, *arguments in ops:
            await getattr(self, "op_" + name)(me, *arguments)

    def other(self, v):
        """The task in slot v, if it is one that this task can wait for."""
        task = self.slots.get(v)
        return None if task is asyncio.current_task() else task

    async def op_say(self, me, s):
        print(f"{me}: {s}")

    async def op_sleep(self, me, delay):
        await asyncio.sleep(delay)

    async def op_spawn(self, me, v, i):
        self.slots[v] = asyncio.create_task(self.start(i))

    async def op_join(self, me, v):
        if task := self.other(v):
            print(f"{me}: join {v} -> {await outcome(task)}")

    async def op_cancel(self, me, v):
        if task := self.slots.get(v):
            print(f"{me}: cancel {v} -> {task.cancel()}")

    async def op_gather(self, me, defs, return_exceptions):
        async def gather():
            children = map(self.start, defs)
            results = await asyncio.gather(*children, return_exceptions=return_exceptions)
            return [show(x) if isinstance(x, BaseException) else x for x in results]
        print(f"{me}: gather -> {await outcome(gather())}")

    async def op_lock(self, me, k, ops):
        async with self.locks[k]:
            await self.all(me, ops)

    async def op_sem(self, me, k, ops):
        async with self.sems[k]:
            await self.all(me, ops)

    async def op_set(self, me, k):
        self.events[k].set()

    async def op_clear(self, me, k):
        self.events[k].clear()

    async def op_wait(self, me, k):
        await self.events[k].wait()

    async def op_put(self, me, k, item):
        await self.queues[k].put(item)

    async def op_get(self, me, k):
        print(f"{me}: got {await self.queues[k].get()}")

    async def op_wait_for(self, me, i, timeout):
        print(f"{me}: wait_for -> {await outcome(asyncio.wait_for(self.start(i), timeout))}")

    async def op_timeout(self, me, delay, ops):
        try:
            async with asyncio.timeout(delay):
                await self.all(me, ops)
        except TimeoutError:
            print(f"{me}: timeout")

    async def op_shield(self, me, v):
        if task := self.other(v):
            print(f"{me}: shield {v} -> {await outcome(asyncio.shield(task))}")

    async def op_group(self, me, defs):
        try:
            async with asyncio.TaskGroup() as group:
                for i in defs:
                    group.create_task(self.start(i))
            print(f"{me}: group ok")
        except BaseExceptionGroup as e:
            print(f"{me}: group {show(e)}")

    async def op_try(self, me, ops, handler):
        try:
            await self.all(me, ops)
        except Return:
            raise
        except BaseException as e:
            print(f"{me}: caught {show(e)}")
            await self.all(me, handler)

    async def op_finally(self, me, ops, cleanup):
        try:
            await self.all(me, ops)
        finally:
            await self.all(me, cleanup)

    async def op_soon(self, me, s):
        asyncio.get_running_loop().call_soon(print, f"cb: {s}")

    async def op_later(self, me, delay, s):
        asyncio.get_running_loop().call_later(delay, print, f"cb: {s}")

    async def op_raise(self, me, s):
        raise ValueError(s)

    async def op_return(self, me, value):
        raise Return(value)


async def main(scenario):
    try:
        async with asyncio.timeout(100):
            await Scenario(scenario).play("main", scenario["main"])
    except TimeoutError:
        print("main: stuck")
    print("end at", round(asyncio.get_running_loop().time(), 6))


if __name__ == "__main__":
    # The collector comes when enough has been allocated, by the tracer too: a pending task that only
    # a circle keeps would be destroyed anywhere. Without it, that is behind the last event.
    gc.disable()
    with open(sys.argv[1], encoding="utf-8") as file:
        asyncio.run(main(json.load(file)))
