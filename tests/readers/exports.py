#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads what `loopscope trace --format …` exports, by readers of its own, and holds it against the trace itself.

    exports.py LOOPSCOPE WHAT...     each the name of a scene or the file of a trace
"""
import collections
import csv
import io
import json
import re
import subprocess
import sys


def check(truth, sentence):
    if not truth:
        raise AssertionError(sentence)


def written(loopscope, what, *options):
    done = subprocess.run([loopscope, "trace", what, "--format", *options], capture_output=True)
    check(not done.returncode and not done.stderr, f"{options}: {done.stderr.decode()}")
    text = done.stdout.decode("utf-8")
    bad = [c for c in text if ord(c) < 32 and c not in "\r\n" or 0x7f <= ord(c) < 0xa0 or c in "\u202e\u2066\u061c"]
    check(not bad, f"{options}: it has {bad[:3]}")
    return text


def turns(trace):
    """How many turns each task had."""
    return collections.Counter(e["task"] for e in trace if e["e"] == "begin" and "task" in e)


# ---- chrome ----

def chrome(text, trace):
    events = json.loads(text)["traceEvents"]
    threads = any(e["e"] == "thread_start" for e in trace)
    names, stacks, arrows, depth = {}, collections.defaultdict(list), {}, 0
    began, last = collections.Counter(), 0
    for e in events:
        track = e["pid"], e["tid"]
        if e["ph"] == "M":
            if e["name"] == "thread_name":
                names[track] = e["args"]["name"]
            continue
        check(e["ts"] >= last, f"time goes back: {e}")
        last = e["ts"]
        check(track in names, f"a track without a name: {e}")
        stack = stacks[track]
        if e["ph"] == "B":
            stack.append(e["name"])
            began[track] += len(stack) == 2 and e["name"] not in ("poll", "blocks")
        elif e["ph"] == "E":
            check(stack and stack.pop() == e["name"], f"ends what did not begin: {e}")
        elif e["ph"] == "s":
            check(stack, f"an arrow from nowhere: {e}")
            arrows[e["id"]] = e["ts"]
        elif e["ph"] == "f":
            check(stack and arrows.pop(e["id"], last + 1) <= last, f"an arrow to nowhere: {e}")
        elif e["ph"] == "C":
            check(e["args"]["handles"] >= 0, "the queue is shorter than empty")
            depth = max(depth, e["args"]["handles"])
        else:
            check(e["ph"] == "i", f"what is {e}?")
    check(not any(stacks.values()), "a slice is left open")
    if not threads:
        check(began[1, 1] == sum(e["e"] == "begin" for e in trace), "handles lie in their ticks")
        check(depth == deepest(trace), "the queue is as long as in the trace")


def deepest(trace):
    most = n = 0
    for e in trace:
        n += e["e"] in ("soon", "fire", "io")
        n -= e["e"] in ("begin", "skip")
        most = max(most, n)
    return most


# ---- csv ----

HEADER = "id name coroutine created_by state turns ran ready slept waits_for result error".split()


def table(text, trace):
    check(text.endswith("\r\n"), "the last row ends")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    check(rows[0] == HEADER, "the header")
    done = {e["id"]: e for e in trace if e["e"] == "task_done"}
    made = [e["id"] for e in trace if e["e"] in ("task", "thread_start") or e.get("phase") == "open" and "func" in e]
    check([row[0] for row in rows[1:]] == made, "a row a task")
    for row in rows[1:]:
        check(len(row) == len(HEADER), f"so many cells: {row}")
        check(not any(cell[:1] in tuple("=+-@\t\r") and cell for cell in row), f"a formula: {row}")
        cells = dict(zip(HEADER, row))
        if cells["id"][0] == "T":
            check(int(cells["turns"]) == turns(trace)[cells["id"]], f"turns: {row}")
        if cells["id"] in done:
            check(cells["state"] == done[cells["id"]]["state"], f"state: {row}")
        float(cells["ran"]), float(cells["ready"]), float(cells["slept"])


# ---- dot ----

WORD = re.compile(r'\s*(?:(->|[][{};=,])|([A-Za-z_][A-Za-z_0-9]*|-?[0-9.]+)|"((?:[^"\\\n]|\\.)*)")')


def dot(text, trace):
    words, at = [], 0
    while text[at:].strip():
        found = WORD.match(text, at)
        check(found, f"no word of DOT: {text[at:at + 40]!r}")
        words.append(found.group(0).strip())
        at = found.end()
    check(words[:3] == ["digraph", "loopscope", "{"] and words[-1] == "}", "a digraph")
    nodes, edges, statement = set(), set(), []
    for word in words[3:-1]:
        if word != ";":
            statement.append(word)
            continue
        if "->" in statement[:2]:
            edges.add((statement[0], statement[2]))
        elif statement[0] not in ("rankdir", "label", "graph", "edge", "node"):
            nodes.add(statement[0])
        check(("[" in statement) == ("]" in statement), f"brackets: {statement}")
        statement = []
    check(not statement, "the last statement ends")
    ends = {end for edge in edges for end in edge}
    check(ends <= nodes, f"arrows lead to what is there, and not {ends - nodes}")
    mine = {e["id"] for e in trace if e["e"] == "task" and e.get("by")}
    check(mine <= nodes, "each task of the program is a node")


# ---- mermaid ----

def mermaid_text(text):
    check(re.fullmatch(r"(?:[^#;:%<>{}\"`&|*^~\\$@\n]|#\d+;)*", text), f"no text of Mermaid: {text!r}")


def gantt(text, trace):
    check(len(text.encode("utf-16-le")) // 2 <= 50000, "GitHub draws it")
    lines = text.splitlines()
    check(lines[:4] == ["---", "displayMode: compact", "---", "gantt"], "the head")
    section, end, ran = None, 0, collections.Counter()
    for line in lines[4:]:
        bar = re.fullmatch(r"    (.+) :(?:(active|done|crit), ?)?(milestone, )?(\d+), (\d+)", line)
        if not bar:
            keyword, _, rest = line.strip().partition(" ")
            check(keyword in ("title", "dateFormat", "axisFormat", "section"), f"what is {line!r}?")
            if keyword != "axisFormat":
                mermaid_text(rest)
            if keyword == "section":
                section, end = rest, 0
            continue
        mermaid_text(bar[1])
        check(section and end <= int(bar[4]) <= int(bar[5]), f"bars lie behind each other: {line}")
        end = int(bar[5])
        ran[section.split(" ")[0]] += bar[2] == "active"
    names = {e["id"]: e.get("name", e["id"]) for e in trace if e["e"] == "task" and e.get("by")}
    full = lines[-1].startswith("    left out")
    for task, name in names.items():
        if re.fullmatch(r"Task-\d+", name) and not full:
            check(ran[name] == turns(trace)[task], f"as many turns as {name} had")


def sequence(text, trace):
    check(len(text.encode("utf-16-le")) // 2 <= 50000, "GitHub draws it")
    lines = text.splitlines()
    check(lines[0] == "sequenceDiagram", "the head")
    there, active = set(), []
    for line in lines[1:]:
        line = line.strip()
        if found := re.fullmatch(r"participant (\w+) as (.*)", line):
            there.add(found[1])
            mermaid_text(found[2])
        elif found := re.fullmatch(r"Note over (\w+): (.+)", line):
            check(found[1] in there, f"over whom? {line}")
            mermaid_text(found[2])
        elif found := re.fullmatch(r"deactivate (\w+)", line):
            active.remove(found[1])
        else:
            found = re.fullmatch(r"(\w+?)(-->>|->>|-\))([+-]?)(\w+): (.+)", line)
            check(found and {found[1], found[4]} <= there, f"what is {line!r}?")
            mermaid_text(found[5])
            if found[3] == "+":
                active.append(found[4])
            elif found[3] == "-":
                active.remove(found[1])


READERS = [
    (chrome, "chrome"), (chrome, "chrome", "--axis", "time"), (chrome, "chrome", "--axis", "event"),
    (table, "csv"), (dot, "dot"), (gantt, "mermaid-gantt"), (gantt, "mermaid-gantt", "--axis", "time"),
    (sequence, "mermaid-sequence"),
]


def main():
    failed = False
    loopscope = sys.argv[1]
    for what in sys.argv[2:]:
        trace = [json.loads(line) for line in written(loopscope, what, "ndjson").splitlines()]
        for reader, *options in READERS:
            try:
                reader(written(loopscope, what, *options), trace)
            except (AssertionError, ValueError, KeyError) as error:
                failed = True
                print(f"{what}: {' '.join(options)}: {error}", file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main()
