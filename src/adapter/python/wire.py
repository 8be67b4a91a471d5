# ---- to whom it is told: a file, or loopscope at the other end of a socket

FREE = 1 << 60  # as many events as anybody likes
BATCH = 128  # events that are sent at once where nothing is held


def high_descriptor(fd):
    """The same, where a program that closes or counts low descriptors does not meet it."""
    import fcntl
    for lowest in (200, 64):
        try:
            high = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, lowest)
        except (OSError, ValueError):
            continue
        os.close(fd)
        return high
    os.set_inheritable(fd, False)
    return fd


class FileWire:
    """Lines go to a file, and nothing comes from it."""

    held = False  # may it hold the program?
    greet = lambda self: None

    def __init__(self, path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self.fd = high_descriptor(os.open(path, flags, 0o666))

    def send(self, data):
        return os.write(self.fd, data)


class SocketWire:
    """Lines go up, and orders come down."""

    held = True

    def __init__(self, fd):
        import _socket
        self.fd = high_descriptor(fd)
        self.socket = _socket.socket(fileno=self.fd)
        self.quiet, self.now = _socket.MSG_NOSIGNAL, _socket.MSG_DONTWAIT

    def greet(self):
        """An empty line: here is the tracer, whenever the program's first event may come."""
        try:
            self.send(b"\n")
        except OSError:
            pass

    def send(self, data):
        return self.socket.send(data, self.quiet)

    def receive(self, wait):
        """What came, b"" at the end of it all, None if nothing is there."""
        try:
            return self.socket.recv(4096, 0 if wait else self.now)
        except BlockingIOError:
            return None

    def leave(self):
        """The socket is not to complain that nobody closed it."""
        self.socket.detach()


class Gate:
    """How many more events may be told before the program is held; lines wait here to be sent.

    Orders are "E n" (n more events), "T n" (until n more ticks have begun), "F" (free), "H" (hold),
    "L 0|1" (no locals, or locals), "B FILE:LINE" and "D FILE:LINE" (hold before that line, or no more), a line each.  A program is held within the event for which
    the last credit went."""

    def __init__(self):
        self.wire = None
        self.lines, self.unsent = [], b""
        self.credit, self.ticks, self.left, self.granted = 0, 0, 0, 0
        self.orders, self.asked = b"", False
        self.held_ns = 0  # for how long the program was held, in all
        self.shift = 0  # what the monotonic clock is ahead of the trace's: its beginning, and the time held
        self.waits = False  # is the program held?
        self.open = False
        self.identity = None

    def start(self, wire):
        self.wire, self.open = wire, True
        wire.greet()
        self.credit = 0 if wire.held else FREE
        status = os.fstat(wire.fd)
        self.identity = status.st_dev, status.st_ino

    def shut(self):
        """Nobody listens: nothing is told from here on, and nobody is held."""
        self.open = False
        TR.apart.append("nobody listens")
        self.lines.clear()
        self.unsent = b""
        self.left = FREE

    def flush(self):
        with TR.lock:
            self.flush_lines()

    def flush_lines(self):
        n = len(self.lines)  # meanwhile others may be added
        self.unsent += "".join(self.lines[:n]).encode("utf-8", "backslashreplace")
        del self.lines[:n]
        try:
            if self.unsent and not self.is_ours():
                self.shut()
            while self.unsent:
                self.unsent = self.unsent[self.wire.send(self.unsent):]
        except OSError:
            self.shut()

    def flush_live(self):
        """Somebody watches what is printed: it must not come behind its own bytes by much."""
        if self.open and self.wire.held and self.lines:
            self.flush()

    def is_ours(self):
        """A program may have closed our descriptor, and opened a file of its own by that number."""
        try:
            status = os.fstat(self.wire.fd)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self.identity

    def obey(self, line):
        order, _, number = line.decode("ascii", "replace").partition(" ")
        n = int(number) if number.isdigit() else 0
        if order == "E":
            self.credit = n if self.credit >= FREE else self.credit + n
            self.ticks = 0
        elif order == "T":
            self.ticks += n
            self.credit = FREE if self.ticks else self.credit
        elif order == "F":
            self.credit, self.ticks = FREE, 0
        elif order == "H":
            self.credit = self.ticks = 0
        elif order == "L":
            TR.show_locals = bool(n)
        elif order in ("B", "D"):
            BREAKS.change(number, order == "B")

    def listen(self, wait):
        if not self.wire.held:
            return
        came = self.wire.receive(wait) if self.is_ours() else b""
        if came == b"":
            self.shut()
        elif came:
            *orders, self.orders = (self.orders + came).split(b"\n")
            for order in orders:
                self.obey(order)

    def settle(self):
        """All that was granted is used up, or somebody must hear it now."""
        if self.credit < FREE:
            self.credit = max(self.credit - (self.granted - self.left), 0)
        self.granted = self.left = 0

    def grant(self):
        self.granted = self.left = min(self.credit, BATCH)

    def pass_through(self):
        """Called when nothing is left: sends, and returns when something is granted."""
        with TR.lock:
            if self.left <= 0:  # else another thread has been here meanwhile
                self.pass_one()

    def pass_one(self):
        self.settle()
        start = time.monotonic_ns()
        self.flush()
        if self.open:
            self.listen(False)
        self.waits = True
        try:
            while self.open and not self.credit:
                self.listen(True)
        finally:
            self.waits = False
            if SIGNALS.pending:
                SIGNALS.send_again()
        if self.open:
            self.grant()
            passed = time.monotonic_ns() - start
            if passed > 1_000_000:
                self.held_ns += passed
                self.shift += passed

    def hold_here(self):
        """The next event is the last that is told."""
        self.credit = self.ticks = self.granted = self.left = 0

    def tick_begins(self):
        """After a tick was told: is it the last of those that were asked for?"""
        self.ticks -= 1
        if not self.ticks:
            self.credit = self.granted = self.left = 0
            self.pass_through()

    def before_sleep(self):
        """Whoever watches is to see all of it; a file can wait for the next batch, or for our thread's look."""
        if self.open and self.wire.held:
            self.settle()
            self.flush()
            self.pass_through() if self.open and not self.credit else self.grant()


GATE = Gate()
