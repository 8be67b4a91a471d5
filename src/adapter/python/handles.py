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


def handle_tellers():
    """What is told of handles.  Most of a program's events are these, so their state is in cells."""
    numbers, say_in, places, gate, partial = 0, TR.say_in, TR.places, GATE, TR.partial
    virtual, home = OPTIONS.virtual, TR.place

    def number_handle(handle):
        """Its number is given when it is first spoken of, and what it does is put in words once."""
        nonlocal numbers
        if not handle._number:
            numbers += 1
            handle._number = numbers
            handle._does = what_it_does(handle)
        return handle._number

    def tell_soon(loop, handle):
        """A handle enters the ready queue because somebody asked."""
        nonlocal numbers
        if not gate.open:
            return
        handle._queued = True
        if type(handle._callback).__name__ == TASK_STEP and not handle._number and not handle._args:
            task = handle._callback.__self__
            try:
                handle._does = task._loopscope_step
            except AttributeError:
                handle._does = step_of(task)
            numbers += 1
            handle._number = numbers
        else:
            see_what_it_is_for(handle)
            number_handle(handle)
        ident = get_ident()
        if loop._thread_id != ident and loop._thread_id is not None or loop._loopscope.delivers:
            say_in(places.get(ident) or home(), f'"soon","h":"H{handle._number}","by":"thread",{handle._does}')
        else:
            place = places.get(ident) or home()
            say_in(place, f'"soon","h":"H{handle._number}"{place.by},{handle._does}')

    def tell_begin(handle):
        handle._queued = False
        if not gate.open:
            return
        place = places.get(get_ident()) or home()
        number = handle._number or number_handle(handle)
        say_in(place, f'"begin","h":"H{number}",{handle._does}')
        callback = handle._callback
        kind = type(callback).__name__
        if kind == TASK_STEP or kind == TASK_WAKEUP or kind == "builtin_function_or_method" and callback.__name__ == "task_wakeup":
            task = callback.__self__
            place.running.append((place.by, task))
            place.by = f',"by":"{task_id(task)}"'
        else:
            place.running.append((place.by, None))
            place.by = f',"by":"H{number}"'

    def tell_end(handle):
        place = places.get(get_ident()) or home()
        if not place.running:
            return
        if virtual:
            CLOCK.tell_computing()
        if partial:
            TR.end_own_lines()
        by, task = place.running[-1]
        try:
            if not gate.open:
                pass
            elif task is None:
                say_in(place, f'"end","h":"H{handle._number}"')
            elif task.done():
                see_done(task)
                say_in(place, f'"end","h":"H{handle._number}","task":"{task_id(task)}","state":"{state_of(task)}"')
            else:
                say_in(place, f'"end","h":"H{handle._number}","task":"{task_id(task)}",{suspension(task)}')
        finally:
            place.running.pop()
            place.by = by
    return number_handle, tell_soon, tell_begin, tell_end


def step_of(task):
    """What a handle for a step of this task does; the first time, the task is told of."""
    see_task(task)
    text = f'"task":"{task_id(task)}","k":"step"'
    if type(task) in TOLD_CLASSES:
        task._loopscope_step = text
    return text


def see_what_it_is_for(handle):
    task, kind = task_of(handle._callback)
    if task is not None:
        see_task(task)
    if handle._args and kind != "step":
        arg = handle._args[0]
        if isinstance(arg, asyncio.Future) and arg.done():
            see_done(arg)  # its callbacks are what is being scheduled


number_handle, tell_soon, tell_begin, tell_end = handle_tellers()


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
        queue = '","'.join([f"H{handle._number or number_handle(handle)}" for handle in loop._ready])
        TR.say(f'"ready","q":["{queue}"]')


def tell_skip(handle):
    handle._queued = False
    TR.say(f'"skip","h":"H{number_handle(handle)}"')


def tell_cancel(handle):
    if handle._number and not handle._cancelled and (handle._queued or getattr(handle, "_scheduled", False)):
        TR.say(f'"uncall","h":"H{handle._number}"{TR.place().by}')


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
