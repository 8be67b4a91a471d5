# ---- where a suspended task is, and why

import types

LINKS = {
    types.CoroutineType: ("cr_frame", "cr_await"),
    types.GeneratorType: ("gi_frame", "gi_yieldfrom"),
    types.AsyncGeneratorType: ("ag_frame", "ag_await"),
}
OPAQUE = ("async_generator_asend", "async_generator_athrow", "coroutine_wrapper", "anext_awaitable")
OPTIMIZED = 1  # of a code object's flags: a function's
MAX_FRAMES = 500


def behind_opaque(awaited):
    """What an awaitable that shows nothing of itself goes on with, or None."""
    import gc
    if type(awaited).__name__ not in OPAQUE:
        return None
    inside = [x for x in gc.get_referents(awaited) if type(x) in LINKS or type(x).__name__ in OPAQUE]
    return inside[0] if inside else None


def frame_locals(frame):
    snapshot = frame.f_locals
    values = dict(snapshot)
    # Up to 3.12 the frame keeps the snapshot, and so all that was in it, alive: empty it.
    if type(snapshot) is dict and frame.f_code.co_flags & OPTIMIZED:
        snapshot.clear()
    return values


def is_shown(kind):
    """Are values of this type shown among the locals?  Not code, no classes, no modules."""
    if issubclass(kind, (type, types.ModuleType, types.FunctionType, types.MethodType,
                         types.BuiltinFunctionType)):
        return False
    has = lambda name: hasattr(kind, name)
    describes = has("__get__") and not has("__set__")
    return not describes or (sys.version_info >= (3, 13) and has("__delete__"))


SHOWN = {}  # by type


PLAIN_KINDS = frozenset(PLAIN + (list, tuple, dict))
NAMED = {}  # by type of values of which only that is told: it as JSON text


def value_text(value, kind):
    """A value as JSON text."""
    if kind is str and len(value) < 100 or kind is float or kind is bool or value is None:
        return quoted(repr(value))
    if kind in NAMED:
        return NAMED[kind]
    if kind is bytes and len(value) < 29:
        return quoted(repr(value))
    if kind not in PLAIN_KINDS and not issubclass(kind, (BaseException, *PLAIN)) and len(NAMED) < 1000:
        NAMED[kind] = quoted(shorten(safe_repr(value)))
    return quoted(shorten(safe_repr(value)))


class Code:
    """What is told again and again of a code object."""

    __slots__ = ("code", "inside", "named", "own", "entries", "keys", "sleeps", "leaf", "waits_in")

    def __init__(self, code):
        self.code = code  # keeps its id
        self.inside = code.co_filename.startswith(ASYNCIO)
        name, self.own = FILES.of(code.co_filename)
        self.named = quoted(name)
        self.entries = {}  # by the instruction where it is: its entry of a stack
        self.keys = {}  # by name of a variable: that as JSON text and a colon, or None if it is not shown
        self.sleeps = self.inside and code.co_name == "sleep"
        self.leaf = self.sleeps or self.inside and name.endswith(("streams.py", "queues.py"))  # awaits nobody's code
        self.waits_in = {}  # by type of `self`: what a task awaits that waits there, as text

    def entry(self, frame, coro):
        code = self.code
        name = getattr(code, "co_qualname", None) or getattr(coro, "__qualname__", code.co_name)
        library = "" if self.own or OPTIONS.bare else ",1"
        text = self.entries[frame.f_lasti] = f"[{self.named},{frame.f_lineno},{quoted(name)}{library}]"
        return text

    def key(self, name):
        shown = name.isidentifier() and name not in self.code.co_freevars
        self.keys[name] = f'"{name}":' if shown else None
        return self.keys[name]


CODES = {}  # by id of a code object


def code_known(code):
    known = CODES[id(code)] = Code(code)
    return known


def shown_locals(frame):
    """A frame's own variables, each as JSON text: not those of an enclosing function, no code, no modules."""
    known = CODES.get(id(frame.f_code)) or code_known(frame.f_code)
    keys, shown = known.keys, []
    snapshot = frame.f_locals
    for name, value in snapshot.items():
        kind = type(value)
        key = keys[name] if name in keys else known.key(name)
        if key is None:
            continue
        if kind is int and -1 << 63 < value < 1 << 63:
            shown.append(f'{key}"{value}"')
        elif SHOWN[kind] if kind in SHOWN else SHOWN.setdefault(kind, is_shown(kind)):
            shown.append(key + value_text(value, kind))
    # Up to 3.12 the frame keeps the snapshot, and so all that was in it, alive: empty it.
    if type(snapshot) is dict and known.code.co_flags & OPTIMIZED:
        snapshot.clear()
    return shown if len(shown) <= MAX_LOCALS else shown[:MAX_LOCALS]


