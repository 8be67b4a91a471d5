#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Credit never changes a trace: on the virtual clock a program that is granted one event at a time, one tick at a
time, windows by chance, or all at once tells the same, and what CPython's golden trace has.

    credit.py [PROGRAM.py...]        those of its table, if none is named
"""
import pathlib
import random
import re
import subprocess
import sys

import peer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAMS = ("s03_sleeps", "s08b_queue_full", "s13b_taskgroup_fail", "s15_executor", "s17_never_retrieved", "s36_callback_fails")
OPTIONS = "clock=virtual bare=1 locks=0"


def orders(policy):
    """Each time what came was used up: the next order."""
    chance = random.Random(policy)
    while True:
        if policy == "free":
            yield "F"
        elif policy == "ticks":
            yield "T 1"
        else:
            yield f"E {1 if policy == 'one' else chance.choice((1, 2, 3, 7, 20, 200))}"


def granted(order, lines):
    """How much of what was granted these lines have used up."""
    kind, _, n = order.partition(" ")
    if kind == "E":
        return int(n) - len(lines)
    if kind == "T":
        return int(n) - sum(b'"e":"tick"' in line for line in lines)
    return 1


def trace(path, policy):
    program = peer.Traced([sys.executable, "-X", "utf8", path.name], OPTIONS, cwd=path.parent,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    following, left = orders(policy), 0
    order = ""
    while True:
        lines = program.receive(20)
        if lines is None:
            break
        if not program.lines:
            raise RuntimeError(f"{path.name}, {policy}: nothing comes")
        left = granted(order, program.lines[mark:]) if order else 0
        if left <= 0:
            order, mark = next(following), len(program.lines)
            program.say(order)
    program.close()
    return [line.decode() for line in program.lines]


def versionless(lines):
    return [re.sub(r'"py":"[^"]*"', '"py":""', line) for line in lines]


def golden(path):
    lines = (ROOT / "tests" / "golden" / f"{path.stem}.ndjson").read_text(encoding="utf-8").splitlines()
    return [line for line in versionless(lines) if '"e":"exit"' not in line]


def bare(path, lines):
    """Free of what differs from folder to folder, and of what the goldens are older than."""
    import os
    text = "\n".join(versionless(lines)).replace(f"{path.parent}/", "").replace(f"{os.path.dirname(os.path.realpath(os.__file__))}/", "")
    return re.sub(r'("e":"(?:cancel|fut_done)".*),"at":"[^"]*"', r"\1", re.sub(r" at 0x[0-9a-f]+", "", text)).split("\n")


def main(names):
    paths = [pathlib.Path(name).resolve() for name in names] or [ROOT / "tests" / "programs" / f"{p}.py" for p in PROGRAMS]
    wrong = 0
    for path in paths:
        free = bare(path, trace(path, "free"))
        for policy in ("one", "ticks", "chance-1", "chance-2"):
            got = bare(path, trace(path, policy))
            if got != free:
                wrong += 1
                where = next((i for i, (a, b) in enumerate(zip(got, free)) if a != b), min(len(got), len(free)))
                print(f"{path.name}, {policy}: differs in event {where}: {got[where:where + 1]}, free {free[where:where + 1]}")
        if sys.version_info[:2] == (3, 11) and free != golden(path):
            wrong += 1
            print(f"{path.name}: is not the golden trace")
    print(f"{len(paths)} programs, {wrong} differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
