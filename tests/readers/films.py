#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads films back into cells, by readers of its own: what an SVG, an asciicast and a page show at each time
is held against each other, and against the pictures that `loopscope snap` makes of the same moments.

    films.py LOOPSCOPE WHAT [OPTION...]     a scene or a file; options are those of record
"""
import bisect
import collections
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET

WIDTH, HEIGHT, ASCENT, MARGIN = 9, 19, 14, 9
MOST_SNAPS = 12

# Colours are "#rrggbb", or the number of one of 256, or None for the terminal's own.
Cell = collections.namedtuple("Cell", "ch fg bg bold italic underline reverse", defaults=(False,) * 4)


@functools.lru_cache(None)
def changed(cell, *what):
    """The cell, in which pairs of names and values are other ones."""
    return cell._replace(**dict(what))


def check(truth, sentence):
    if not truth:
        raise AssertionError(sentence)


# ---- a terminal ----

def columns(ch):
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def color_of(codes):
    """The colour behind 38 or 48, whose codes it takes away."""
    if codes.pop(0) == 5:
        return codes.pop(0)
    return "#%02x%02x%02x" % (codes.pop(0), codes.pop(0), codes.pop(0))


class Terminal:
    ATTRS = {1: "bold", 3: "italic", 4: "underline", 7: "reverse"}
    OFF = {22: "bold", 23: "italic", 24: "underline", 27: "reverse"}

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.pen = Cell(" ", None, None)
        self.y = self.x = 0
        self.cells = []
        self.erase(0, 0, height * width)

    def erase(self, y, x, n):
        """Cells from there on get the pen's ground."""
        while len(self.cells) < self.height:
            self.cells.append([None] * self.width)
        for at in range(y * self.width + x, min(y * self.width + x + n, self.width * self.height)):
            self.cells[at // self.width][at % self.width] = Cell(" ", None, self.pen.bg)

    def ink(self, codes):
        codes = codes or [0]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.pen = Cell(" ", None, None)
            elif code in self.ATTRS:
                self.pen = self.pen._replace(**{self.ATTRS[code]: True})
            elif code in self.OFF:
                self.pen = self.pen._replace(**{self.OFF[code]: False})
            elif code in (38, 48):
                self.pen = self.pen._replace(**{"fg" if code == 38 else "bg": color_of(codes)})
            elif code in (39, 49):
                self.pen = self.pen._replace(**{"fg" if code == 39 else "bg": None})
            else:
                base = {3: 30, 4: 40, 9: 90 - 8, 10: 100 - 8}[code // 10]
                self.pen = self.pen._replace(**{"bg" if code // 10 in (4, 10) else "fg": code - base})

    def obey(self, parameters, letter):
        n = [int(p) if p else 0 for p in parameters.split(";")] if parameters[:1] != "?" else []
        first = max(n[0], 1) if n else 1
        here = self.y * self.width + self.x
        if letter == "m":
            self.ink(n)
        elif letter == "H":
            self.y, self.x = first - 1, (max(n[1], 1) if len(n) > 1 else 1) - 1
        elif letter in "ABCD":
            self.y += {"A": -first, "B": first}.get(letter, 0)
            self.x += {"C": first, "D": -first}.get(letter, 0)
        elif letter == "d":
            self.y = first - 1
        elif letter == "G":
            self.x = first - 1
        elif letter == "X":
            self.erase(self.y, self.x, min(first, self.width - self.x))
        elif letter == "K":
            check(n == [0], "only what is right of the cursor is erased")
            self.erase(self.y, self.x, self.width - self.x)
        elif letter == "J" and n == [2]:
            self.erase(0, 0, self.width * self.height)
        elif letter == "J":
            self.erase(0, 0, 0) or self.erase(self.y, self.x, self.width * self.height - here)
        elif letter == "b":
            for _ in range(first):
                self.put(self.last)
        else:
            check(letter in "hl", f"a sequence that nobody knows: {parameters}{letter}")
        check(0 <= self.y < self.height and 0 <= self.x, "the cursor is off the screen")

    def put(self, ch):
        wide = columns(ch)
        check(self.x + wide <= self.width, f"{ch!r} is written beyond the right edge")
        self.cells[self.y][self.x] = changed(self.pen, ("ch", ch))
        if wide == 2:
            self.cells[self.y][self.x + 1] = None
        self.x += wide
        self.last = ch

    def feed(self, text):
        for sequence, letter, ch in re.findall(r"\033\[([?0-9;]*)([A-Za-z])|([\s\S])", text):
            if letter:
                self.obey(sequence, letter)
            elif ch == "\r":
                self.x = 0
            elif ch == "\b":
                self.x -= 1
            elif ch == "\n":
                self.y += 1
            else:
                self.put(ch)


class Cast:
    """Screens, and since when each is shown; the last event only leads out of it."""

    def __init__(self, text):
        header, *events = [json.loads(line) for line in text.splitlines()]
        check(text.endswith("]\n") and header["version"] == 2, "the cast does not end with an event")
        t = Terminal(header["width"], header["height"])
        self.since, self.screens, self.moments = [], [], []
        for at, kind, data in events[:-1]:
            check(not self.since or at >= self.since[-1], "time goes back")
            if kind == "m":
                self.moments.append(at)
            if kind != "o":
                continue
            t.feed(data)
            if self.since and self.since[-1] == at:
                self.since.pop(), self.screens.pop()
            self.since.append(at)
            self.screens.append([[self.own(cell, header["theme"]) for cell in row] for row in t.cells])
        self.until = events[-1][0]

    @staticmethod
    def own(cell, theme):
        """The terminal's own colours are those of the header."""
        if not cell or (cell.fg and cell.bg):
            return cell
        return changed(cell, ("fg", cell.fg or theme["fg"]), ("bg", cell.bg or theme["bg"]))

    def at(self, seconds):
        return self.screens[bisect.bisect(self.since, seconds) - 1]


# ---- shapes ----

ARMS = {"top": (4.5, 0), "bottom": (4.5, 19), "left": (0, 9.5), "right": (9, 9.5)}
# Which arms a character of lines has: thin, with a round corner, heavy; a dashed one is always the same.
LINES = {
    "left right": "── ━", "top bottom": "││ ┃", "bottom right": "┌╭ ┏", "bottom left": "┐╮ ┓",
    "top right": "└╰ ┗", "top left": "┘╯ ┛", "top bottom right": "├   ", "top bottom left": "┤   ",
    "bottom left right": "┬   ", "top left right": "┴   ", "top bottom left right": "┼   ",
}


def numbers(text):
    return [float(n) for n in re.findall(r"-?\d*\.?\d+", text)]


def strokes(d):
    """The points that a path passes, from M to M; and whether it is round."""
    for part in d.split("M")[1:]:
        part = "m" + part if part[0] in "-0123456789" else part
        x = y = 0.0
        points, is_round = [], False
        for i, (command, rest) in enumerate(re.findall(r"([mhvq])([^mhvq]*)", part)):
            n = numbers(rest)
            if command == "q":
                is_round, n = True, n[2:]
            x += 0 if command == "v" else n[0]
            y += n[0] if command == "v" else n[1] if command in "mq" else 0
            if i == 0:
                corner = x, y
            points.append((command, x, y))
        yield corner, points, is_round


def reached(points, corner):
    """The arms of the cell at the corner that a stroke covers."""
    def on(a, b, p):
        return min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])
    pen, found = None, set()
    for command, x, y in points:
        here = x - corner[0], y - corner[1]
        if command != "m":
            found |= {arm for arm, p in ARMS.items() if on(pen, here, p)}
        pen = here
    return " ".join(arm for arm in ("top", "bottom", "left", "right") if arm in found)


BLOCKS = {}
for _n in range(1, 8):
    BLOCKS[0, 8 - _n, 8, _n] = chr(0x2580 + _n)
    BLOCKS[0, 0, 8 - _n, 8] = chr(0x2588 + _n)
BLOCKS.update({(0, 0, 8, 4): "▀", (4, 0, 4, 8): "▐", (0, 0, 8, 8): "█"})
SHADES = {"p": "░", "q": "▒", "t": "▓"}


# ---- SVG ----

def style_of(css):
    colors = {int(n): c for n, c in re.findall(r"\.c(\d+)\{color:(#[0-9a-f]{6})\}", css)}
    timelines = {}
    for name, body in re.findall(r"@keyframes (k\d+)\{((?:[^{}]*\{[^{}]*\})*)\}", css):
        steps = {}
        for percents, what in re.findall(r"([0-9.,%]+)\{visibility:(\w+)\}", body):
            steps.update((float(p), what == "visible") for p in percents.replace("%", "").split(","))
        check(0 in steps, f"{name} does not say how it begins")
        check(f".{name}{{animation-name:{name}}}" in css, f"{name} is not used")
        timelines[name] = sorted(steps.items())
    length = re.search(r"g\{animation-duration:(\d+)ms;animation-timing-function:step-end;", css)
    return colors, timelines, int(length[1]) / 1000 if length else None


class Picture:
    """An SVG document: the groups that stand on its lines, and when they are seen."""

    def __init__(self, text):
        root = ET.fromstring(text)
        for e in root.iter():
            e.tag = e.tag.split("}")[1]
        self.colors, self.timelines, self.length = style_of(root.find("style").text)
        left, top, width, height = map(int, root.get("viewBox").split())
        self.width = (width - 2 * MARGIN) // WIDTH
        self.height = (height - MARGIN + top) // HEIGHT
        check(left == -MARGIN and root.get("width") == str(width), "a margin is not what it was")
        self.back = self.color(root.find("rect"))
        self.groups = [(name, y, self.cells_of(g)) for name, y, g in self.find(root, None)]

    def color(self, e):
        return self.colors[int(re.search(r"\bc(\d+)\b", e.get("class"))[1])]

    def find(self, parent, name):
        for g in parent.findall("g"):
            place = g.get("transform")
            if place:
                y = int(re.fullmatch(r"translate\(0 (\d+)\)", place)[1])
                yield name, (y - ASCENT) // HEIGHT, g
                continue
            inner, *last = g.get("class").split()
            check(name is None and last in ([], ["o"]), "groups are not made like this")
            # What is seen where nothing moves is the last frame.
            check((not last) == self.timelines[inner][-1][1], f"{inner} is wrong where nothing moves")
            yield from self.find(g, inner)

    def is_seen(self, name, seconds):
        if name is None:
            return True
        percent = 100 * seconds / self.length
        return [seen for at, seen in self.timelines[name] if at <= percent][-1]

    def at(self, seconds):
        cells = [[Cell(" ", None, self.back)] * self.width for _ in range(self.height)]
        for name, y, drawn in self.groups:
            if self.is_seen(name, seconds):
                self.draw(cells[y], drawn)
        return cells

    def draw(self, row, drawn):
        for x, what in drawn:
            row[x] = changed(row[x], *what) if what else None

    def cells_of(self, g):
        """Which cells of its line a group draws, and what of them."""
        drawn = []
        for e in g:
            {"rect": self.rect, "path": self.path, "text": self.text}[e.tag](drawn, e)
        return drawn

    def put(self, drawn, x, **what):
        check(0 <= x < self.width, f"column {x} is off the screen")
        drawn.append((x, tuple(what.items())))

    def rect(self, drawn, e):
        x, y, w, h = (float(e.get(k)) for k in ("x", "y", "width", "height"))
        first, shade = int(x // WIDTH), re.search(r" ([pqt])$", e.get("class"))
        n = max(1, round(w / WIDTH)) if w >= WIDTH else 1
        box = x - first * WIDTH, y + ASCENT, w - (n - 1) * WIDTH, h
        key = tuple(round(8 * v / size) for v, size in zip(box, (WIDTH, HEIGHT, WIDTH, HEIGHT)))
        check(all(abs(k * s / 8 - v) < 0.02 for k, v, s in zip(key, box, (WIDTH, HEIGHT, WIDTH, HEIGHT))) and
              key in BLOCKS, f"no character is like {e.attrib}")
        for i in range(first, first + n):
            if shade:
                self.put(drawn, i, ch=SHADES[shade[1]], fg=self.color(e))
            elif BLOCKS[key] == "█":
                self.put(drawn, i, ch=" ", fg=None, bg=self.color(e))
            else:
                self.put(drawn, i, ch=BLOCKS[key], fg=self.color(e))

    def path(self, drawn, e):
        kind = re.search(r" ([dh])$", e.get("class"))
        for (x, y), points, is_round in strokes(e.get("d")):
            first = int(x // WIDTH)
            if len(points) == 2 and points[1][0] == "h" and y == 9.5 - ASCENT:
                ch, n = "╌" if kind and kind[1] == "d" else "━" if kind else "─", round((points[1][1] - x) / WIDTH)
            else:
                arms = reached(points, (first * WIDTH, -ASCENT))
                check(not kind or kind[1] == "h", "only a line that lies is dashed")
                ch, n = LINES[arms][3 if kind else is_round], 1
            for i in range(first, first + n):
                self.put(drawn, i, ch=ch, fg=self.color(e))

    def text(self, drawn, e):
        classes, x, text = e.get("class").split()[1:], float(e.get("x")), e.text
        if "m" in classes:
            check(len(text) == 1, "what stands in the middle is one character")
            x -= WIDTH * columns(text) / 2
        check(x % WIDTH == 0, f"{text!r} does not stand on a cell")
        length = e.get("textLength")
        check(int(length or WIDTH) == WIDTH * len(text), f"{text!r} is {length} wide")
        ink = {"fg": self.color(e), "bold": "b" in classes, "italic": "i" in classes, "underline": "u" in classes}
        for i, ch in enumerate(text):
            if ch != " " or ink["underline"]:
                self.put(drawn, int(x // WIDTH) + i, ch=ch, **ink)
            if columns(ch) == 2:
                self.put(drawn, int(x // WIDTH) + 1)


# ---- the page ----

class Page(Picture):
    """The rows of its film are what an SVG has in a line; its script puts them there."""

    def __init__(self, text):
        data = re.search(r'<script type="application/json" id="film">(.*?)</script>', text, re.S)[1]
        film = json.loads(data)
        self.colors = style_of(re.search(r"<style>(.*?)</style>", text, re.S)[1])[0]
        self.width, self.height = film["width"], film["height"]
        self.back = self.color(ET.fromstring(re.search(r"<rect [^>]*/>", text)[0]))
        self.frames = film["frames"]
        pieces = [self.cells_of(ET.fromstring(f"<g>{piece}</g>")) for piece in film["pieces"]]
        self.rows = [[cell for piece in row for cell in pieces[piece]] for row in film["rows"]]
        self.moments = film["moments"]

    def at(self, seconds):
        cells = [[Cell(" ", None, self.back)] * self.width for _ in range(self.height)]
        lines = [0] * self.height
        for ms, _, *changes in self.frames:
            if ms / 1000 <= seconds:
                lines[:] = [dict(zip(changes[::2], changes[1::2])).get(y, row) for y, row in enumerate(lines)]
        for y, row in enumerate(lines):
            self.draw(cells[y], self.rows[row])
        return cells


# ---- what is seen ----

SHAPES = set("".join(LINES.values()).replace(" ", "") + "╌" + "".join(SHADES.values()) + "".join(BLOCKS.values()))


@functools.lru_cache(None)
def seen(cell):
    """A cell as somebody sees it: two that look the same are the same."""
    if not cell:
        return cell
    if cell.reverse:
        cell = cell._replace(fg=cell.bg, bg=cell.fg, reverse=False)
    if cell.ch == "█":
        cell = cell._replace(ch=" ", bg=cell.fg, underline=False)
    if cell.ch == " ":
        cell = cell._replace(bold=False, italic=False, fg=cell.fg if cell.underline else None)
    if cell.ch in SHAPES:
        cell = cell._replace(bold=False, italic=False, underline=False)
    return cell


def compare(name, at, have, want):
    check(len(have) <= len(want) and len(have[0]) == len(want[0]),
          f"{name} has {len(have[0])}x{len(have)} cells, and should have {len(want[0])}x{len(want)}")
    for y, row in enumerate(have):
        for x, (cell, wanted) in enumerate(zip(row, want[y])):
            if cell is not wanted and seen(cell) != seen(wanted):
                check(False, f"{name} at {at} has in line {y}, column {x}\n  {cell}\n"
                             f"but should have\n  {wanted}")


class Palette:
    """Which of 256 colours stands for one of 24 bits: always the same one."""

    def __init__(self):
        self.known = {"fg": {}, "bg": {}}

    def translate(self, cell, few):
        if not cell or not few:
            return few
        for what in ("fg", "bg"):
            color = getattr(cell, what)
            if what == "fg" and cell.ch == " " and not cell.underline and not cell.reverse:
                few = changed(few, ("fg", color))
            elif self.known[what].setdefault(color, getattr(few, what)) == getattr(few, what):
                few = changed(few, (what, color))
        return few


# ---- all of it ----

def run(*words):
    done = subprocess.run(words, capture_output=True)
    check(not done.returncode, f"{' '.join(words)}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


def film(loopscope, what, options, ending, folder):
    if ending != ".svg":
        options = [o for o in options if o != "--window"]
    path = os.path.join(folder, "film" + ending)
    run(loopscope, "record", *what, *options, "-o", path)
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def hold_against_snaps(loopscope, what, options, cast):
    """The moment behind so many steps is what snap shows behind so many keys."""
    palette, h = Palette(), None
    step = max(1, len(cast.moments) // MOST_SNAPS)
    chosen = sorted(set(range(0, len(cast.moments), step)) | {len(cast.moments) - 1})
    for k in chosen:
        keys = ["--keys", f"{k}*right"] if k else []
        want = cast.at(cast.moments[k])
        picture = Picture(run(loopscope, "snap", *what, *options, *keys, "--format", "svg"))
        compare("snap as SVG", f"moment {k}", picture.at(0), want)
        text = run(loopscope, "snap", *what, *options, *keys, "--format", "ansi", "--color", "256")
        h = text.count("\n")
        t = Terminal(len(want[0]), h + 1)
        t.feed(text.replace("\n", "\r\n"))
        few = [[palette.translate(a, b) for a, b in zip(*rows)] for rows in zip(want, t.cells[:h])]
        compare("snap as ANSI", f"moment {k}", few, want)
    return len(chosen)


def hold_against_each_other(loopscope, what, options, folder):
    cast = Cast(film(loopscope, what, options, ".cast", folder))
    svg = Picture(film(loopscope, what, options, ".svg", folder))
    page = Page(film(loopscope, what, options, ".html", folder))
    frames = 0
    for i, (since, want) in enumerate(zip(cast.since, cast.screens)):
        until = cast.since[i + 1] if i + 1 < len(cast.since) else cast.until
        # An SVG has no time finer than this.
        if (until - since) / svg.length * 10000 < 2:
            continue
        compare("the SVG", f"{since} s", svg.at((since + until) / 2), want)
        compare("the page", f"{since} s", page.at((since + until) / 2), want)
        frames += 1
    check(frames > 1, "there was nothing to compare")
    return cast, frames


def main():
    loopscope, *words = sys.argv[1:]
    options = [w for w in words if w.startswith("-")]
    what = [w for w in words if not w.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        cast, frames = hold_against_each_other(loopscope, what, options, folder)
    scripted = any(o.startswith(("--keys", "--script", "--pace")) for o in options)
    snaps = 0 if scripted else hold_against_snaps(loopscope, what, options, cast)
    print(f"{' '.join(words)}: {frames} frames, {snaps} snaps")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as e:
        sys.exit(f"{' '.join(sys.argv[2:])}: {e}")
