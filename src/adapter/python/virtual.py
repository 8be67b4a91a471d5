# ---- the virtual clock: it starts at 0, stands still while code runs, and when nothing is ready jumps to
# the next deadline.  time.sleep() moves it, and so does looking at time.thread_time() again and again;
# executor threads run one at a time, in order of submission.  A wait is real only while sockets,
# processes, signals or other threads may still act.

EPOCH = 1_700_000_000.0  # time.time() at virtual time 0
RESOLUTION = 1e-9  # of the virtual clock: timers nearer than this fall due together
SPINS = 1000  # ticks, or clock reads, without an idle moment after which time passes all the same


class Computing:
    """What one thread has computed: a millisecond goes by between two looks at the processor's time from
    the same line, and a trifle, so that no rounding makes it one more.
    `while time.thread_time() < end: pass` computes."""

    def __init__(self):
        self.computed = self.told = 0  # milliseconds; those told as events
        self.computing_at = None  # the line that has looked last

    def thread_time(self):
        at = TR.user_at()
        if at == self.computing_at:
            self.computed += 1
        else:
            self.tell_computing()
            self.computing_at = at
        return self.computed * 1.000000001e-3


class VirtualClock(Computing):
    def __init__(self):
        super().__init__()
        self.now = 0.0
        self.reads = 0

    def jump_to(self, when):
        if when > self.now:
            self.now = when
            self.reads = 0

    def read(self):
        """The time for the program itself.  `while time.time() < end` must come to an end."""
        self.tell_computing()
        WORKERS.tell_computing()
        self.reads += 1
        if self.reads > SPINS:
            self.now += 1e-4
        return self.now

    # -- computing in the main thread

    def tell_computing(self):
        secs = (self.computed - self.told) / 1000
        if secs and get_ident() == TR.main_thread:
            self.told = self.computed
            if WORKERS.gil.line:
                secs = WORKERS.gil.wait(self.now, secs) - self.now
            TR.emit("block", secs=whole(secs), by=TR.by(), at=self.computing_at, why="compute")
            self.jump_to(self.now + secs)

    # -- what the loop asks of a clock

    def install(self):
        import concurrent.futures
        shutdown = concurrent.futures.ThreadPoolExecutor.shutdown

        def draining_shutdown(pool, wait=True, **kw):
            if wait and get_ident() == TR.main_thread:
                WORKERS.drain()
            return shutdown(pool, wait, **kw)
        concurrent.futures.ThreadPoolExecutor.shutdown = draining_shutdown

    def loop_made(self, loop):
        if loop._loopscope.abroad:
            return
        loop._clock_resolution = RESOLUTION
        loop._asyncgens.data = OrderedSet()

    def tick_begins(self):
        pass

    def poll(self, loop, timeout):
        return poll(loop, timeout)

    def before_job(self, loop, executor, func):
        import concurrent.futures
        if executor is None or isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            return executor, WORKERS.submit(func)
        return WORKERS.pool(executor), None

    def submitted(self, job, fut):
        if isinstance(job, Job):
            job.fut = fut
        return False

    def runs_where(self, job):
        return None if isinstance(job, Job) else "process"

    def from_elsewhere(self, loop, callback, args, context):
        """The handle of a callback that another thread has sent, or None.  It is held until the loop is
        idle: the tick it lands in must not depend on the thread's speed."""
        if loop._thread_id in (None, get_ident()) or loop._loopscope.abroad:
            return None
        import contextvars
        WORKERS.tell_computing()
        loop._check_closed()
        handle = asyncio.Handle(callback, args, loop, context or contextvars.copy_context())
        job = getattr(Job.current, "job", None)
        with TR.lock:
            loop._loopscope.mail.append((job.number if job else sys.maxsize, handle))
            if job is not None and job.returned:
                job.finished = True
                job.fut = Job.current.job = None
            loop._write_to_self()  # under the lock: mail is there exactly when the byte is
        return handle


def virtual_loop_time(loop):
    if loop._loopscope.abroad:
        return time.monotonic()
    CLOCK.tell_computing()
    return CLOCK.read() if is_user_file(sys._getframe(1).f_code.co_filename) else CLOCK.now


# ---- the virtual clock: computing


class Share:
    """One who computes: what it has yet to compute, until it gives way, and when it was through."""

    def __init__(self, left, slice):
        self.left, self.slice, self.done = left, slice, None

    def copy(self):
        other = Share(self.left, self.slice)
        other.done = self.done
        return other


