#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds loopscope against real asyncio on random scenarios that nobody wrote by hand.

    python3 tests/oracle/conformance.py [-n N] [--seed S] [--loopscope PATH]

Each of N scenarios runs under CPython (virtual clock, canonical order) and under loopscope; what they print and the
order in which their handles run must be the same, byte for byte.  One thing may come later under CPython, and is
counted: that nobody asked for a task's error.  It is told when the task goes, and 3.11's TaskGroup leaves circles of
references behind (a caught cancellation, its traceback, the frame) that keep one to the end.  Prints how many are, and the first that is not,
made as small as it can be made without becoming equal.  The exit status is 1 if there is one.

With it go a tenth as many programs of "loopscope quiz": their source runs under CPython as it stands, and all events
must be the same, lines and times included, but for what only loopscope tells.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import gen_scenarios
import golden


def python_says(path):
    """(output, seq) of a scenario under CPython."""
    trace, output = golden.run(golden.ORACLE / "scenario_run.py", path)
    if "RecursionError" in trace + output:
        raise RuntimeError("it meets Python's recursion limit, and where that lies depends on the tracer")
    events = [json.loads(line) for line in trace.splitlines()]
    kinds = [event["e"] for event in events]
    if "close" in kinds and "out" in kinds[kinds.index("close"):]:
        raise RuntimeError("a task that is left pending says something while the interpreter destroys it")
    return output, golden.seq(events)


def loopscope_says(program, path):
    def ask(*words):
        return subprocess.run([program, *words, path], capture_output=True, encoding="utf-8", timeout=20).stdout
    try:
        return ask("run"), ask("trace", "--format", "seq")
    except subprocess.TimeoutExpired:
        return "it does not end"


LATE = "    loop_error Task exception was never retrieved"


def told_late(python, ours):
    """Are they equal but for LATE lines, each of which CPython has no earlier?"""
    def split(seq):
        lines = seq.splitlines()
        places = [i for i, line in enumerate(lines) if line == LATE]
        return [line for line in lines if line != LATE], [i - n for n, i in enumerate(places)]
    (rest, late), (our_rest, early) = split(python[1]), split(ours[1])
    return (python[0] == ours[0] and rest == our_rest and len(late) == len(early)
            and all(a >= b for a, b in zip(late, early)))


def equal(program, scenario):
    """True, False, or "late"."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "scenario.json")
        path.write_text(json.dumps(scenario))
        python = python_says(path)
        ours = loopscope_says(program, path)
        return python == ours or (told_late(python, ours) and "late")


def uses(ops, name):
    return any(op[0] == name or any(isinstance(part, list) and part and isinstance(part[0], list) and uses(part, name)
                                    for part in op[1:]) for op in ops)


def left_out(scenario):
    """Why a scenario is not asked of this Python, or None: where later versions do it another way than 3.11."""
    everything = [*scenario["defs"], scenario["main"]]
    if sys.version_info >= (3, 12) and any(uses(ops, "wait_for") for ops in everything):
        return "wait_for (3.12 makes no task of its own for it)"
    if sys.version_info >= (3, 12) and any(uses(ops, "gather") for ops in everything):
        return "gather (3.12 runs the callbacks of children that are done at once)"
    return None


# ---- making a scenario smaller

def lists(ops):
    """Every list of ops in a list of ops, itself first."""
    yield ops
    for op in ops:
        for part in op[1:]:
            if isinstance(part, list) and part and isinstance(part[0], list):
                yield from lists(part)


def smaller(scenario):
    """Each way to leave one op out, or to put the ops of a block in its place."""
    text = json.dumps(scenario)
    count = len([1 for ops in [*scenario["defs"], scenario["main"]] for _ in lists(ops)])
    for which in range(count):
        position = 0
        while True:
            copy = json.loads(text)
            ops = [block for top in [*copy["defs"], copy["main"]] for block in lists(top)][which]
            if position >= len(ops):
                break
            del ops[position]
            yield copy
            position += 1


def shrink(program, scenario):
    shrunk = True
    while shrunk:
        shrunk = False
        for candidate in smaller(scenario):
            try:
                same = equal(program, candidate)
            except (RuntimeError, subprocess.TimeoutExpired):
                continue
            if not same:
                scenario, shrunk = candidate, True
                break
    return scenario


def try_one(task):
    program, seed = task
    scenario = gen_scenarios.Generator(seed).scenario()
    why = left_out(scenario)
    if why:
        return seed, why, scenario
    try:
        return seed, equal(program, scenario), scenario
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        return seed, str(error).splitlines()[-1], scenario


# ---- quizzes

OURS = {"sync", "warning"}
NOT_COMPARED = ("i", "locals", "script", "sources", "py", "impl", "clock", "name", "version")


def bare(line):
    """An event without what differs by nature."""
    event = json.loads(line)
    for key in NOT_COMPARED if event["e"] == "start" else ("i", "locals"):
        event.pop(key, None)
    event.get("on", {}).pop("obj", None)
    if event["e"] in ("cancel", "fut_done", "soon", "timer", "executor"):
        event.pop("at", None)
    return event


def try_quiz(task):
    """Nothing, or in which event the program of a seed differs."""
    program, seed = task
    ours = subprocess.run([program, "trace", "quiz", "--seed", str(seed), "--format", "ndjson"],
                          capture_output=True, encoding="utf-8", timeout=20).stdout.splitlines()
    name, text = next(iter(json.loads(ours[0])["sources"].items()))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.write_text(text)
        python = [bare(line) for line in golden.run(path)[0].splitlines()]
    events = [event for event in map(bare, ours) if event["e"] not in OURS]
    if events == python:
        return None
    number = next((i for i, (a, b) in enumerate(zip(events, python)) if a != b), min(len(events), len(python)))
    return f"quiz --seed {seed} differs in event {number}: {events[number:number + 1]}, CPython {python[number:number + 1]}"


def try_quizzes(pool, program, first, n):
    """What differs of the programs of n seeds."""
    return [answer for answer in pool.map(try_quiz, [(program, first + i) for i in range(n)]) if answer]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1000, help="of the first scenario")
    parser.add_argument("--loopscope", default="build/loopscope")
    options = parser.parse_args()
    program = os.path.abspath(options.loopscope)
    different, same, late, skipped = [], 0, 0, {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for seed, result, scenario in pool.map(try_one, [(program, options.seed + i) for i in range(options.n)]):
            if result is True or result == "late":
                same += 1
                late += result == "late"
            elif result is False:
                different.append((seed, scenario))
            else:
                skipped[result] = skipped.get(result, 0) + 1
        quizzes = max(options.n // 10, 1)
        wrong = try_quizzes(pool, program, options.seed, quizzes)
    print(f"{same} of {options.n} scenarios (seeds {options.seed} to {options.seed + options.n - 1}) equal "
          f"CPython {platform.python_version()}, {len(different)} differ")
    if late:
        print(f"{late} of these tell later under CPython that nobody asked for a task's error")
    for why, n in skipped.items():
        print(f"{n} left out: {why}")
    if different:
        seed, scenario = different[0]
        print(f"the first that differs has seed {seed}; at its smallest:")
        print(json.dumps(shrink(program, scenario), separators=(",", ":")))
    print(f"{quizzes - len(wrong)} of {quizzes} quizzes equal, {len(wrong)} differ")
    if wrong:
        print(wrong[0])
    return 1 if different or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