Coroutine, Generator = types.CoroutineType, types.GeneratorType
ENDS = {type(None)}  # types of what shows nothing of itself


def suspension(task):
    """The members that tell of a task that did not end: state, the program's frames, cause."""
    stack, frames, inner = [], [], None
    coro = task.get_coro()
    while len(stack) < MAX_FRAMES:
        kind = type(coro)
        if kind is Coroutine:
            frame = coro.cr_frame
        elif kind in ENDS:
            break
        elif kind in LINKS:
            frame = getattr(coro, LINKS[kind][0])
        else:
            coro = beyond(coro, kind)
            continue
        if frame is None:
            break
        code = frame.f_code
        known = CODES.get(id(code)) or code_known(code)
        if not known.inside:
            stack.append(known.entries.get(frame.f_lasti) or known.entry(frame, coro))
            frames.append(frame)
            inner = None
        elif inner is None or takes_lock_again(inner, frame):
            inner = frame
            if known.leaf:
                break
        coro = coro.cr_await if kind is Coroutine else getattr(coro, LINKS[kind][1])
    text = cause_text(task._fut_waiter, inner, ",".join(stack))
    if not TR.show_locals:
        return text
    shown = "},{".join([",".join(shown_locals(frame)) for frame in frames])
    return f'{text},"locals":[{{{shown}}}]' if frames else f'{text},"locals":[]'


def beyond(coro, kind):
    """What a step goes on with behind an awaitable that is no coroutine; None if that is not known."""
    if kind.__name__ in OPAQUE:
        return behind_opaque(coro)
    ENDS.add(kind)
    return None


def cause_text(fut, inner, stack):
    """state, stack and on, as text."""
    if fut is None:
        what = "yield" if inner is None or inner.f_code.co_name != "sleep" else "sleep0"
        if inner is None or what == "sleep0":
            return f'"state":"ready","stack":[{stack}],"on":{{"what":"{what}"}}'
    on = encode(future_kind(fut))[1:-1] if inner is None else call_text(inner)
    what = f'{on},"fut":"{fut_id(fut)}"' if fut is not None else on
    return f'"state":"waiting","stack":[{stack}],"on":{{{what}}}'


def takes_lock_again(frame, within):
    """Whoever was notified of a Condition waits for its lock."""
    if frame.f_code.co_name not in ("wait", "wait_for"):
        return False
    outer, within = call_text(frame), call_text(within)
    return outer in ('"what":"Condition.wait"', '"what":"Condition.wait_for"') and within == '"what":"Lock.acquire"'


def future_kind(fut):
    if isinstance(fut, asyncio.Task):
        return {"what": "task"}
    if isinstance(fut, asyncio.tasks._GatheringFuture):
        return {"what": "gather", "of": [fut_id(child) for child in fut._children]}
    if fut in EXECUTOR_FUTURES:
        return {"what": "executor"}
    callbacks = [cb for cb, *_ in getattr(fut, "_callbacks", None) or ()]
    if any(getattr(cb, "__qualname__", "").startswith("shield.") for cb in callbacks):
        return {"what": "shield"}
    return {"what": "future"}


def call_text(frame):
    """What a task awaits that waits in asyncio's own frame, as text."""
    known = CODES.get(id(frame.f_code)) or code_known(frame.f_code)
    if known.sleeps:
        return sleep_text(frame_locals(frame))
    if frame.f_code.co_name == "wait_for":
        return f'"what":"wait_for","timeout":{number_text(frame_locals(frame).get("timeout"))}'
    owner = type(frame_locals(frame).get("self"))
    return known.waits_in.get(owner) or known.waits_in.setdefault(owner, call_name(frame.f_code, owner))


def sleep_text(values):
    text = f'"what":"sleep","delay":{number_text(values.get("delay"))}'
    if values.get("h") is not None:
        text += f',"timer":"H{values["h"]._number}","when":{number_text(TIME_OF(values["h"]._when))}'
    return text


def number_text(value):
    kind = type(value)
    return repr(value) if kind is int or kind is float and value - value == 0 else encode(value)


def call_name(code, owner):
    name, module = code.co_name, os.path.basename(code.co_filename)
    what = name.strip("_")
    if module == "tasks.py" and name in ("wait", "_wait"):
        what = "wait"
    elif name == "_wait_for_one" or module == "tasks.py" and name == "__anext__":
        what = "as_completed"
    elif module == "taskgroups.py":
        what = "TaskGroup"
    elif owner is not type(None) and name != "to_thread":
        owner = next((base for base in owner.__mro__ if base.__name__ in LOCK_RULES
                      and base.__module__.startswith("asyncio.")), owner)  # a PriorityQueue is a Queue
        entered = "wait" if owner.__name__ == "Barrier" else "acquire"
        what = f"{owner.__name__}.{name.replace('__aenter__', entered)}"
    return f'"what":{quoted(what)}'
