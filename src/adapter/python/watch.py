# ---- what blocks the loop: a thread of ours looks at turns that take long

BLOCKS_NS = 100_000_000  # a turn in which nothing is told for so long has blocked the loop
LOOKS = 0.05  # seconds from one look to the next


class Watch:
    """It is no threading.Thread, so that nobody counts it; and it is gone while the program forks, since
    Python warns of that where there are threads."""

    def __init__(self):
        self.end = None  # a lock that is released to end the thread
        self.gone = None
        self.wanted = False

    def start(self):
        self.wanted = True
        place = TR.place()
        place.cpu = -1, 0, time.thread_time_ns()
        if self.end is None:
            self.end, self.gone = _thread.allocate_lock(), _thread.allocate_lock()
            self.end.acquire()
            self.gone.acquire()
            try:
                _thread.start_new_thread(self.look, (self.end, self.gone))
            except RuntimeError:  # no thread can be started any more
                self.wanted = False

    def stop(self):
        """Returns when the system knows of the thread no more."""
        if self.end is not None:
            self.end.release()
            self.gone.acquire()
            self.end = None
            tasks = "/proc/self/task"
            for _ in range(100):
                if not os.path.isdir(tasks) or str(self.number) not in os.listdir(tasks):
                    break
                time.sleep(0.0002)

    def look(self, end, gone):
        self.number = _thread.get_native_id()
        while not end.acquire(True, LOOKS):
            if not GATE.open:
                end.acquire()
                break
            if not GATE.waits:
                if GATE.lines:  # of a thread, or of a loop that sleeps
                    GATE.flush()
                for ident, place in list(TR.places.items()):
                    if place.running or ident == TR.main_thread:
                        self.look_at(ident, place)
        gone.release()

    def look_at(self, ident, place):
        last = place.last
        late = time.monotonic_ns() - GATE.shift - last
        if place.cpu[0] != last:
            place.cpu = last, last + late, processor_time(ident)
        if not place.running:
            return
        if late > BLOCKS_NS // 2 and GATE.lines:
            GATE.flush()  # whoever watches sees which turn it is
        if late > BLOCKS_NS and (place.sample is None or place.sample[0] != last):
            frame = sys._current_frames().get(ident)
            if frame is not None:
                place.sample = last, own_frames(frame)


WATCH = Watch()


def processor_time(ident):
    """That of a thread which runs a handle, in nanoseconds."""
    return time.clock_gettime_ns(time.pthread_getcpuclockid(ident))


def has_computed(place, last, now):
    """Was it at work in a turn?  Where nobody saw that, what it did since somebody looked before counts."""
    seen_last, since, before = place.cpu
    return time.thread_time_ns() - before > (now - (since if seen_last == last else last)) // 5


def own_frames(frame):
    """The program's own frames that run, outermost first, as they stand in a stack."""
    found = []
    while frame is not None and len(found) < MAX_FRAMES:
        known = CODES.get(id(frame.f_code)) or code_known(frame.f_code)
        if known.own:
            found.append((known, frame.f_lineno))
        frame = frame.f_back
    return found[::-1]


def tell_block(place, now):
    """Told before the next event of a turn in which nothing was told for long, at the time when that began."""
    last, sample, place.sample = place.last, place.sample, None
    place.last = now
    found = sample[1] if sample and sample[0] == last else own_frames(sys._getframe(1))
    where = f"{short_file(found[-1][0].code.co_filename)}:{found[-1][1]}" if found else ""
    at = f',"at":{quoted(where)}' if found else ""
    computed = has_computed(place, last, now)
    stack = ",".join([f'[{known.named},{line},{quoted(getattr(known.code, "co_qualname", known.code.co_name))}]'
                      for known, line in found])
    warning = slow_callback(where or "somebody", (now - last) / 1e9, computed)
    TR.say_at(last, f'"block","secs":{(now - last) / 1e9}{place.by}{at},"why":"{"compute" if computed else "call"}",'
                    f'"stack":[{stack}]')
    if warning:
        TR.say_at(last, f'"warning"{place.by}{warning}')