class Processors:
    """Who computes has one of n processors for a slice of time, and gives it to the next in line; if
    nobody waits, it keeps it.  With one that is the GIL.  Times are whole nanoseconds."""

    def __init__(self, n, slice=0.005):
        self.n, self.slice, self.now, self.line = n, self.nanoseconds(slice), 0, []

    @staticmethod
    def nanoseconds(secs):
        return round(secs * 1e9)

    def step(self, end):
        others_wait = len(self.line) > self.n
        busy = self.line[:self.n]
        dt = min([end - self.now] + [s.left for s in busy])
        if others_wait:
            dt = min([dt] + [s.slice for s in busy])
        for s in self.line:
            if not others_wait:
                s.slice = self.slice
        for s in busy:
            s.left -= dt
            s.slice -= dt if others_wait else 0
        self.now += dt
        for s in busy:
            if s.left <= 0:
                s.done = self.now
                self.line.remove(s)
            elif s.slice <= 0:
                s.slice = self.slice
                self.line.remove(s)
                self.line.append(s)

    def run(self, secs):
        end = self.nanoseconds(secs)
        while self.line and self.now < end:
            self.step(end)
        self.now = max(self.now, end)

    def begin(self, now, secs):
        self.run(now)
        share = Share(self.nanoseconds(secs), self.slice)
        self.line.append(share)
        return share

    def due(self):
        """When the next one will be through, or None."""
        tried = Processors(self.n)
        tried.slice, tried.now = self.slice, self.now
        tried.line = copies = [s.copy() for s in self.line]
        copies = list(copies)
        while copies and all(s.done is None for s in copies):
            tried.step(1 << 62)
        return tried.now / 1e9 if copies else None

    def wait(self, now, secs):
        """Someone begins to compute, and it is waited for: when it is through."""
        share = self.begin(now, secs)
        while share.done is None:
            self.run(self.due())
        return share.done / 1e9


# ---- the virtual clock: threads of executors, and processes


class Job(Computing):
    """A call in an executor's thread.  It waits for `go`, which comes when the loop is idle."""

    numbers = itertools.count(1)
    current = _thread._local()

    def __init__(self, func):
        import threading
        super().__init__()
        self.func = func
        self.number = next(self.numbers)
        self.go = threading.Event()
        self.fut = None
        self.started = self.asleep = self.queued = self.returned = self.finished = False
        self.__qualname__ = getattr(func, "__qualname__", "call")

    def __call__(self, *args):
        import threading
        self.started = threading.current_thread().loopscope_worker = True
        self.go.wait()
        self.current.job = self
        try:
            return self.func(*args)
        finally:
            WORKERS.tell_computing()
            self.returned = True

    def tell_computing(self):
        WORKERS.tell_computing()

    def outstanding(self):
        dropped = not self.started and self.fut is not None and self.fut.cancelled()
        return not self.finished and not dropped

    def computing(self):
        return self.outstanding() and not self.asleep


class Child:
    """In a process of a pool: what its function sleeps and computes is written down, and takes no
    time; the parent lets its own clock go by that."""

    here = None

    def __init__(self):
        self.rests = []  # ("sleep" or "compute", seconds)
        self.computed = self.told = 0
        self.computing_at = None

    def tell_computing(self):
        if self.computed > self.told:
            self.rests.append(("compute", (self.computed - self.told) / 1000))
            self.told = self.computed

    def sleep(self, secs):
        self.tell_computing()
        self.rests.append(("sleep", secs))

    thread_time = Job.thread_time


class InChild:
    """The function that a process gets in place of the program's; it must be picklable."""

    __module__ = "loopscope_in_child"

    def __init__(self, func):
        self.func = func

    def __call__(self, *args):
        Child.here = child = Child()
        result = error = None
        try:
            result = self.func(*args)
        except Exception as e:
            error = e
        child.tell_computing()
        return result, error, child.rests


class ProcessJob:
    """A call in a process.  Its process does it at once; its result comes when the clock has gone by
    what it took there."""

    computed = told = 0
    returned = True

    def __init__(self, real):
        import concurrent.futures
        self.number = next(Job.numbers)
        self.real, self.fut = real, concurrent.futures.Future()
        self.rests, self.state, self.finished = None, "waiting", False

    def go_on(self):
        """Until it rests; then WORKERS wakes it."""
        import threading
        if self.rests is None:
            self.result, self.error, self.rests = self.real.result()
        if self.rests:
            WORKERS.rest_in_process(self, *self.rests.pop(0))
            return
        self.state = "done"
        thread = threading.Thread(target=self.tell_loop)
        thread.start()
        thread.join()

    def tell_loop(self):
        Job.current.job = self
        if self.error:
            self.fut.set_exception(self.error)
        else:
            self.fut.set_result(self.result)


