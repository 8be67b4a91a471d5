# ---- tasks and futures

EXECUTOR_FUTURES = ()  # a weak set


def fut_id(fut):
    """The name of a task or another future.  Those of our classes have a member for it."""
    try:
        return fut._loopscope_id
    except AttributeError:
        ids = TR.tasks if isinstance(fut, asyncio.Task) else TR.futs
        if type(fut) not in TOLD_CLASSES:
            return ids.get(fut)
        name = fut._loopscope_id = ids.next()
        return name


task_id = fut_id
TOLD_CLASSES = ()


def state_of(fut):
    if fut.cancelled():
        return "cancelled"
    # exception() would mark it as retrieved
    return "done" if getattr(fut, "_exception", None) is None else "failed"


class Seen:
    """Which tasks were told of, and of which futures the end was."""

    def __init__(self):
        import weakref
        self.tasks, self.done = weakref.WeakSet(), weakref.WeakSet()

    def ends(self, fut):
        """Is its end to be told?  Once."""
        if type(fut) in TOLD_CLASSES:
            if hasattr(fut, "_loopscope_done"):
                return False
            fut._loopscope_done = True
            return True
        if fut in self.done:
            return False
        self.done.add(fut)
        return True


SEEN = None


def see_task(task, coro=None, eager=None):
    if task not in SEEN.tasks:
        tell_task(task, coro or task.get_coro(), task.get_name(), eager)


def tell_task(task, coro, name, eager):
    SEEN.tasks.add(task)
    TR.emit("task", id=task_id(task), name=name, coro=coro_name(coro), at=coro_at(coro), by=TR.by(), src=TR.user_at(),
            k=eager and "eager")


def see_done(fut):
    if not SEEN.ends(fut):
        return
    exc = res = None
    state = state_of(fut)
    if state == "failed":
        exc = exc_repr(fut._exception)
    elif state == "done":
        res = safe_repr(fut._result)
    if isinstance(fut, asyncio.Task) and not OPTIONS.bare:
        tell_swallowed(fut)
    kind = "task_done" if isinstance(fut, asyncio.Task) else "fut_done"
    TR.emit(kind, by=TR.by(), id=fut_id(fut), state=state, res=res, exc=exc)


def future_classes():
    """Subclasses of asyncio's own, made when that is there: their C methods tell of themselves."""
    class Telling:
        __slots__ = ()
        what = None  # names the kind in its events

        def tell_done(self, state, res=None, exc=None):
            if GATE.open and not self.done():
                self._loopscope_done = True
                value = f',"res":{quoted(res)}' if res is not None else f',"exc":{quoted(exc)}' if exc is not None else ""
                what = f',"what":{quoted(self.what)}' if self.what else ""
                place = TR.place()
                at = TR.user_at() if place.running and place.running[-1][1] is not None else None
                TR.say_in(place, f'"fut_done","id":"{fut_id(self)}","state":"{state}"{value}{place.by}{what}'
                                 + (f',"at":{quoted(at)}' if at else ""))

        def set_result(self, result):
            self.tell_done("done", res=safe_repr(result))
            super().set_result(result)

        def set_exception(self, exception):
            exc = exception() if isinstance(exception, type) else exception
            self.tell_done("failed", exc=exc_repr(exc))
            super().set_exception(exception)

    class Future(Telling, asyncio.Future):
        __slots__ = ("_loopscope_id", "_loopscope_done")

        def cancel(self, *msg, **kw):
            self.tell_done("cancelled")
            return super().cancel(*msg, **kw)

    class Gather(Telling, asyncio.tasks._GatheringFuture):
        __slots__ = ("_loopscope_id", "_loopscope_done")
        what = "gather"

        def cancel(self, *msg, **kw):
            if not self.done():
                TR.emit("cancel", id=fut_id(self), what=self.what, by=TR.by(), at=TR.task_at())
            return super().cancel(*msg, **kw)

    class Task(asyncio.Task):
        __slots__ = ("_loopscope_id", "_loopscope_known", "_loopscope_done", "_loopscope_cancelled")

        def set_name(self, name):
            super().set_name(name)
            if self in SEEN.tasks:
                TR.emit("name", id=task_id(self), name=self.get_name())

        def cancel(self, *msg, **kw):
            if not self.done():
                if is_user_file(sys._getframe(1).f_code.co_filename):
                    self._loopscope_cancelled = True
                said = kw.get("msg", msg[0] if msg else None)
                TR.emit("cancel", id=task_id(self), msg=None if said is None else safe_repr(said), by=TR.by(),
                        at=TR.task_at())
            return super().cancel(*msg, **kw)

    class EagerTask(Task):
        __slots__ = ()

        def __init__(self, coro, **kw):
            eager = kw.get("eager_start") and GATE.open and asyncio._get_running_loop() is kw.get("loop")
            outer = begin_eager(self, coro, kw.get("name")) if eager else None
            super().__init__(coro, **kw)
            if outer:
                end_eager(self, outer, kw.get("name"))

    for ours, theirs in ((Future, asyncio.Future), (Gather, asyncio.tasks._GatheringFuture), (Task, asyncio.Task),
                         (EagerTask, asyncio.Task)):
        ours.__name__, ours.__qualname__ = theirs.__name__, theirs.__qualname__  # no repr tells them apart
        ours.__module__ = theirs.__module__
    return Future, Gather, Task, EagerTask


def install_eager():
    """From 3.12 on a task may begin at once, within the turn of who makes it, while it is being made."""
    if hasattr(asyncio.tasks, "create_eager_task_factory"):
        asyncio.eager_task_factory = asyncio.tasks.eager_task_factory = \
            asyncio.tasks.create_eager_task_factory(EagerTask)


def begin_eager(task, coro, name):
    tell_task(task, coro, name, True)
    place = TR.place()
    outer = place.by, place.running[-1][1] if place.running else None
    TR.say(f'"begin","task":"{task_id(task)}","k":"eager"')
    place.running.append((place.by, task))
    place.by = f',"by":"{task_id(task)}"'
    return outer


def end_eager(task, outer, name):
    """Who made it goes on."""
    by, maker = outer
    TR.say(f'"end"{how_it_stands(task, step_of(task)[2])}')
    place = TR.place()
    place.running.pop()
    place.by = by
    if maker is not None:
        TR.say(f'"begin","task":"{task_id(maker)}","k":"on"')
    if task.get_name() != (name or f"Task-{task_id(task)[1:]}"):
        TR.emit("name", id=task_id(task), name=task.get_name())


def begin_task(loop, coro):
    """Before a task is made: a factory of the program's may begin it at once."""
    factory = loop._task_factory
    if factory is not None and factory is not asyncio.eager_task_factory and sys.version_info >= (3, 12):
        TR.emit("eager", coro=coro_name(coro), by=TR.by())


def task_made(loop, task, coro):
    if task in SEEN.tasks:
        return
    # It never was in the ready queue.
    see_task(task, coro, True if loop._task_factory is not None and sys.version_info >= (3, 12) else None)
    if task.done():
        see_done(task)
    elif GATE.open:
        text = suspension(task).partition(',"locals":')[0]
        state, _, rest = text.partition(",")
        TR.say(f'"step_end","task":"{task_id(task)}","state":"waiting",{rest}')
