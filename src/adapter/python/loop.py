# ---- the loop


class LoopState:
    """What we know of a loop."""

    def __init__(self, loop):
        self.id = TR.loops.get(loop)
        self.collects = False  # it puts what came from I/O into the ready queue
        self.delivers = False  # it puts there what other threads have sent
        self.abroad = get_ident() != TR.main_thread  # made in another thread: it goes by the real clock
        self.wakes = None, ""
        self.own = not (type(loop)._call_soon is asyncio.BaseEventLoop._call_soon and same_handles())
        self.mail, self.closing, self.spins = [], False, 0


def loop_made(loop):
    loop._loopscope = LoopState(loop)
    CLOCK.loop_made(loop)
    TR.emit("loop", id=loop._loopscope.id)


def tell_tick(loop):
    place = TR.place()
    if not TR.begun:
        TR.begin()
    if place.loop is not loop:
        place = enter_loop(place, loop)
    place.n += 1
    CLOCK.tick_begins()
    if GATE.open:
        timers = len(loop._scheduled) - loop._timer_cancelled_count
        TR.say_in(place, f'"tick","ready":{len(loop._ready)},"timers":{timers}')
        if GATE.ticks:
            GATE.tick_begins()


def enter_loop(place, loop):
    """The loop that runs in this thread; one beside the main thread's first says which in all it tells."""
    if isinstance(place, OtherPlace):
        was, place = place, Place()
        TR.take_place(place, ["a loop beside"])
        place.apart += was.apart
    place.loop = loop
    if not OPTIONS.virtual and loop._loopscope.id != "L1":
        place.of = f',"loop":"{loop._loopscope.id}"'
    return place


def collect(loop, events):
    """What poll brought goes into the ready queue."""
    loop._loopscope.collects = True
    try:
        loop._process_events(events)
    finally:
        loop._loopscope.collects = False


def tell_run(loop, future):
    coro = future.get_coro() if isinstance(future, asyncio.Task) else future
    what = type(coro).__name__ if isinstance(coro, asyncio.Future) else coro_name(coro)
    TR.place().runs.append(what)
    if not TR.begun:
        TR.begin()
    TR.emit("run", what=what)


def tell_ran():
    runs = TR.place().runs
    TR.emit("ran", what=runs.pop() if runs else "?")


def tell_stop(loop):
    TR.emit("stop", by=TR.by())


def tell_close(loop):
    TR.emit("close")


def tell_error(loop, context):
    fut = context.get("task") or context.get("future")
    exc = context.get("exception")
    if isinstance(exc, BaseException):
        without_us(exc)
    TR.emit("loop_error", msg=context.get("message"), exc=exc_repr(exc),
            task=known_task(fut) if isinstance(fut, asyncio.Task) else None)
    if isinstance(fut, asyncio.Task):
        tell_destroyed(fut, context)


def known_task(task):
    """The name of a task that perhaps speaks from its destructor."""
    return getattr(task, "_loopscope_id", None) or TR.tasks.dying(task)


def submitted(loop, job, fut, func):
    EXECUTOR_FUTURES.add(fut)
    if not CLOCK.submitted(job, fut):
        TR.emit("executor", fut=fut_id(fut), func=cb_name(func), to=CLOCK.runs_where(job), by=TR.by())
    return fut


RUN_ONCE = {
    "event_list = self._selector.select(timeout)": "event_list = poll(self, timeout)",
    "self._process_events(event_list)": "if event_list:\n    collect(self, event_list)",
    "self._ready.append(handle)": "tell_fire(handle)\n...",
    "ntodo = len(self._ready)": "...\nif ntodo:\n    tell_ready(self)",
    "if handle._cancelled:\n    continue": "if handle._cancelled:\n    tell_skip(handle)\n    continue",
}


def install_loop():
    global EXECUTOR_FUTURES
    import weakref
    base = asyncio.BaseEventLoop
    EXECUTOR_FUTURES = weakref.WeakSet()
    space = dict(globals())
    space.update(soon=TR.soon, poll=CLOCK.poll, before_job=CLOCK.before_job, from_elsewhere=CLOCK.from_elsewhere)

    def splice(name, **rules):
        splice_function(base, name, space, **rules)

    splice("_run_once", rules=RUN_ONCE, at_start="tell_tick(self)")
    splice("call_soon", rules={
        "self._check_closed()": "if self._closed:\n    self._check_closed()",
        "handle = self._call_soon(callback, args, context)":
        "if self._debug or self._loopscope.own:\n    handle = self._call_soon(callback, args, context)\n"
        "else:\n    handle = soon(self, callback, args, context)"})
    splice("_call_soon", rules={"self._ready.append(handle)": "tell_soon(self, handle)\n..."})
    splice("_add_callback", rules={"self._ready.append(handle)": "tell_added(self, handle)\n..."})
    splice("call_at", rules={"heapq.heappush(self._scheduled, timer)": "number_handle(timer)\n...",
                             "timer._scheduled = True": "...\ntell_timer(self, timer)"})
    splice("create_future", names={"futures.Future": "ToldFuture"})
    splice("create_task", at_start="begin_task(self, coro)", names={"tasks.Task": "ToldTask"},
           rules={"return task": "task_made(self, task, coro)\n..."})
    splice("run_until_complete", at_start="tell_run(self, future)", at_end="tell_ran()")
    splice("stop", at_start="tell_stop(self)")
    splice("close", rules={"self._closed = True": "tell_close(self)\n..."})
    splice("call_exception_handler", at_start="tell_error(self, context)")
    splice("run_in_executor", at_start="executor, job = before_job(self, executor, func)", at_end="not_handed()", rules={
        "return futures.wrap_future(executor.submit(func, *args), loop=self)":
        "return submitted(self, job or executor, futures.wrap_future(executor.submit(job or func, *args), "
        "loop=self), func)"})
    if OPTIONS.virtual:
        splice("call_soon_threadsafe", at_start="mail = from_elsewhere(self, callback, args, context)\n"
                                                "if mail is not None:\n    return mail")
        if hasattr(base, "shutdown_default_executor"):  # from 3.9 on
            splice("shutdown_default_executor", at_start="self._loopscope.closing = True")
    splice("__init__", at_end="loop_made(self)")
    base.time = virtual_loop_time if OPTIONS.virtual else real_loop_time
    base.time.__qualname__ = "BaseEventLoop.time"