class VirtualPool:
    """A ProcessPoolExecutor for run_in_executor()."""

    def __init__(self, executor):
        self.executor, self.jobs = executor, []

    def submit(self, func, *args):
        job = ProcessJob(self.executor.submit(InChild(func), *args))
        self.jobs.append(job)
        return job.fut

    def settle(self):
        """Whoever can go on does, until all rest or wait for a process."""
        while True:
            self.jobs = [j for j in self.jobs if j.state != "done" and not j.fut.cancelled()]
            running = sum(j.state != "waiting" for j in self.jobs)
            for job in self.jobs:
                if job.state == "waiting" and running < self.executor._max_workers:
                    job.state = "ready"
                    job.fut.set_running_or_notify_cancel()
                    running += 1
            ready = [j for j in self.jobs if j.state == "ready"]
            if not ready:
                return
            for job in ready:
                job.go_on()


class Workers:
    """Runs the jobs one at a time, in order of submission.  Those that compute, by looking at
    time.thread_time() again and again, share the GIL; what else they do costs no virtual time.  Those in
    processes compute on four cores."""

    def __init__(self):
        self.jobs = []
        self.pools = {}  # executor: VirtualPool
        self.sleepers = []  # (deadline, sequence, function that wakes it, of what kind it is)
        self.computing = []  # (share, sequence, …)
        self.gil, self.cores = Processors(1), Processors(4)
        self.sequence = itertools.count(1)

    def submit(self, func):
        job = Job(func)
        self.jobs = [j for j in self.jobs if j.outstanding()] + [job]
        return job

    def pool(self, executor):
        return self.pools.setdefault(executor, VirtualPool(executor))

    def settle(self):
        """Returns when every job is finished, asleep, or queued behind a full pool."""
        while True:
            todo = [j for j in self.jobs if j.computing() and not j.queued]
            if not todo:
                break
            finished = sum(j.finished for j in self.jobs)
            for job in todo:
                self.let_go_on(job, len(todo))
            if sum(j.finished for j in self.jobs) != finished:
                for job in self.jobs:
                    job.queued = False
        for pool in self.pools.values():
            pool.settle()

    def let_go_on(self, job, others):
        job.go.set()
        start = time.monotonic()
        while job.computing():
            waited = time.monotonic() - start
            if not job.started and waited > 0.1:
                job.queued = True
                break
            if job.started and waited > 0.3 and others > 1:
                break  # perhaps it waits for another job
            time.sleep(0.0002)

    def rest(self, secs, processors, *rest):
        """For so long; with processors: it computes."""
        if processors:
            self.computing.append((processors.begin(CLOCK.now, secs), next(self.sequence), *rest))
        else:
            self.sleepers.append((CLOCK.now + secs, next(self.sequence), *rest))

    def rest_in_thread(self, job, what, secs, processors=None):
        import threading
        event = threading.Event()

        def wake():
            job.asleep = False
            event.set()
        with TR.lock:
            TR.emit(what, secs=whole(secs))
            self.rest(secs, processors, wake, "thread")
            job.asleep = True
        event.wait()

    def rest_in_process(self, job, what, secs):
        def wake():
            job.state = "ready"
        job.state = "resting"
        self.rest(secs, self.cores if what == "compute" else None, wake, "a process goes on")

    def sleep(self, job, secs):
        self.rest_in_thread(job, "thread_sleep", secs)

    def tell_computing(self):
        """The job that runs here has computed, and does something else."""
        job = getattr(Job.current, "job", None)
        secs = job and (job.computed - job.told) / 1000
        if secs:
            job.told = job.computed
            self.rest_in_thread(job, "thread_compute", secs, self.gil)

    def through(self):
        """Those that sleep or have computed enough, as (when, sequence, …)."""
        return self.sleepers + [(share.done / 1e9, *rest) for share, *rest in self.computing
                                if share.done is not None]

    def wake_one(self):
        with TR.lock:
            first = self.next_wake()
            self.gil.run(first)
            self.cores.run(first)
            when, sequence, wake, why = min(self.through(), key=lambda rest: rest[:2])
            self.sleepers = [s for s in self.sleepers if s[1] != sequence]
            self.computing = [c for c in self.computing if c[1] != sequence]
            TR.emit("jump", to=round(when, 9), why=why)
            CLOCK.jump_to(when)
            wake()

    def next_wake(self):
        with TR.lock:
            times = [when for when, *_ in self.through()] + [self.gil.due(), self.cores.due()]
            return min((when for when in times if when is not None), default=None)

    def drain(self):
        self.settle()
        while self.sleepers or self.computing:
            self.wake_one()
            self.settle()


