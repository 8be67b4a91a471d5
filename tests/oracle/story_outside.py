# SPDX-License-Identifier: MIT
"""The moments of real parts: what transfers and processes tell, and what it wakes. Mixed into
story.py's Story, whose words and sums it uses."""

# What is awaited, as in story.py.
WAITS = {
    "ClientSession.get": ("waits for an answer", "wait for the answer",
                          "poll will find the answer when it comes.", "Its answer is here", None),
    "ClientResponse.text": ("waits for the rest of the answer", "wait for the answer",
                            "poll will find the rest when it comes.", "All of its answer is here",
                            None),
    "start_server": ("starts a server", "start of the server",
                     "It listens from now on, and gives way for one tick.", None, None),
    "open_connection": ("opens a connection", "wait for the connection",
                        "poll will find it when it stands.", "The connection stands", None),
    "StreamReader.read": ("waits for bytes", "wait for bytes",
                          "poll will find them when they come.", "Its read is over", None),
    "StreamReader.readline": ("waits for a line", "wait for a line",
                              "poll will find it when it comes.", "Its read is over", None),
    "StreamWriter.drain": ("waits in drain()", "drain()",
                           "Over 64 KiB that it wrote are not sent yet: most of them must be first.",
                           "Most of what it wrote is on its way", None),
    "StreamWriter.wait_closed": ("waits for the end of the connection", "wait for the end",
                                 "close() only asks for it: a callback closes the socket.",
                                 "The connection is closed", None),
    "create_subprocess_exec": ("starts a process", "start of the process",
                               "A process is a program of its own: it runs beside the loop, "
                               "in its own memory.", None, None),
    "Process.wait": ("waits for the end of a process", "wait for the end",
                     "poll will hear of it: the system tells a parent when a child ends.",
                     "The process has ended", None),
}
ASKING = ("ClientSession.get", "ClientResponse.text")

CONNECTION, PIPE = "_SelectorSocketTransport._read_ready", "_UnixReadPipeTransport._read_ready"
CALLBACKS = {
    "BaseSelectorEventLoop._accept_connection": (None, "The server has a new connection",
                                                 "It makes a task for the connection."),
    "BaseSelectorEventLoop._sock_connect_cb": (None, "The connection stands",
                                               "It finishes the future of open_connection()."),
    "_SelectorSocketTransport._call_connection_lost": (
        None, "The connection is closed", "The socket is closed; the other end will hear of it."),
    "_SelectorSocketTransport._write_ready": (
        None, "The system takes more of what was written",
        "The other end has received some: there is room for more."),
    CONNECTION: (None, None, None),
    PIPE: (None, None, None),
}

UNDER_WAY = ("resolve", "connect", "request", "arrived")  # told for itself, while nobody runs


