# SPDX-License-Identifier: MIT
"""Tells the moments of a program of threads: what src/story says of it, said a second time, with a
world of its own and a look at the whole trace."""

NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split()
WIDTH, INDENT = 78, 20
REASONS = {
    "call": "A call had ended there", "start": "A function begins there",
    "jump": "A loop goes round there", "read": "It was about to read",
    "write": "It was about to write", "lock": "It was about to use a lock",
    "blocked": "It waits for what has not come", "done": "Its function has returned",
}


def when(seconds):
    s = "%.9f" % seconds
    while s.endswith("0") and len(s) - s.index(".") > 4:
        s = s[:-1]
    return s


def lines_of(why):
    """One line, or two where one has no room, cut behind the first sentence."""
    if len(why) <= WIDTH or ". " not in why:
        return [why]
    first, rest = why.split(". ", 1)
    return [first + ".", rest]


class Threads:
    def __init__(self, events):
        self.events = events
        self.name, self.func, self.begun, self.waits, self.done = {}, {}, set(), {}, set()
        self.holder, self.called, self.met = {}, {}, set()
        self.running, self.turns, self.time = None, 1, 0.0
        self.slept, self.overlapped, self.sleeps, self.sleepers = 0.0, False, 0, set()

    def first(self, word):
        new = word not in self.met
        self.met.add(word)
        return new

    # ---- the world ----

    def apply(self, e):
        kind, who = e["e"], e.get("thread")
        if e["t"] > self.time:
            self.slept += (e["t"] - self.time) * len(self.sleepers)
            self.overlapped |= len(self.sleepers) > 1
        self.time = e["t"]
        if kind == "thread_start":
            self.name[e["id"]], self.func[e["id"]] = e["name"], e["func"]
            self.running = self.running or e["id"]
            if self.running == e["id"]:
                self.begun.add(e["id"])
        elif kind == "switch":
            self.running = who
            self.waits.pop(who, None)
            self.sleepers.discard(who)
            self.turns += 1
        elif kind == "thread_wait":
            self.waits[who] = e
            if e["on"] == "sleep":
                self.sleepers.add(who)
                self.sleeps += 1
        elif kind == "thread_done":
            self.done.add(who)
        elif kind == "sync":
            self.holder[e["id"]], self.called[e["id"]] = e.get("owner"), e["what"]

    def goes_on(self, who):
        """Said once it has the baton."""
        begins = who not in self.begun
        self.begun.add(who)
        return f"{self.name[who]} begins {self.func[who]}()" if begins else self.name[who] + " goes on"

    @staticmethod
    def at(e):
        return " at line " + e["at"].rpartition(":")[2] if "at" in e else ""

    def lost(self, i):
        """The write that the write at i loses, and what had been read before."""
        e, other = self.events[i], None
        for before in reversed(self.events[:i]):
            if before["e"] not in ("read", "write") or before["id"] != e["id"]:
                continue
            if before["thread"] == e["thread"]:
                return (before, other) if before["e"] == "read" and other else None
            if before["e"] == "write":
                other = before
        return None

    # ---- moments: (head, events, headline, why) ----

    def all(self):
        lines, i, number, first = [], 0, 0, 0
        while i < len(self.events):
            told = self.moment(i)
            if told is None:
                self.apply(self.events[i])
                i += 1
                continue
            last, headline, why = told
            number += 1
            span = str(first) if first == last else f"{first}-{last}"
            lines.append(f"{number:5d}  {span:<11}  {headline}")
            lines += [" " * INDENT + line for line in why if line]
            i = first = last + 1
        return lines

    def moment(self, i):
        """(its last event, the headline, the why) of the moment that event i makes, or None."""
        e = self.events[i]
        tell = getattr(self, "tell_" + e["e"], None)
        if not tell or (e["e"] == "sync" and self.events[i + 1]["e"] == "thread_wait"):
            return None
        last = i
        grows = {"start": "thread_start", "thread_wait": "switch", "thread_done": "switch",
                 "jump": "switch"}.get(e["e"])
        if i + 1 < len(self.events) and grows == self.events[i + 1]["e"]:
            last += 1
        if e["e"] == "switch":
            self.apply(e)
            headline, why = tell(i, e)
            return last, headline, why
        self.apply(e)
        if last > i:
            self.apply(self.events[last])
        headline, why = tell(i, e)
        return last, headline, why

    def switched(self, i):
        after = self.events[i + 1] if i + 1 < len(self.events) else {}
        return after.get("thread") if after.get("e") == "switch" else None

    def tell_start(self, i, e):
        return e["script"] + " starts.", \
            ["It has no event loop, but threads: the system lets them run, not an await."]

    def tell_thread_start(self, i, e):
        why = f"It can run from now on; {self.name[self.running]} still has the baton."
        if len(self.name) == 2:
            why += " There is one, and only who has it runs: in CPython that is the GIL."
        return f"{self.name[e['by']]} starts {e['name']}, which will run {e['func']}().", lines_of(why)

    def tell_switch(self, i, e):
        who, source, why = e["thread"], e["from"], e["why"]
        if who == source:
            return self.name[who] + " goes on.", ["What it waited for has come."]
        verb = {"done": "has ended", "blocked": "gives way"}.get(why, "is switched out")
        head = f"{self.name[source]} {verb}{'' if why == 'done' else self.at(e)}: {self.goes_on(who)}."
        reason = REASONS[why] + "."
        if who != source and "of" in e and self.first("switch"):
            reason = REASONS[why] + ": there others may go on, without an await. Which of the " + \
                NUMBERS[e["of"]] + " goes on was drawn: all draws together are a schedule."
        return head, lines_of(reason)

    def tell_out(self, i, e):
        text = e["s"].rstrip("\n")
        stop = "" if text.endswith((".", "!", "?", "…")) else "."
        why = "print() is a call: when it is over, another thread may go on." if self.first("print") else ""
        return f"{self.name[e['thread']]} prints “{text}”{stop}", [why]

    def tell_read(self, i, e):
        why = "That value is its own now: what others write later does not change it."
        return f"{self.name[e['thread']]} reads {e['name']}: it is {e['value']}.", \
            [why if self.first("read") else ""]

    def tell_write(self, i, e):
        lost = self.lost(i)
        if not lost:
            return f"{self.name[e['thread']]} writes {e['value']} to {e['name']}.", []
        read, other = lost
        head = f"{self.name[e['thread']]} writes {e['value']}: the update of " \
            f"{self.name[other['thread']]} is lost."
        made = f"so both wrote {e['value']}." if other["value"] == e["value"] else \
            f"and made its {e['value']} of that."
        return head, [f"It had read {read['value']} before {self.name[other['thread']]} wrote "
                      f"{other['value']}, {made}"]

    def tell_sync(self, i, e):
        who, first = self.name[e["thread"]], self.first("lock")
        waiting = [self.name[w] for w in e.get("of", ())]
        if waiting:
            verb = " waits for it" if len(waiting) == 1 else " wait for it"
            why = ", ".join(waiting) + verb + ("." if "owner" in e else ", and can have it now.")
        else:
            why = "Until it gives it back, whoever else asks for it must wait." \
                if first and "owner" in e else ""
        if "owner" not in e:
            return f"{who} gives {e['what']} back: it is free.", [why]
        return f"{who} takes {e['what']}: nobody has it.", [why]

    def tell_thread_wait(self, i, e):
        who, to = self.name[e["thread"]], self.switched(i)
        if e["on"] in ("sleep", "compute"):
            sleeps = e["on"] == "sleep"
            head = f"{who} {'sleeps' if sleeps else 'computes'}{self.at(e)}, until {when(e['when'])}."
            why = "time.sleep() stops this thread, and no other." if sleeps else \
                "Without a GIL it needs no baton for that."
        elif e["on"] == "Thread.join":
            head = f"{who} waits{self.at(e)} for the end of {self.name[e['id']]}."
            why = "join() waits until that thread has ended."
        else:
            holder = self.holder.get(e["obj"])
            head = f"{who} waits{self.at(e)} for {self.called[e['obj']]}"
            head += f": {self.name[holder]} has it." if holder else "."
            why = "A lock has one holder: it stands still until it is free."
        lines = [why]
        if to and to != e["thread"]:
            after = self.goes_on(to) + "."
            lines = [f"{why} {after}"] if len(why) + 1 + len(after) <= WIDTH else [why, after]
        return head, lines

    def tell_thread_done(self, i, e):
        who, to = e["thread"], self.switched(i)
        head = self.name[who] + " is done: its last line has run." if who == "W1" else \
            f"{self.func[who]}() returns: {self.name[who]} is done."
        if not to:
            return head, []
        waited = next((x for x in reversed(self.events[:i]) if x["e"] == "thread_wait" and
                       x["thread"] == to), {})
        joined = waited.get("on") == "Thread.join" and waited.get("id") == who
        return head, [self.goes_on(to) + (": it has waited for that." if joined else ".")]

    def tell_jump(self, i, e):
        to = self.switched(i)
        waits = [x for x in self.events[:i] if x["e"] == "thread_wait" and x["thread"] == to]
        if waits and waits[-1]["on"] == "compute":
            return f"Threads compute, each on a core of its own: it is {when(e['to'])}.", \
                [self.name[to] + " goes on."]
        return f"Every thread waits: the clock jumps to {when(e['to'])}.", \
            [f"The sleep of {self.name[to]} is over: it goes on."] if to else []

    def tell_block(self, i, e):
        why = "It needs the GIL for that: until then nobody else can run."
        return f"{self.name[e['thread']]} computes{self.at(e)}, until {when(e['t'] + e['secs'])}.", \
            [why if self.first("block") else ""]

    def tell_deadlock(self, i, e):
        return "Deadlock: every thread waits, and none can ever go on.", \
            [part[:1].upper() + part[1:] + "." for part in e["msg"].split("; ")][:2]

    def tell_exit(self, i, e):
        head = f"The end, at {when(e['t'])}"
        if any(x["e"] == "deadlock" for x in self.events):
            head += ", in a deadlock"
        elif self.slept:
            head += f": {self.slept:g} s of sleep in {e['t']:g} s"
            if self.slept > e["t"] + 1e-6:
                head += ", because the sleeps overlapped"
            elif not self.overlapped and self.sleeps > 1:
                head += ", one after the other"
        beside = any(x.get("on") == "compute" for x in self.events)
        why = [f"{len(self.name)} threads had {self.turns} turns" +
               (", and computed beside each other." if beside else
                ", with one baton: never two at once.")]
        status = f" Its status is {e['rc']}." if e["rc"] else ""
        return head + ".", [why[0] + status]