WORKERS = Workers()


# ---- the virtual clock: poll.  Where a loop would sleep, the clock moves.


def poll(loop, timeout):
    state = loop._loopscope
    if state.abroad:
        return loop._selector.select(timeout)
    if timeout == 0:
        state.spins += 1
        return glance(loop) if state.spins <= SPINS else let_time_pass(loop)
    state.spins = 0
    TR.end_own_lines()
    while True:
        WORKERS.settle()
        events = look(loop)
        if events or loop._ready:
            return events
        when = None if timeout is None else loop._scheduled[0]._when
        wake = WORKERS.next_wake()
        if wake is not None and (when is None or wake <= when):
            WORKERS.wake_one()
            continue
        if world_may_act(loop):
            events = wait(loop, timeout)
            if events:
                return events
            if timeout is None:
                continue
        events = look(loop)  # what a thread sent that has just ended
        if events or loop._ready:
            return events
        if when is None:
            deadlock()
        when = min(when, CLOCK.now + asyncio.base_events.MAXIMUM_SELECT_TIMEOUT)
        TR.emit("jump", to=round(when, 9))
        CLOCK.jump_to(when)
        return []


def glance(loop):
    """There is work.  Mail from threads waits for an idle moment, its wake-up byte too."""
    busy = loop._loopscope.mail or any(job.computing() for job in WORKERS.jobs)
    own = loop._ssock.fileno() if busy else -1
    return [event for event in loop._selector.select(0) if event[0].fd != own]


def let_time_pass(loop):
    """The program spins (`while not ready: await sleep(0)`) on a clock that stands still."""
    WORKERS.settle()
    if WORKERS.sleepers or WORKERS.computing:
        WORKERS.wake_one()
        WORKERS.settle()
    else:
        CLOCK.jump_to(CLOCK.now + 1e-3)
    deliver(loop)
    return loop._selector.select(0)


def deliver(loop):
    state = loop._loopscope
    with TR.lock:
        mail, state.mail = sorted(state.mail, key=lambda m: m[0]), []
    state.delivers = True
    for _, handle in mail:
        tell_soon(loop, handle)
        loop._ready.append(handle)
    state.delivers = False


def look(loop):
    deliver(loop)
    events = loop._selector.select(0)
    if loop._loopscope.mail:  # came meanwhile: its wake-up byte may be in events already
        deliver(loop)
        events = events or loop._selector.select(0)
    return events


def open_files(loop):
    own = loop._ssock.fileno() if loop._ssock is not None else -1
    return [fd for fd in loop._selector.get_map() if fd != own]


def world_may_act(loop):
    import threading
    threads = [t for t in threading.enumerate() if not hasattr(t, "loopscope_worker")
               and type(t).__name__ != "_ExecutorManagerThread" and t.name != "QueueFeederThread"]
    return open_files(loop) or len(threads) > 1 or getattr(loop, "_signal_handlers", None)


def wait(loop, timeout):
    """A real wait, which the clock follows: a jump would make the program's timeouts expire."""
    GATE.before_sleep()
    start = time.monotonic()
    events = loop._selector.select(timeout)
    waited = time.monotonic() - start
    if open_files(loop) or not loop._loopscope.closing:
        CLOCK.jump_to(CLOCK.now + (waited if timeout is None else min(waited, timeout)))
    if events:
        deliver(loop)
    return events


def deadlock():
    TR.emit("deadlock")
    GATE.settle()
    GATE.flush()
    sys.stdout.flush()
    os.write(2, b"loopscope: deadlock: nothing is ready, no timer, no I/O\n")
    os._exit(3)  # no code of the program may run any more


# ---- the virtual clock: the module `time`


def virtual_sleep(secs):
    if secs < 0:
        raise ValueError("sleep length must be non-negative")
    if Child.here:
        Child.here.sleep(secs)
    elif get_ident() == TR.main_thread:
        TR.emit("block", secs=secs, by=TR.by(), at=TR.user_at())
        CLOCK.jump_to(CLOCK.now + secs)
    else:
        job = getattr(Job.current, "job", None)
        if job:
            WORKERS.tell_computing()
            WORKERS.sleep(job, secs)
        else:
            time.sleep(secs)


