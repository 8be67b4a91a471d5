# ---- handles: callbacks that are scheduled once

def task_of(cb):
    """(task, "step" or "wakeup") if `cb` is how a task goes on, else (None, None)."""
    kind = type(cb).__name__
    if kind == TASK_STEP:
        return cb.__self__, "step"
    if kind == TASK_WAKEUP or kind == "builtin_function_or_method" and cb.__name__ == "task_wakeup":
        return cb.__self__, "wakeup"
    return None, None


def cb_name(cb):
    if type(cb) is types.FunctionType:
        return cb.__qualname__
    import contextvars
    while hasattr(cb, "func") and hasattr(cb, "args"):  # functools.partial
        in_context = isinstance(getattr(cb.func, "__self__", None), contextvars.Context)
        cb = cb.args[0] if in_context and cb.args else cb.func  # to_thread() of a function
    name = coro_name(cb)
    owner = getattr(cb, "__self__", None)
    if isinstance(owner, asyncio.Future):
        return f"{fut_id(owner)}.{getattr(cb, '__name__', name)}"
    return name


def wakeup_of(callback, args):
    """What is known of a handle by which a future wakes a task, both of which were told of; else None."""
    fut = args[0]
    if type(fut) not in TOLD_CLASSES or type(callback.__self__) not in TOLD_CLASSES:
        return None
    _, by, name = getattr(callback.__self__, "_loopscope_known", None) or step_of(callback.__self__)
    see_done(fut)
    return f'{name},"k":"wakeup","fut":"{fut_id(fut)}"', by, name


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


def known_of(handle):
    """What is told of a handle again and again: what it does, the member `by` of what is told while it
    runs, and its task's name as a member, if it has a task."""
    does, task = what_it_does(handle), task_of(handle._callback)[0]
    if task is None:
        return does, f',"by":"H{handle._number}"', ""
    return does, f',"by":"{task_id(task)}"', f'"task":"{task_id(task)}"'


def step_of(task):
    """What is known of a handle for a step of this task; the first time, the task is told of."""
    see_task(task)
    name = task_id(task)
    known = f'"task":"{name}","k":"step"', f',"by":"{name}"', f'"task":"{name}"'
    if type(task) in TOLD_CLASSES:
        task._loopscope_known = known
    return known


def see_what_it_is_for(handle):
    task, kind = task_of(handle._callback)
    if task is not None:
        see_task(task)
    if handle._args and kind != "step":
        arg = handle._args[0]
        if isinstance(arg, asyncio.Future) and arg.done():
            see_done(arg)  # its callbacks are what is being scheduled


number_handle, tell_soon = TR.number_handle, TR.tell_soon


def tell_timer(loop, handle):
    number = number_handle(handle)
    TR.say(f'"timer","h":"H{number}","when":{TIME_TEXT(handle._when)}{TR.place().by},{handle._known[0]}')


def tell_added(loop, handle):
    """It enters the ready queue from I/O, or a signal's handler does."""
    if loop._loopscope.collects:
        handle._queued = True
        number = number_handle(handle)
        TR.say(f'"io","h":"H{number}",{handle._known[0]}')
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
    global HANDLE
    """Handle and TimerHandle are made anew from their source, with three members of ours."""
    events = asyncio.events
    number = "self._number = 0\nself._queued = False\nself._known = None"
    ours = dict(tell_cancel=tell_cancel, tell_begin=TR.tell_begin, tell_end=TR.tell_end)
    handle = class_tree(events.Handle)
    for node in handle.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__slots__":
            node.value.elts += [ast.copy_location(ast.Constant(name), node) for name in ("_number", "_queued", "_known")]
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
    HANDLE = events.Handle


def same_handles():
    """Has a handle the members that TR.soon() gives it, and no others?"""
    theirs = ("_callback", "_args", "_cancelled", "_loop", "_source_traceback", "_repr", "__weakref__", "_context")
    return asyncio.events.Handle is HANDLE and set(HANDLE.__slots__) == {*theirs, "_number", "_queued", "_known"}


def class_tree(kind):
    path = asyncio.events.__file__
    first = next(i for i, line in enumerate(SOURCES.lines(path), 1) if line.startswith(f"class {kind.__name__}"))
    return SOURCES.block(path, first)


def splice_method(tree, name, **rules):
    method = next(node for node in tree.body if getattr(node, "name", None) == name)
    Splice(SOURCES.lines(asyncio.events.__file__), **rules).apply(method)


def replace_class(module, tree, ours):
    made = compiled(tree, module.__file__, module.__dict__, ours)
    made.__qualname__ = tree.name
    setattr(module, tree.name, made)
    setattr(asyncio, tree.name, made)
