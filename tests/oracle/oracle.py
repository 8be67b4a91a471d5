#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The oracle: runs an asyncio program under real CPython and tells its loop's events as NDJSON.

    oracle.py [--out FILE] [--lines] PROGRAM.py [ARGUMENT...]

Without --out the events go to stdout, and what the program prints is in them only ("e":"out").
--lines adds an event for each line of the program that is executed (and, up to 3.12, leaves out
the locals).  Exit status: the program's; 3 for a deadlock.

It is the tracer of src/adapter/python, as it is injected into a user's Python, but for this: the
clock is virtual (it starts at 0, stands still while code runs, and when nothing is ready jumps to
the next deadline), and the order is canonical: timers with equal deadlines fire, and tasks that
asyncio keeps in sets are visited, in order of creation.  (A bare CPython visits sets by memory
address; on a real clock no two deadlines are equal, which comes to the same order.)  It tells only
what asyncio itself does, and generators.
"""
import argparse
import ast
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

TRACER = pathlib.Path(__file__).resolve().parent.parent.parent / "src" / "adapter" / "python"


def joined():
    """The tracer's parts in their order."""
    names = (TRACER / "PARTS").read_text(encoding="utf-8").split()
    return "".join((TRACER / name).read_text(encoding="utf-8") for name in names)


def has_generators(path):
    """Has the program functions that yield?  Those are told of only when it is compiled by us."""
    try:
        tree = ast.parse(pathlib.Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return False
    return any(isinstance(node, ast.FunctionDef) and any(isinstance(part, (ast.Yield, ast.YieldFrom))
                                                        for part in ast.walk(node)) for node in ast.walk(tree))


def close_trace(trace, status):
    """Says how the program ended, as whoever started it must."""
    lines = trace.read_text(encoding="utf-8").splitlines()
    last = json.loads(lines[-1]) if lines else {"i": -1, "n": 0, "t": 0.0, "e": ""}
    if last["e"] != "deadlock":
        exit = {"i": last["i"] + 1, "n": last["n"], "t": last["t"], "e": "exit", "rc": status}
        with trace.open("a", encoding="utf-8") as file:
            file.write(json.dumps(exit, separators=(",", ":")) + "\n")


def run(options, folder):
    trace = pathlib.Path(folder, "trace")
    pathlib.Path(folder, "sitecustomize.py").write_text(joined(), encoding="utf-8")
    words = ["clock=virtual", "bare=1", "locks=0"] + ["lines=1"] * options.lines
    program = [options.program, *options.arguments]
    if has_generators(options.program):
        words.append("generators=1")
        program.insert(0, pathlib.Path(__file__).with_name("generators.py"))
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])]),
                       PYTHONUTF8="1", PYTHONDONTWRITEBYTECODE="1", LOOPSCOPE_TRACE=trace,
                       LOOPSCOPE_OPTIONS=" ".join(words))
    stdout = None if options.out else subprocess.DEVNULL
    done = subprocess.run([sys.executable, *program], env=environment, stdout=stdout)
    status = done.returncode if done.returncode >= 0 else 128 - done.returncode
    close_trace(trace, status)
    text = trace.read_text(encoding="utf-8")
    if options.out:
        pathlib.Path(options.out).write_text(text, encoding="utf-8")
    else:
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(text)
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
    with tempfile.TemporaryDirectory() as folder:
        return run(options, folder)


if __name__ == "__main__":
    sys.exit(main())