def virtual_thread_time():
    if Child.here:
        return Child.here.thread_time()
    if get_ident() == TR.main_thread:
        return CLOCK.thread_time()
    job = getattr(Job.current, "job", None)
    return job.thread_time() if job else time.thread_time()


def days_of(when):
    """From 1970 to that day, which is (year, month, day, …)."""
    import datetime
    return datetime.date(*when[:3]).toordinal() - datetime.date(1970, 1, 1).toordinal()


def virtual_time():
    read = CLOCK.read
    utc = lambda: EPOCH + read()
    fake = type(time)("time", time.__doc__)
    fake.__dict__.update(time.__dict__)
    fake.sleep = virtual_sleep
    fake.monotonic = fake.perf_counter = read
    fake.monotonic_ns = fake.perf_counter_ns = lambda: int(read() * 1e9)
    fake.thread_time = fake.process_time = virtual_thread_time
    fake.time = utc
    fake.time_ns = lambda: int(utc() * 1e9)
    fake.gmtime = fake.localtime = lambda secs=None: time.gmtime(utc() if secs is None else secs)
    fake.timezone = fake.altzone = fake.daylight = 0
    fake.tzname = "UTC", "UTC"
    fake.mktime = lambda when: float(days_of(when) * 86400 + when[3] * 3600 + when[4] * 60 + when[5])
    fake.strftime = lambda form, *when: time.strftime(form, *(when or (fake.gmtime(),)))
    fake.ctime = lambda secs=None: time.asctime(fake.gmtime(secs))
    return fake


def virtual_datetime(module):
    """The module `datetime`, whose now is the virtual clock's, and whose local time is UTC, as that of
    virtual_time().  Its classes know the library's values as theirs, and are pickled as the library's."""
    global virtual_datetime
    utc = module.timezone.utc

    def kind_of(theirs):
        class Kind(type(theirs)):
            def __instancecheck__(cls, value):
                return isinstance(value, theirs) if cls.__base__ is theirs else super().__instancecheck__(value)

            def __subclasscheck__(cls, other):
                return issubclass(other, theirs) if cls.__base__ is theirs else super().__subclasscheck__(other)
        return Kind

    class datetime(module.datetime, metaclass=kind_of(module.datetime)):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(EPOCH + CLOCK.read(), tz)

        @classmethod
        def utcnow(cls):
            return cls.now()

        today = utcnow

        @classmethod
        def fromtimestamp(cls, secs, tz=None):
            return super().fromtimestamp(secs, tz or utc).replace(tzinfo=tz)

        def timestamp(self):
            return module.datetime.timestamp(self if self.tzinfo else self.replace(tzinfo=utc))

        def astimezone(self, tz=None):
            return module.datetime.astimezone(self if self.tzinfo else self.replace(tzinfo=utc), tz or utc)

        def __repr__(self):
            return ("datetime." if type(self) is datetime else "") + super().__repr__()

        def __reduce_ex__(self, protocol):
            return module.datetime, super().__reduce_ex__(protocol)[1]

    class date(module.date, metaclass=kind_of(module.date)):
        @classmethod
        def today(cls):
            return cls.fromordinal(datetime.now().toordinal())

        @classmethod
        def fromtimestamp(cls, secs):
            return cls.fromordinal(datetime.fromtimestamp(secs).toordinal())

        def __repr__(self):
            return ("datetime." if type(self) is date else "") + super().__repr__()

        def __reduce__(self):
            return module.date, super().__reduce__()[1]
    fake = type(module)("datetime", module.__doc__)
    fake.__dict__.update(module.__dict__)
    for kind in (datetime, date):
        kind.__module__, kind.__qualname__ = "datetime", kind.__name__
        setattr(fake, kind.__name__, kind)
    virtual_datetime = lambda module: fake
    return fake


def install_time():
    """Only the program's own files import the virtual clock: the library would spin for ever on one
    that stands still."""
    fake = virtual_time()
    real_import = builtins.__import__

    def virtual_import(name, globals=None, locals=None, fromlist=(), level=0):
        importer = (globals or {}).get("__file__")
        if name in ("time", "datetime") and not level and importer and is_user_file(os.path.abspath(importer)):
            if name == "time":
                return fake
            return virtual_datetime(real_import(name))
        return real_import(name, globals, locals, fromlist, level)
    builtins.__import__ = virtual_import


def install_virtual():
    global BEFORE_WRITE
    BEFORE_WRITE = WORKERS.tell_computing
    in_child = type(time)("loopscope_in_child")
    in_child.InChild = InChild
    sys.modules[in_child.__name__] = in_child
    install_time()
