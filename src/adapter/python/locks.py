# ---- locks, queues and the like: who holds them, and who waits
#
# Statements of asyncio's that change one are followed by one of ours, wherever they stand.

LOCK_RULES = {
    "Lock": {"self._locked = True": "takes", "self._locked = False": "gives", "self._waiters.append(fut)": "waits"},
    "Event": {"self._value = True": "gives", "self._value = False": "takes", "self._waiters.append(fut)": "waits"},
    "Semaphore": {"self._value -= 1": "takes", "self._value += 1": "gives", "self._waiters.append(fut)": "waits"},
    "Condition": {"self._waiters.append(fut)": "waits", "self._waiters.remove(fut)": "leaves"},
    "Barrier": {"self._count += 1": "waits", "self._count -= 1": "leaves"},
    "Queue": {"self._put(item)": "gives", "item = self._get()": "takes", "self._unfinished_tasks -= 1": "marks",
              "self._putters.append(putter)": "waits", "self._getters.append(getter)": "waits",
              "self._is_shutdown = True": "shuts"},
}
INNER = ("_wait_for_one", "_on_completion", "_on_timeout", "_handle_completion", "_handle_timeout")  # as_completed()'s
WAITERS = None  # by a future in a line of those who wait: the task
HOLDERS = None  # by lock: the name of the task that holds it


def waiting(self):
    """The tasks that wait for it."""
    if hasattr(self, "_getters"):
        line = self._getters or self._putters
    elif hasattr(self, "_waiters"):
        line = self._waiters
    else:
        line = self._cond._waiters  # a barrier's
    return [WAITERS[fut] for fut in itertools.islice(line or (), 32) if fut in WAITERS and not fut.done()]


def items_text(self):
    try:
        items = [safe_repr(item) for item in itertools.islice(self._queue, 8)]
    except (AttributeError, TypeError):
        return ""
    more = ", ..." if self.qsize() > len(items) else ""
    return f" [{', '.join(items)}{more}]" if items else ""


def state_text(self, kind):
    if kind == "Lock":
        holder = HOLDERS.get(self)
        return "free" if not self._locked else f"held by {holder}" if holder else "held"
    if kind == "Event":
        return "set" if self._value else "not set"
    if kind == "Semaphore":
        return f"{self._value} left"
    if kind == "Condition":
        return "its lock is held" if self._lock.locked() else "its lock is free"
    if kind == "Barrier":
        words = {"FILLING": "filling", "DRAINING": "open", "RESETTING": "resetting", "BROKEN": "broken"}
        return f"{words.get(self._state.name, self._state.name)}, {self._count} of {self._parties}"
    n = self.qsize()
    size = f"{n} of {self.maxsize} items" if self.maxsize > 0 else f"{n} item{'s' * (n != 1)}"
    return size + items_text(self) + (", shut down" if getattr(self, "_is_shutdown", False) else "")


def callers(n):
    """The frames beyond that of a method of asyncio's which tells something."""
    frame = sys._getframe(3)
    while frame is not None and n:
        yield frame
        frame, n = frame.f_back, n - 1


def tell_lock(self, kind, does, fut):
    """Something happened to a lock.  The event that a queue has for itself is not told, nor the queue of
    as_completed()."""
    if not GATE.open or kind == "Event" and sys._getframe(2).f_code.co_filename.startswith(ASYNCIO + "queues"):
        return
    if kind == "Queue" and any(frame.f_code.co_name in INNER for frame in callers(3)):
        return
    task = asyncio.current_task() if asyncio._get_running_loop() is not None else None
    if fut is not None and task is not None:
        WAITERS[fut] = task_id(task)
    if kind == "Lock" and does == "takes" and task is not None:
        HOLDERS[self] = task.get_name()
    TR.emit("sync", id=TR.syncs.get(self), what=type(self).__name__, state=state_text(self, kind),
            of=waiting(self) or None, by=TR.by(), does=does, at=TR.user_at())


def install_locks():
    global WAITERS, HOLDERS
    import weakref
    WAITERS, HOLDERS = weakref.WeakKeyDictionary(), weakref.WeakKeyDictionary()
    for kind, deeds in LOCK_RULES.items():
        owner = getattr(asyncio, kind, None)
        for name, function in list(vars(owner).items()) if owner else ():
            if isinstance(function, types.FunctionType) and name != "__init__":
                splice_lock(owner, kind, name, deeds)


def method_text(owner, name):
    code = owner.__dict__[name].__code__
    lines = SOURCES.lines(code.co_filename)
    return "\n".join(lines[code.co_firstlineno:SOURCES.end(lines, code.co_firstlineno)])


def splice_lock(owner, kind, name, deeds):
    code = owner.__dict__[name].__code__
    if not {"_locked", "_value", "_waiters", "_count", "_put", "_get", "_unfinished_tasks", "_putters",
            "_getters", "_is_shutdown"} & set(code.co_names):
        return
    text = method_text(owner, name)
    if not any(beginning(statement) in text for statement in deeds):
        return
    rules, at_end = {}, ""
    if owner.__name__ == "Semaphore" and "self._value -= 1" in method_text(owner, "_wake_up_next"):
        # From 3.10 on who gives a place keeps it for the next one in line, who takes it in its own turn.
        if name == "_wake_up_next":
            return
        if name == "release":
            deeds, at_end = {}, 'tell_lock(self, "Semaphore", "gives", None)'
        if name == "acquire":
            rules["self._waiters.remove(fut)"] = \
                '...\ntell_lock(self, "Semaphore", "leaves" if fut.cancelled() else "takes", None)'
    for statement, does in deeds.items():
        line = statement.rpartition("append(")[2][:-1] if "append(" in statement else "None"
        rules[statement] = f'...\ntell_lock(self, "{kind}", "{does}", {line})'
    splice_function(owner, name, dict(tell_lock=tell_lock), rules=rules, optional=True, at_end=at_end)
