#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""(Re)makes the goldens: what real CPython asyncio does, for the C loop to be compared with.

    python3 tests/oracle/golden.py [NAME...]        all of them, or only those named

    scenes/NAME.py, tests/programs/NAME.py ->
        tests/golden/NAME.ndjson    the trace
        tests/golden/NAME.seq       a line per handle that ran: tick, time, what; below it what it
                                    printed, what the loop complained of, how the task stands then
        tests/golden/NAME.out       what it printed
    tests/golden/scenarios/NAME.json -> NAME.seq and NAME.out beside it
    scenes and tests/schedules/NAME.py that make threads -> schedules/NAME-GIL-SEED.ndjson: the trace
                                by the schedule of that seed
    tests/golden/changed.txt -> changed/NAME-PARAMETER=VALUE.ndjson: the trace of a scene in which a
                                line was changed, as that parameter does it
    tests/golden/PYTHON             who says so

Every program runs twice.  If the runs differ, or one does not end, nothing is written for it and
the exit status is 1.
"""
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

ORACLE = pathlib.Path(__file__).resolve().parent
ROOT = ORACLE.parent.parent
GOLDEN = ROOT / "tests" / "golden"
STDLIB = pathlib.Path(os.__file__).resolve().parent
VERSION = (3, 11)
SEEDS = (1, 2, 3)
# A program with this line has a loop, and threads of its own; each half can be had alone.
BOTH, TASKS, THREADS = 'PARTS = "tasks", "threads"', 'PARTS = ("tasks",)', 'PARTS = ("threads",)'


def seq(events):
    """The trace in short: the easiest thing to compare, and to read."""
    lines = []
    for event in events:
        kind = event["e"]
        if kind == "begin":
            lines.append(f"{event['n']} {event['t']:.9g} {callee(event)}")
        elif kind == "end" and "task" in event:
            lines.append(f"    -> {event['state']} {event.get('on', {}).get('what', '')}".rstrip())
        elif kind == "out":
            lines.append("    out " + json.dumps(event["s"], ensure_ascii=False))
        elif kind == "loop_error":
            lines.append("    loop_error " + event["msg"].split(" at ")[0])
    return "".join(line + "\n" for line in lines)


def callee(begin):
    if "task" in begin:
        return f"{begin['task']} {begin['k']}"
    argument = f"({begin['fut']})" if "fut" in begin else ""
    return begin["cb"].replace(".<locals>", "") + argument


def run(program, *arguments):
    """Runs the program under the oracle: (trace, output), free of folders and addresses."""
    def bare(text):
        text = text.replace(f"{program.parent}/", "").replace(f"{STDLIB}/", "")
        return re.sub(r" at 0x[0-9a-f]+", "", text)

    if is_threaded(program):
        return run_threads(program, *arguments)
    with tempfile.TemporaryDirectory() as folder:
        trace = pathlib.Path(folder, "trace")
        command = [sys.executable, "-B", "-E", "-X", "utf8", ORACLE / "oracle.py", "--out", trace,
                   program.name, *arguments]
        done = subprocess.run(command, cwd=program.parent, capture_output=True, encoding="utf-8",
                              timeout=60)
        events = trace.read_text(encoding="utf-8") if trace.exists() else ""
    if '"e":"exit"' not in events and '"e":"deadlock"' not in events:
        raise RuntimeError(done.stderr)
    # The goldens are older than the places of cancellations and of finished futures.
    events = re.sub(r'("e":"(?:cancel|fut_done)".*),"at":"[^"]*"', r"\1", events)
    return bare(events), bare(done.stdout)


def is_threaded(program):
    text = program.read_text(encoding="utf-8")
    return "import threading" in text and ("import asyncio" not in text or TASKS not in text)


def run_threads(program, *arguments):
    """The same of a program of threads, under the oracle that has a schedule for them."""
    command = [sys.executable, "-B", "-E", "-X", "utf8", ORACLE / "threads.py", *arguments, program]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    if '"e":"exit"' not in done.stdout:
        raise RuntimeError(done.stderr)
    events = map(json.loads, done.stdout.splitlines())
    return done.stdout, "".join(e["s"] for e in events if e["e"] == "out")


def is_outside(source):
    """Has the scene real parts, whose events are not the same in each run of CPython's?"""
    c = source.with_suffix(".c")
    return c.exists() and "\n      .outside = true," in c.read_text(encoding="utf-8")


