#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares two traces event for event and shows the first difference, with what came before it.

    compare.py [--numbers] TRACE_A TRACE_B

The names of files do not count; with --numbers, neither do the numbers of handles and futures (the
first future that A speaks of is the first that B speaks of, and so on).  Exit status: 0 if the
same, else 1.
"""
import argparse
import itertools
import json
import re
import sys

CONTEXT = 5
NUMBERED = re.compile(r"\b([HF])\d+\b")
ID_FIELDS = ("h", "id", "by", "fut", "cb", "q", "on")


class Reader:
    """The events of a trace: (as written, as compared)."""

    def __init__(self, path, numbers):
        self.path = path
        self.numbers = numbers
        self.script = None
        self.names = {"H": {}, "F": {}}

    def __iter__(self):
        with open(self.path, encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n"), self.compared(json.loads(line))

    def compared(self, event):
        self.script = event.pop("script", self.script)
        for key in ("at", "src"):
            if key in event:
                event[key] = event[key].rpartition(":")[2]
        for frame in event.get("stack", ()):
            frame[0] = ""
        if self.script and "s" in event:
            event["s"] = event["s"].replace(self.script, "")
        if self.numbers:
            event.update((key, self.renumber(event[key])) for key in ID_FIELDS if key in event)
        return event

    def renumber(self, value):
        """The value with its handles and futures numbered in order of first mention."""
        if isinstance(value, str):
            return NUMBERED.sub(self.name, value)
        if isinstance(value, list):
            return [self.renumber(x) for x in value]
        if isinstance(value, dict):
            return {key: self.renumber(x) for key, x in value.items()}
        return value

    def name(self, match):
        known = self.names[match[1]]
        return known.setdefault(match[0], f"{match[1]}{len(known) + 1}")


def difference(a, b):
    """Which fields of two events differ, in words."""
    if a is None or b is None:
        return "one trace ends here"
    keys = [key for key in a | b if a.get(key) != b.get(key)]
    return "differs in " + ", ".join(keys)


def compare(a, b):
    before = []
    pairs = itertools.zip_longest(a, b, fillvalue=(None, None))
    for number, ((line_a, event_a), (line_b, event_b)) in enumerate(pairs, 1):
        if event_a != event_b:
            print(f"event {number} {difference(event_a, event_b)}")
            print(*(f"  {line}" for line in before[-CONTEXT:]), sep="\n")
            print(f"- {line_a or 'end of ' + a.path}")
            print(f"+ {line_b or 'end of ' + b.path}")
            return 1
        before = before[-CONTEXT:] + [line_a]
    return 0


def main():
    parser = argparse.ArgumentParser(description="Compare two traces event for event.")
    parser.add_argument("--numbers", action="store_true",
                        help="let the numbers of handles and futures differ")
    parser.add_argument("a", metavar="TRACE_A")
    parser.add_argument("b", metavar="TRACE_B")
    options = parser.parse_args()
    return compare(Reader(options.a, options.numbers), Reader(options.b, options.numbers))


if __name__ == "__main__":
    sys.exit(main())
