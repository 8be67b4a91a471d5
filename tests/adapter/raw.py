#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A traced program prints what it prints untraced, ends with its status, and no traceback names the tracer.

    raw.py                  some programs, each under one of the Pythons of this machine, by turns
    raw.py --all            each under each
    raw.py PROGRAM.py...    those, under each

The Pythons are those of ~/.pyenv/versions, and python3.  What a program may print in another way each time (numbers of
more than three digits, fractions, addresses) is not compared.  A program without end gets SIGINT after some
seconds, and of what it printed the first two lines and the last are compared.  With BUSY=1 the order of lines is not: a
machine that is busy changes it.
"""
import concurrent.futures
import difflib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import peer

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENDLESS = ("18_server_forever", "28_timer_forever", "deadlock_async")
# These print which of two things came first that happen at the same time.
RACES = ("20_thread_wakes_loop", "race", "gil", "32_cpu_blocks", "s43_threads_compute")
# Whether it ends at all is a race, too.
LUCK = ("deadlock",)
NO_END = "no end"


def pythons():
    """Each version once."""
    found = {}
    for path in [*sorted(pathlib.Path.home().glob(".pyenv/versions/3.*/bin/python")), pathlib.Path(sys.executable)]:
        asked = subprocess.run([path, "-c", "import sys; print(*sys.version_info[:2])"], stdout=subprocess.PIPE)
        version = tuple(map(int, asked.stdout.split()))
        if version >= (3, 8):
            found.setdefault(version, path)
    return list(found.values())


def run(python, program, more):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LOOPSCOPE", "PYTHON"))}
    environment.update(more, PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0")
    typed = program.with_suffix(".stdin")
    stdin = typed.open("rb") if typed.exists() else subprocess.DEVNULL
    process = subprocess.Popen([python, program.name], cwd=program.parent, env=environment, stdin=stdin,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if program.stem in ENDLESS:
        let_it_begin(process)
        process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=300)
    except subprocess.TimeoutExpired:
        process.kill()
        return NO_END, *map(said, process.communicate())
    return process.returncode, said(out), said(err)


def let_it_begin(process):
    """Returns when a program without end is at its work: its loop has slept."""
    for _ in range(300):
        time.sleep(0.1)
        try:
            if "epoll" in pathlib.Path(f"/proc/{process.pid}/wchan").read_text():
                break
        except OSError:
            pass
    time.sleep(1)


def said(printed):
    text = printed.decode("utf-8", "replace")
    return re.sub(r"0x[0-9a-f]+|\d+\.\d+|\d{4,}|\d+(?= s\b)", "#", text).splitlines()


def differences(python, program, folder):
    trace = pathlib.Path(folder, f"{program.stem}-{python.parent.parent.name}.ndjson")
    raw = run(python, program, {})
    traced = run(python, program, {"PYTHONPATH": folder, "LOOPSCOPE_TRACE": str(trace)})
    if NO_END in (raw[0], traced[0]):
        return [f"it ends with {raw[0]}, and traced with {traced[0]}"]
    if any("sitecustomize" in line for text in traced[1:] for line in text):
        return ["the tracer is named"]
    if '"e":"start"' not in trace.read_text(encoding="utf-8"):
        return ["it was not traced"]
    if program.stem in RACES or os.environ.get("BUSY"):
        raw, traced = [(status, *map(sorted, texts)) for status, *texts in (raw, traced)]
    if program.stem in ENDLESS:
        raw, traced = [(status, *[text[:2] + text[-1:] for text in texts]) for status, *texts in (raw, traced)]
    found = [] if raw[0] == traced[0] else [f"status {traced[0]}, and not {raw[0]}"]
    for a, b in zip(raw[1:], traced[1:]):
        found += list(difflib.unified_diff(a, b, "untraced", "traced", lineterm="", n=0))[:12]
    return found


def check(job):
    """A busy machine is no difference: what differs is tried again, and again."""
    for attempt in range(3):
        found = differences(*job)
        if not found:
            break
    return (*job[:2], found)


def main(words):
    named = [pathlib.Path(word).resolve() for word in words if word != "--all"]
    ours = sorted(path for folder in ("tests/programs", "scenes") for path in ROOT.glob(f"{folder}/*.py")
                  if path.stem not in LUCK)
    cases = sorted(HERE.glob("cases/*.py"))
    some = [path for path in cases[::2] + ours[::20] if path.stem not in ENDLESS]
    programs = named or (cases + ours if words else some)
    every = pythons()
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "sitecustomize.py").write_text(peer.joined(), encoding="utf-8")
        jobs = [(python, program, folder) for i, program in enumerate(programs) for j, python in enumerate(every)
                if words or i % len(every) == j]
        wrong = 0
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for python, program, found in pool.map(check, jobs):
                if found:
                    wrong += 1
                    print(f"{program.name} under {python}:", *found, sep="\n    ")
    print(f"{len(jobs)} runs of {len(programs)} programs under {len(every)} Pythons, {wrong} differ")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
