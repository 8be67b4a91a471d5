# ---- the trace


class Ids:
    """Names objects by identity, in order of first sight, without keeping them alive."""

    def __init__(self, prefix):
        self.prefix, self.count, self.names = prefix, 0, {}

    def known(self, obj):
        ref, name = self.names.get(id(obj), (None, None))
        return name if ref is not None and ref() is obj else None

    def dying(self, obj):
        """The name of an object that speaks from its destructor: weak references to it are dead."""
        return self.names.get(id(obj), (None, None))[1]

    def next(self):
        self.count += 1
        return f"{self.prefix}{self.count}"

    def get(self, obj):
        return self.known(obj) or self.give(obj, self.next())

    def give(self, obj, name):
        import weakref
        try:
            ref = weakref.ref(obj)
        except TypeError:
            ref = lambda: obj
        self.names[id(obj)] = ref, name
        return name


class Place:
    """What goes on in a thread: the tick of the loop that runs there, and whose step or callback."""

    __slots__ = ("n", "by", "running", "of", "runs", "loop", "last", "cpu", "sample", "apart")

    def __init__(self, by=""):
        self.n = 0
        self.by = by  # the member `by` of what is told there
        self.running = []  # (what `by` was before, task or None) of handles that run, innermost last
        self.of = ""  # which loop and thread, unless the first
        self.runs = []  # what run_until_complete() runs
        self.loop = None
        self.last = 0  # the time of the last event
        self.cpu = 0, 0, 0  # in a turn that takes long: its last event, and then when, and its processor's time so far
        self.sample = None  # where the program was seen in a turn that takes long


OLD_NS = 50_000_000  # whoever prints half a line, and goes on with it, has done so by then


class Unfinished:
    """A line that somebody prints, and has not ended."""

    def __init__(self, stream, thread):
        self.stream, self.thread = stream, thread
        self.text, self.at, self.since = "", TR.user_at(), time.monotonic_ns()
        self.place = TR.place()
        self.by = self.place.by

    def tell(self):
        at = f',"at":{quoted(self.at)}' if self.at else ""
        if GATE.open:
            TR.say_in(self.place, f'"{self.stream}","s":{quoted(self.text)}{at}{self.by}')


class Trace:
    """Writes the events, and knows the names of all that they speak of."""

    def __init__(self):
        self.lock = _thread.RLock()
        self.main_thread = get_ident()
        self.home = Place()
        self.places = {self.main_thread: self.home}  # by thread
        self.apart = ["no loop has run"] + ["virtual"] * OPTIONS.virtual  # why an event is not told at once
        self.show_locals = OPTIONS.locals
        self.started = self.begun = False
        self.tasks, self.futs = Ids("T"), Ids("F")
        self.loops, self.syncs, self.threads = Ids("L"), Ids("S"), Ids("W")
        self.partial = {}  # stream: the line that has no end yet
        teller(self)

    # -- telling

    def say_before(self):
        """What must be told before an event."""
        if not self.started:
            self.start()
        if self.partial:
            self.end_own_lines()
        if FILES.untold:
            self.tell_sources()

    def emit(self, e, **members):
        """The same where nothing is in a hurry: members that are None are left out."""
        text = "".join([f",{quoted(k)}:{encode(v)}" for k, v in members.items() if v is not None])
        self.say(f'"{e}"{text}')

    def other_place(self):
        """A thread that runs no loop."""
        place = OtherPlace(',"by":"thread"')
        self.take_place(place, ["a thread"] * (sys.version_info < (3, 10)))
        if THREADS:
            first_heard(place)
        return place

    def forget_place(self, ident):
        """A thread that spoke is over."""
        for reason in self.places.pop(ident).apart:
            self.apart.remove(reason)

    def take_place(self, place, apart):
        """This thread's is that from here on; for these reasons events must be told apart while it speaks."""
        place.apart = apart
        self.apart.extend(apart)
        self.places[get_ident()] = place

    def start(self):
        """Told with the first event: only then is it known which program runs."""
        self.started = True
        main = sys.modules.get("__main__")
        path = getattr(main, "__file__", None)
        name, text = (short_file(path), file_text(path)) if path else ("-c", None)
        FILES.untold[:] = [file for file in FILES.untold if file[0] != name]
        more = {} if OPTIONS.bare else {"argv": list(sys.argv), "pid": os.getpid(), "python": sys.executable}
        TR.emit("start", script=name, py="%d.%d.%d" % sys.version_info[:3], impl="c",
                clock="virtual" if OPTIONS.virtual else "real",
                sources={} if text is None else {name: text}, **more)

    def begin(self):
        """The first loop runs: its clock stands at zero."""
        self.begun = True
        GATE.shift = time.monotonic_ns()
        self.apart.remove("no loop has run")

    def tell_sources(self):
        """The text of each file, before the first event that speaks of it."""
        files = FILES.untold[:]
        FILES.untold.clear()
        for name, path, own in files:
            text = file_text(path) if own and not OPTIONS.bare else None
            if text is not None:
                self.emit("source", file=name, text=text)

    # -- what is printed

    def text(self, stream, s):
        """An event per line; an unfinished line waits for its end or for the thread's next other event.
        What others have printed meanwhile comes between, as it does on the terminal."""
        with self.lock:
            thread = get_ident()
            while s and GATE.open:
                self.end_lines(lambda line: line.thread != thread or line.stream != stream and not OPTIONS.bare)
                line = self.partial.get(stream)
                if line is None:
                    line = self.partial[stream] = Unfinished(stream, thread)
                part, newline, s = s.partition("\n")
                line.text += part + newline
                if newline:
                    self.end_lines(lambda line: line.stream == stream)

    def end_lines(self, which):
        """Tells of those unfinished lines, as they are."""
        ending = [self.partial[stream] for stream in ("out", "err") if stream in self.partial]
        ending = [line for line in ending if which(line)]
        if not ending:
            return
        others = {stream: line for stream, line in self.partial.items() if line not in ending}
        self.partial.clear()
        for line in ending:
            line.tell()
            GATE.flush_live()
        self.partial.update(others)

    def end_own_lines(self):
        """Before this thread tells of something else.  Another's line is not waited for, if it is old."""
        thread, old = get_ident(), time.monotonic_ns() - OLD_NS
        with self.lock:
            self.end_lines(lambda line: line.thread == thread or line.since < old and not OPTIONS.virtual)

    def end_all_lines(self):
        with self.lock:
            self.end_lines(lambda line: True)

    # -- who, where

    def place(self):
        return self.places.get(get_ident()) or self.other_place()

    def by(self):
        """Whose doing an event is: the running task, else the running handle."""
        return self.place().by[7:-1] or None

    def task_runs(self):
        running = self.place().running
        return bool(running) and running[-1][1] is not None

    def user_at(self):
        """The line of the program that is being executed."""
        frame = sys._getframe(1)
        while frame is not None and not is_user_file(frame.f_code.co_filename):
            frame = frame.f_back
        return frame and f"{short_file(frame.f_code.co_filename)}:{frame.f_lineno}"

    def task_at(self):
        """The same, if a task runs: else None."""
        return self.user_at() if self.task_runs() else None


class OtherPlace(Place):
    """That of a thread without a loop: its events are told in the tick of the main thread's."""

    __slots__ = ()
    n = property(lambda self: TR.home.n, lambda self, n: None)


TR = Trace()
