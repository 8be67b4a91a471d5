# ---- handles: callbacks that are scheduled once

TASK_STEP, TASK_WAKEUP = "TaskStepMethWrapper", "TaskWakeupMethWrapper"  # the latter up to 3.9


def task_of(cb):
    """(task, "step" or "wakeup") if `cb` is how a task goes on, else (None, None)."""
    kind = type(cb).__name__
    if kind == TASK_STEP:
        return cb.__self__, "step"
    if kind == TASK_WAKEUP or kind == "builtin_function_or_method" and cb.__name__ == "task_wakeup":
        return cb.__self__, "wakeup"
    return None, None


def cb_name(cb):
    import contextvars
    while hasattr(cb, "func") and hasattr(cb, "args"):  # functools.partial
        in_context = isinstance(getattr(cb.func, "__self__", None), contextvars.Context)
        cb = cb.args[0] if in_context and cb.args else cb.func  # to_thread() of a function
    name = coro_name(cb)
    owner = getattr(cb, "__self__", None)
    if isinstance(owner, asyncio.Future):
        return f"{fut_id(owner)}.{getattr(cb, '__name__', name)}"
    return name


def what_it_does(handle):
    """The members that tell what a handle will call: a task's step or wakeup, or any other callback."""
    cb, args = handle._callback, handle._args
    if cb is None:
        return '"cb":"?"'
    task, kind = task_of(cb)
    if task is None:
        text = f'"k":"cb","cb":{quoted(cb_name(cb))}'
    else:
        text = f'"task":"{task_id(task)}","k":"{kind}"'
    if args:
        if kind == "step":
            if isinstance(args[0], BaseException):
                text += f',"throw":{quoted(exc_repr(args[0]))}'
        elif isinstance(args[0], asyncio.Future):
            text += f',"fut":"{fut_id(args[0])}"'
    return text


def number_handle(handle):
    """Its number is given when it is first spoken of, and what it does is put in words once."""
    if not handle._number:
        TR.handles += 1
        handle._number = TR.handles
        handle._does = what_it_does(handle)
    return handle._number


def tell_soon(loop, handle):
    """A handle enters the ready queue because somebody asked."""
    if not GATE.open:
        return
    task, kind = task_of(handle._callback)
    if task is not None:
        see_task(task)
    if handle._args and kind != "step":
        arg = handle._args[0]
        if isinstance(arg, asyncio.Future) and arg.done():
            see_done(arg)  # its callbacks are what is being scheduled
    handle._queued = True
    number = number_handle(handle)
    by = TR.place().by
    if loop._loopscope.delivers or loop._thread_id not in (None, get_ident()):
        by = ',"by":"thread"'
    TR.say(f'"soon","h":"H{number}"{by},{handle._does}')


def tell_timer(loop, handle):
    number = number_handle(handle)
    TR.say(f'"timer","h":"H{number}","when":{TIME_TEXT(handle._when)}{TR.place().by},{handle._does}')


def tell_added(loop, handle):
    """It enters the ready queue from I/O, or a signal's handler does."""
    if loop._loopscope.collects:
        handle._queued = True
        number = number_handle(handle)
        TR.say(f'"io","h":"H{number}",{handle._does}')
    else:
        tell_soon(loop, handle)


def tell_fire(handle):
    handle._queued = True
    TR.say(f'"fire","h":"H{number_handle(handle)}","when":{TIME_TEXT(handle._when)}')


def tell_ready(loop):
    if GATE.open:
        TR.say(f'"ready","q":[{",".join([chr(34) + "H" + str(number_handle(h)) + chr(34) for h in loop._ready])}]')


def tell_skip(handle):
    handle._queued = False
    TR.say(f'"skip","h":"H{number_handle(handle)}"')


def tell_cancel(handle):
    if handle._number and not handle._cancelled and (handle._queued or getattr(handle, "_scheduled", False)):
        TR.say(f'"uncall","h":"H{handle._number}"{TR.place().by}')


def tell_begin(handle):
    handle._queued = False
    place = TR.place()
    number = number_handle(handle)
    task, _ = task_of(handle._callback)
    TR.say(f'"begin","h":"H{number}",{handle._does}')
    place.running.append((place.by, task))
    place.by = f',"by":"{task_id(task)}"' if task is not None else f',"by":"H{number}"'
    CLOCK.begins(place)


def tell_end(handle):
    place = TR.place()
    if not place.running:
        return
    if OPTIONS.virtual:
        CLOCK.tell_computing()
    if TR.partial:
        TR.flush_text()
    by, task = place.running[-1]
    text = ""
    if GATE.open:
        if task is None:
            pass
        elif task.done():
            see_done(task)
            text = f',"task":"{task_id(task)}","state":"{state_of(task)}"'
        else:
            text = f',"task":"{task_id(task)}",{suspension(task)}'
        text += CLOCK.ends(place)
    place.running.pop()
    place.by = by
    TR.say(f'"end","h":"H{handle._number}"{text}')


def install_handles():
    """Handle and TimerHandle are made anew from their source, with three members of ours."""
    events = asyncio.events
    number = "self._number = 0\nself._queued = False\nself._does = None"
    ours = dict(tell_cancel=tell_cancel, tell_begin=tell_begin, tell_end=tell_end)
    handle = class_tree(events.Handle)
    for node in handle.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__slots__":
            node.value.elts += [ast.copy_location(ast.Constant(name), node) for name in ("_number", "_queued", "_does")]
    splice_method(handle, "__init__", at_start=number)
    splice_method(handle, "cancel", at_start="tell_cancel(self)")
    splice_method(handle, "_run", rules={"self = None": "pass"}, at_start="tell_begin(self)",
                  at_end="tell_end(self)\nself = None")
    timer = class_tree(events.TimerHandle)
    if OPTIONS.virtual:  # timers of one deadline fire in the order in which they were set
        splice_method(timer, "__lt__", names={
            "self._when < other._when": "(self._when, self._number) < (other._when, other._number)"})
    for tree in (handle, timer):
        replace_class(events, tree, ours)


def class_tree(kind):
    with open(sys.modules[kind.__module__].__file__, encoding="utf-8") as file:
        lines = file.read().split("\n")
    first = next(i for i, line in enumerate(lines, 1) if line.startswith(f"class {kind.__name__}"))
    return SOURCES.block(sys.modules[kind.__module__].__file__, first)


def splice_method(tree, name, **rules):
    method = next(node for node in tree.body if getattr(node, "name", None) == name)
    Splice(**rules).apply(method)


def replace_class(module, tree, ours):
    made = compiled(tree, module.__file__, module.__dict__, ours)
    made.__qualname__ = tree.name
    setattr(module, tree.name, made)
    setattr(asyncio, tree.name, made)
