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

    __slots__ = ("n", "by", "running", "of", "phase", "runs", "loop", "began")

    def __init__(self, by=""):
        self.n = 0
        self.by = by  # the member `by` of what is told there
        self.running = []  # (what `by` was before, task or None) of handles that run, innermost last
        self.of = ""  # which loop and thread, unless the first
        self.phase = None  # of the tick: io, run
        self.runs = []  # what run_until_complete() runs
        self.loop = None
        self.began = 0


class Trace:
    """Writes the events, and knows the names of all that they speak of."""

    def __init__(self):
        self.lock = _thread.RLock()
        self.main_thread = get_ident()
        self.home = Place()
        self.places = {self.main_thread: self.home}  # by thread
        self.show_locals = OPTIONS.locals
        self.count = 0
        self.started = self.exiting = self.dead = False
        self.tasks, self.futs = Ids("T"), Ids("F")
        self.loops, self.syncs, self.threads = Ids("L"), Ids("S"), Ids("W")
        self.handles = 0
        self.partial = {}  # stream: [text, place] of a line that has no end yet
        self.origin = 0

    # -- telling

    def say(self, body):
        """One event: `body` is its kind and its members, as text."""
        if not GATE.open:
            return
        if not self.started:
            self.start()
        place = self.places.get(get_ident()) or self.other_place()
        with self.lock:
            if OPTIONS.virtual:
                CLOCK.tell_computing()
            if self.partial:
                self.flush_text()
            if FILES.untold:
                self.tell_sources()
            GATE.lines.append(f'{{"i":{self.count},"n":{place.n},"t":{self.time_text()},"e":{body}{place.of}}}\n')
            self.count += 1
            GATE.left -= 1
            if GATE.left <= 0:
                GATE.pass_through()

    def emit(self, e, **members):
        """The same where nothing is in a hurry: members that are None are left out."""
        text = "".join([f",{quoted(k)}:{encode(v)}" for k, v in members.items() if v is not None])
        self.say(f'"{e}"{text}')

    def other_place(self):
        """A thread that runs no loop."""
        place = self.places[get_ident()] = OtherPlace(',"by":"thread"')
        return place

    def time_text(self):
        if OPTIONS.virtual:
            return encode(round(CLOCK.now, 9))
        ns = time.monotonic_ns() - self.origin - GATE.held_ns
        return f"{ns}e-9" if ns > 0 else "0.0"

    def start(self):
        """Told with the first event: only then is it known which program runs."""
        self.started = True
        self.origin = time.monotonic_ns()
        main = sys.modules.get("__main__")
        path = getattr(main, "__file__", None)
        name, text = (short_file(path), file_text(path)) if path else ("-c", None)
        FILES.untold[:] = [file for file in FILES.untold if file[0] != name]
        more = {} if OPTIONS.bare else {"argv": list(sys.argv), "pid": os.getpid(), "python": sys.executable}
        TR.emit("start", script=name, py="%d.%d.%d" % sys.version_info[:3], impl="c",
                clock="virtual" if OPTIONS.virtual else "real",
                sources={} if text is None else {name: text}, **more)

    def tell_sources(self):
        """The text of each file, before the first event that speaks of it."""
        files, FILES.untold = FILES.untold, []
        for name, path, own in files:
            text = file_text(path) if own and not OPTIONS.bare else None
            if text is not None:
                self.emit("source", file=name, text=text)

    # -- what is printed

    def text(self, stream, s):
        """An event per line; an unfinished line waits for its end or for the next other event."""
        with self.lock:
            while s and GATE.open:
                line = self.partial.setdefault(stream, ["", None])
                line[1] = line[1] or self.user_at()
                part, newline, s = s.partition("\n")
                line[0] += part + newline
                if newline:
                    self.flush_text(stream)

    def flush_text(self, *streams):
        for stream in streams or ("out", "err"):
            if stream in self.partial:
                s, at = self.partial.pop(stream)
                others, self.partial = self.partial, {}
                self.emit(stream, s=s, at=at, by=self.by())
                self.partial = others
                GATE.flush_live()

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
