#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds every scene of threads, by many schedules, against real CPython 3.11, line by line.

    threads_conformance.py [-n SEEDS] [--seed FIRST] [--loopscope PROGRAM]

Each scene runs with the GIL and without, once for each seed.  What is compared is who acts, at which
line, what it reads and writes, which locks it gets and waits for, who is switched and why, what is
printed, the draws, and the verdict.  Exit status: 0 if all is the same, else 1.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from golden import BOTH, THREADS

ORACLE = pathlib.Path(__file__).resolve().parent
SCENES = ORACLE.parent.parent / "scenes"
OURS = ("start", "warning", "err")


def events(text):
    """A list for each run, without what is only ours; numbered anew."""
    runs = []
    for line in text.splitlines():
        event = json.loads(line)
        if event["e"] == "start":
            runs.append([])
        if event["e"] not in OURS:
            runs[-1].append({**event, "i": len(runs[-1]) + 1})
    return runs


def cpython(program, gil, first, n):
    with tempfile.TemporaryDirectory() as folder:
        half = pathlib.Path(folder, program.name)
        half.write_text(program.read_text(encoding="utf-8").replace(BOTH, THREADS), encoding="utf-8")
        command = [sys.executable, "-B", "-E", "-X", "utf8", ORACLE / "threads.py", "--gil", gil,
                   "--seeds", f"{first}:{first + n}", half]
        return events(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


def ours(loopscope, program, gil, seed):
    both = BOTH in program.read_text(encoding="utf-8")
    command = [loopscope, "trace", program.stem.replace("_", "-"), "-p", f"gil={int(gil == 'on')}",
               *(["-p", "part=threads"] if both else []), "--seed", str(seed), "--format", "ndjson"]
    return events(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)[0]


def difference(a, b):
    for x, y in zip(a, b):
        if x != y:
            return f"- {json.dumps(x)}\n+ {json.dumps(y)}"
    return None if len(a) == len(b) else "one of them ends early"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--loopscope", default="build/loopscope")
    o = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        print("threads: left out, for want of a Python 3.11")
        return 0
    programs = [p for p in sorted(SCENES.glob("*.py"))
                if "import threading" in p.read_text(encoding="utf-8")]
    runs = 0
    for program in programs:
        name = program.stem.replace("_", "-")
        for gil in ("on", "off"):
            for seed, theirs in enumerate(cpython(program, gil, o.seed, o.n), o.seed):
                differs = difference(theirs, ours(o.loopscope, program, gil, seed))
                runs += 1
                if differs:
                    print(f"{name} --gil {gil} --seed {seed} differs:\n{differs}")
                    return 1
    print(f"{runs} runs of {len(programs)} scenes of threads, all as in CPython")
    return 0


if __name__ == "__main__":
    sys.exit(main())