def real_output(program):
    """What it prints on a bare CPython that has what it imports."""
    for python in (sys.executable, "/usr/bin/python3"):
        if not subprocess.run([python, "-c", "import aiohttp"], capture_output=True).returncode:
            return subprocess.run([python, program.name], cwd=program.parent, check=True, timeout=60,
                                  capture_output=True, encoding="utf-8").stdout
    raise RuntimeError("it needs aiohttp, which is not installed")


def goldens(source):
    """The golden files that a source makes, from one run: {path: text}."""
    if source.suffix == ".json":
        trace, output = run(ORACLE / "scenario_run.py", source)
        base, files = source, {}
    elif is_outside(source):
        return {(GOLDEN / source.name).with_suffix(".out"): real_output(source)}
    else:
        trace, output = run(source)
        base = GOLDEN / source.name
        files = {base.with_suffix(".ndjson"): trace}
    files[base.with_suffix(".seq")] = seq(map(json.loads, trace.splitlines()))
    files[base.with_suffix(".out")] = output
    return files


def changed_goldens(scene, parameter, line, instead):
    """The golden of a scene's program with another line; only its trace."""
    text = (ROOT / "scenes" / f"{scene}.py").read_text(encoding="utf-8")
    if not text.count(line):
        raise RuntimeError(f"“{line}” does not stand in it")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, f"{scene}.py")
        program.write_text(text.replace(line, instead), encoding="utf-8")
        return {GOLDEN / "changed" / f"{scene}-{parameter}.ndjson": run(program)[0]}


def scheduled(program, gil, seed):
    """The golden of a program of threads, or of that half of it, by the schedule of a seed."""
    with tempfile.TemporaryDirectory() as folder:
        half = pathlib.Path(folder, program.name)
        half.write_text(program.read_text(encoding="utf-8").replace(BOTH, THREADS), encoding="utf-8")
        trace = run_threads(half, "--gil", gil, "--seeds", f"{seed}:{seed + 1}")[0]
    return {GOLDEN / "schedules" / f"{program.stem}-{gil}-{seed}.ndjson": trace}


def sure(make, *arguments):
    files = make(*arguments)
    for path, text in make(*arguments).items():
        if files[path] != text:
            raise RuntimeError(f"not deterministic: two runs differ in {path.name}")
    return files


def write(path, text):
    """Writes what is new.  Returns whether it was."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    print("wrote", path.relative_to(ROOT))
    return True


def changes(names):
    """The rows of changed.txt: scene, parameter, its line, the line instead."""
    lines = (GOLDEN / "changed.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    return [row for row in rows if not names or row[0] in names]


def schedules(names):
    """(program, gil, seed) of the programs of threads."""
    found = sorted([*ROOT.glob("scenes/*.py"), *ROOT.glob("tests/schedules/*.py")])
    return [(path, gil, seed) for path in found for gil in ("on", "off") for seed in SEEDS
            if (not names or path.stem in names) and is_threaded(path)]


def sources(names):
    found = [*ROOT.glob("scenes/*.py"), *ROOT.glob("tests/programs/*.py"),
             *GOLDEN.glob("scenarios/*.json")]
    by_name = {path.stem: path for path in sorted(found)}
    if len(by_name) < len(found):
        sys.exit("golden.py: two sources of the same name")
    scheduled_only = {path.stem for path, _, _ in schedules(names)} - set(by_name)
    unknown = set(names) - set(by_name) - scheduled_only
    if unknown:
        sys.exit(f"golden.py: no such program: {' '.join(sorted(unknown))}")
    return [by_name[name] for name in names or by_name if name in by_name]


def main(names):
    if sys.version_info[:2] != VERSION:
        sys.exit(f"golden.py: the goldens are CPython %d.%d's, this is {platform.python_version()}"
                 % VERSION)
    todo = sources(names)
    changed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        making = {str(source.relative_to(ROOT)): pool.submit(sure, goldens, source)
                  for source in todo}
        making |= {f"{row[0]} -p {row[1]}": pool.submit(sure, changed_goldens, *row)
                   for row in changes(names)}
        making |= {f"{row[0].name} --gil {row[1]} --seed {row[2]}":
                   pool.submit(sure, scheduled, *row) for row in schedules(names)}
        for what, files in making.items():
            try:
                changed += sum(write(*item) for item in files.result().items())
            except (RuntimeError, subprocess.TimeoutExpired) as e:
                failed += 1
                print(f"{what}: {e}", file=sys.stderr)
    if not names and not failed:
        changed += write(GOLDEN / "PYTHON", f"{platform.python_implementation()} "
                         f"{platform.python_version()}, virtual clock, canonical order\n")
    print(f"{len(making)} programs, {changed} files changed, {failed} programs failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
