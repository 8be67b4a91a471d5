#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds a scene with real parts against its twin on real CPython: what is guaranteed must be the same.

    outside.py LOOPSCOPE SCENE [-p NAME=VALUE]...     exit status 77: what it imports is not installed

SCENE may be a program elsewhere, PATH.py, of which `LOOPSCOPE trace PATH.py` tells.

Guaranteed is what the program prints and in which order; which tasks it makes, by whom, in which
order; the lines at which each of them waits, in order; how each ends, and in which order they end.
Not guaranteed, and left out: ticks, times, what the libraries do inside; whether a line waits at
all for what may be there already (NOT_SURE).
"""
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile

ORACLE = pathlib.Path(__file__).resolve().parent
SCENES = ORACLE.parent.parent / "scenes"
# Lines of which it is not sure that they wait: the body may come with the head; closing a session;
# what a process says may be there already; how much the system takes of what a server writes.
NOT_SURE = {"fetch.py": {5, 7}, "fetch_sequential.py": {5, 7}, "processes.py": {21, 22},
            "streams.py": {8}}

# What a parameter changes in a twin: lines, and the lines instead. In the comparison time is real:
# aiohttp, which gives up after five minutes, does so after four seconds, and delays are far apart.
CHANGES = {
    "fetch.py broken": {
        "BROKEN = None": "BROKEN = '%s'; "
                         "aiohttp.client.DEFAULT_TIMEOUT = aiohttp.ClientTimeout(total=4)",
        '"example.com": 0.3,': '"example.com": 2,',
        '"example.net": 0.2}': '"example.net": 1}',
    },
    # The system shall not keep much itself.
    "streams.py lines": {
        "import asyncio": "import asyncio, socket; keep_little = lambda writer: [writer.get_extra_info('socket')"
                          ".setsockopt(socket.SOL_SOCKET, option, 32768)"
                          " for option in (socket.SO_SNDBUF, socket.SO_RCVBUF)] and None",
        "LINES, WIDTH = 1, 0": "LINES, WIDTH = %s, 50000",
        '"127.0.0.1", PORT)': '"127.0.0.1", PORT); keep_little(writer)',
        "while line := await reader.readline():":
            "while keep_little(writer) or (line := await reader.readline()):",
    },
}


def read(text):
    return [json.loads(line) for line in text.splitlines()]


def ours(loopscope, scene, options):
    done = subprocess.run([loopscope, "trace", scene, "--format", "ndjson", *options],
                          capture_output=True, encoding="utf-8", timeout=60)
    if not done.stdout:
        sys.exit(done.stderr)
    return read(done.stdout)


def has_aiohttp(python):
    try:
        return not subprocess.run([python, "-c", "import aiohttp"], capture_output=True).returncode
    except OSError:
        return False


def changed(path, options):
    """The twin's text, with what the parameters change in it."""
    text = path.read_text(encoding="utf-8")
    for option in options:
        name, _, value = option.partition("=")
        for line, instead in CHANGES.get(f"{path.name} {name}", {}).items():
            assert line in text
            text = text.replace(line, instead.replace("%s", value))
    return text


def cpython(path, options):
    for python in (sys.executable, "/usr/bin/python3"):
        if has_aiohttp(python):
            break
    else:
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, "trace")
        pathlib.Path(folder, path.name).write_text(changed(path, options), encoding="utf-8")
        subprocess.run([python, "-B", ORACLE / "oracle.py", "--out", out, path.name], cwd=folder,
                       capture_output=True, timeout=60)
        return read(out.read_text(encoding="utf-8"))


def inner_line(event, script):
    lines = [line for file, line, _ in event.get("stack", []) if file == script]
    return lines[-1] if lines else None


def project(events, script, functions):
    """What is guaranteed, as lines."""
    names, waits, ends, prints = {}, {}, [], []
    for e in events:
        kind, task = e["e"], e.get("id", e.get("task"))
        if kind == "task" and e["coro"] in functions:
            names[task] = f"{e['coro']}() number {len(names) + 1}"
            waits[task] = []
        elif kind == "end" and task in names and inner_line(e, script):
            line = inner_line(e, script)
            if line not in NOT_SURE.get(script, ()) and waits[task][-1:] != [line]:
                waits[task].append(line)
        elif kind == "task_done" and task in names:
            ends.append(f"{names[task]} ends {e['state']}")
        elif kind == "out":
            prints.append("prints " + e["s"].rstrip("\n"))
    return [f"{names[t]} waits at {waits[t]}" for t in names] + settled(ends) + prints


def settled(ends):
    """Those that are cancelled together end in any order."""
    groups = itertools.groupby(ends, key=lambda end: end.endswith(" cancelled"))
    return [end for cancelled, group in groups for end in (sorted(group) if cancelled else group)]


def main(loopscope, scene, *options):
    mine = ours(loopscope, scene, options)
    script = mine[0]["script"]
    own = {e["coro"] for e in mine if e["e"] == "task" and e.get("at", "").startswith(script)}
    path = pathlib.Path(scene) if scene.endswith(".py") else SCENES / script
    want = project(cpython(path, options), script, own)
    have = project(mine, script, own)
    if have == want:
        return 0
    print("CPython:", *want, "loopscope:", *have, sep="\n  ")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