class Outside:
    # ---- what of it stands in a moment ----

    def legs(self, kind, *phases):
        """The events of the moment, and of what leads up to it."""
        events = self.before_head + self.inside
        return [e for e in events if e["e"] == kind and e["phase"] in phases]

    def wait_outside(self, what):
        """What it does before it waits, if that is said with it."""
        if what == "ClientSession.get" and self.legs("transfer", "open"):
            return "asks for " + self.legs("transfer", "open")[-1]["what"]
        if what == "create_subprocess_exec" and self.legs("process", "open"):
            return "starts the process " + self.legs("process", "open")[0]["name"]
        sent = self.legs("transfer", "sent")
        if what in ("StreamReader.readline", "StreamWriter.drain") and len(sent) == 1:
            return "writes %s, then %s" % (sent[0]["state"], WAITS[what][0])
        return None

    def counted(self, what, n):
        words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
        return "%s %s" % (words[n] if n < len(words) else n, what)

    def they(self, woken):
        return self.listed(woken) + (" is ready again" if len(woken) == 1 else " are ready again")

    # ---- on the way ----

    def tell_transfer(self, _):
        phase = next(p for p in reversed(UNDER_WAY) if self.legs("transfer", p))
        events = self.legs("transfer", phase)
        waits = self.listed([e["task"] for e in events])
        if phase in ("arrived", "request"):
            self.why = ["The system carries the bytes to and fro; no thread of the program waits."]
            if self.first("request"):
                self.why.append("poll will find each answer when it comes, and the loop is told.")
            return "The request for %s is sent." % events[0]["what"] if len(events) == 1 else \
                self.counted("requests are sent: ", len(events)) + waits + " wait."
        self.why = ["The system does that; no thread of the program waits for it."]
        return "%s: %s." % (events[0]["what"] if len(events) == 1 else waits,
                            "connected" if phase == "connect" else "the name is looked up")

    def computing(self):
        """How many processes compute, as far as this moment."""
        last = {}
        for e in self.events[:len(self.before_head) + self.start + len(self.inside)]:
            if e["e"] == "process":
                last[e["id"]] = e["phase"] == "computes" and "cores" in e
        return sum(last.values())

    def tell_rest(self, e):
        n, cores = self.computing(), e.get("cores", 0)
        self.why = ["Only that process stands still; the loop goes on."]
        if e["phase"] == "computes":
            self.why = ["Processes compute at the same time, as far as there are cores."]
            if n > cores > 0:
                self.why = ["It shares %d core%s with %d other%s: every 5 ms others have their turn."
                            % (cores, "s"[cores == 1:], n - 1, "s"[n == 2:])]
        return "%s %s for %s s." % (e["name"], e["phase"], ("%.9f" % e["secs"]).rstrip("0").rstrip("."))

    def tell_process(self, e):
        if e["phase"] in ("sleeps", "computes"):
            return self.tell_rest(e)
        if e["phase"] == "dropped":
            self.why = ["The system ends it, whatever it does: it is not asked."]
            return self.subject() + "kills the process %s." % e["name"]
        self.why = ["It goes through a pipe: nothing else gets from one memory to the other."]
        return self.subject() + "writes “%s” to the process %s." % (
            e["state"].rstrip("\n"), e["name"])

    # ---- and back ----

    def hear_connection(self):
        bytes_came, ends = self.legs("transfer", "received"), self.legs("transfer", "end")
        if bytes_came or ends:
            return self.hear_stream(bytes_came or ends)
        over = self.legs("transfer", "body", "failed") or self.legs("transfer", "first_byte")
        if not over:
            before = self.told_before()
            if before:
                return self.hear_stream(before)
        head = "Something has come on a connection" if not over else \
            self.one_answer(over[-1]) if len(over) == 1 else self.many_answers(over)
        woken = self.woken()
        if woken:
            head += ": " + self.they(woken)
            self.why = [*(self.why or [""]), self.their_turn(woken)]
        return head + "."

    def one_answer(self, e):
        if e["phase"] == "failed":
            self.why = ["The error comes out of the await that waits for it."]
            return "%s fails, %s" % (e["what"], e["state"])
        heads = self.legs("transfer", "first_byte")
        status = heads[-1].get("state", "").removeprefix("status ") if heads else ""
        self.why = ["The system received it, poll found it, and its callback handed it on."]
        if status < "4":
            return "The answer from %s is here" % e["what"]
        self.why = ["It is no error to the client: only raise_for_status() makes one of it."]
        return "The answer from %s is here, status %s" % (e["what"], status)

    def many_answers(self, over):
        self.why = ["The system received them, poll found them, and callbacks handed them on."]
        failed = any(e["phase"] == "failed" for e in over)
        return self.counted("requests are over" if failed else "answers are here", len(over))

    def told_before(self):
        """What came for the task that is ready now, told before another had its turn."""
        woken = self.woken()
        return [e for e in self.events[:self.start] if woken and e["e"] == "transfer" and
                e["phase"] in ("received", "end") and e.get("task") == woken[-1]][-1:]

    def hear_stream(self, events):
        woken, last, many = self.woken(), events[-1], len(events) > 1
        end = last["phase"] == "end"
        task = self.listed([events[0]["task"]])
        head = self.counted("connections have news", len(events)) if many else \
            "The other end of %s’s connection has closed" % task if end else \
            "%s have come for %s" % (last["state"], task)
        self.why = ["What is read there is empty from now on: so a loop over lines ends." if end else
                    "poll found them, and a callback put them into the reader."]
        if woken:
            head += ": " + (self.they(woken) if many else "it is ready again")
            self.why.append(self.their_turn(woken))
        return head + "."

    def hear_pipe(self):
        tick, woken = self.inside[0]["n"], self.woken()
        head = len(self.before_head) + self.start
        news = [e for e in self.events[:head] if e["e"] == "process" and e["n"] == tick and
                e["phase"] in ("received", "exited", "killed")]
        told = ["%s says “%s”" % (e["name"], e["state"].rstrip("\n")) if e["phase"] == "received"
                else "%s has ended, %s" % (e["name"], e["state"]) for e in news]
        if told and told[0][0].islower():
            told[0] = "The process " + told[0]
        words = ", ".join(told[:2]) if told else "A process has news"
        words += " and %s more" % ("one" if len(told) == 3 else len(told) - 2) if len(told) > 2 else ""
        said = any(e["phase"] == "received" for e in news)
        self.why = ["The system has told its parent: its status is all that is left of it."
                    if not said else "It came through a pipe, and poll found it." if woken else
                    "It came through a pipe; nobody waits for it yet, so it is kept."]
        if woken:
            words += ": " + self.they(woken)
            self.why.append(self.their_turn(woken))
        return words + "."
