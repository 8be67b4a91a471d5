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


def chain(coro):
    """The frames of a suspended coroutine, outermost first, each with the coroutine it is of."""
    frames = []
    while coro is not None and len(frames) < MAX_FRAMES:
        kind = type(coro)
        if kind is types.CoroutineType:
            frame, awaited = coro.cr_frame, coro.cr_await
        elif kind in LINKS:
            frame, awaited = [getattr(coro, name) for name in LINKS[kind]]
        else:
            coro = behind_opaque(coro)
            continue
        if frame is None:
            break
        frames.append((frame, coro))
        coro = awaited
    return frames


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


def value_text(value):
    """A value as JSON text."""
    kind = type(value)
    if kind is str and len(value) < 100 or kind is float or kind is bool or value is None:
        return quoted(repr(value))
    if kind is int and -(1 << 63) < value < 1 << 63:
        return f'"{value}"'
    return quoted(shorten(safe_repr(value)))


def shown_locals(frame):
    """A frame's own variables as text: not those of an enclosing function, no code, no modules."""
    values = frame_locals(frame)
    free = frame.f_code.co_freevars
    shown = {}
    for name, value in values.items():
        kind = type(value)
        if kind not in SHOWN:
            SHOWN[kind] = is_shown(kind)
        if SHOWN[kind] and name not in free and name.isidentifier():
            shown[name] = value_text(value)
            if len(shown) == MAX_LOCALS:
                break
    return shown


def locals_text(frame):
    return "{" + ",".join([f'"{name}":{text}' for name, text in shown_locals(frame).items()]) + "}"


class Code:
    """What is told again and again of a code object."""

    __slots__ = ("code", "inside", "named", "own")

    def __init__(self, code):
        self.code = code  # keeps its id
        self.inside = code.co_filename.startswith(ASYNCIO)
        name, self.own = FILES.of(code.co_filename)
        self.named = quoted(name)


CODES = {}  # by id of a code object


def code_known(code):
    known = CODES.get(id(code))
    if known is None:
        known = CODES[id(code)] = Code(code)
    return known


def stack_entry(known, frame, coro):
    code = known.code
    name = getattr(code, "co_qualname", None) or getattr(coro, "__qualname__", code.co_name)
    library = "" if known.own or OPTIONS.bare else ",1"
    return f"[{known.named},{frame.f_lineno},{quoted(name)}{library}]"


def suspension(task):
    """The members that tell of a task that did not end: state, the program's frames, cause."""
    stack, frames, inner = [], [], None
    for frame, coro in chain(task.get_coro()):
        known = CODES.get(id(frame.f_code)) or code_known(frame.f_code)
        if not known.inside:
            stack.append(stack_entry(known, frame, coro))
            frames.append(frame)
            inner = None
        elif inner is None or takes_lock_again(inner, frame):
            inner = frame
    on = cause(getattr(task, "_fut_waiter", None), inner)
    state = "ready" if on["what"] in ("yield", "sleep0") else "waiting"
    text = f'"state":"{state}","stack":[{",".join(stack)}],"on":{encode(on)}'
    if not TR.show_locals:
        return text
    return f'{text},"locals":[{",".join([locals_text(frame) for frame in frames])}]'


def takes_lock_again(frame, within):
    """Whoever was notified of a Condition waits for its lock."""
    if frame.f_code.co_name not in ("wait", "wait_for"):
        return False
    kinds = [call_kind(f)["what"] for f in (frame, within)]
    return kinds[0] in ("Condition.wait", "Condition.wait_for") and kinds[1] == "Lock.acquire"


def cause(fut, inner):
    """What a task awaits: the future `fut`, in asyncio's own frame `inner` if there is one."""
    if inner is not None and fut is None and inner.f_code.co_name == "sleep":
        return {"what": "sleep0"}
    on = future_kind(fut) if inner is None else call_kind(inner)
    if fut is not None:
        on["fut"] = fut_id(fut)
    return on


def future_kind(fut):
    if fut is None:
        return {"what": "yield"}
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


def call_kind(frame):
    values = frame_locals(frame)
    name, module = frame.f_code.co_name, os.path.basename(frame.f_code.co_filename)
    if name == "sleep":
        on = {"what": "sleep", "delay": values.get("delay")}
        if values.get("h") is not None:
            on["timer"] = f"H{values['h']._number}"
            on["when"] = TIME_OF(values["h"]._when)
        return on
    if name == "wait_for":
        return {"what": "wait_for", "timeout": values.get("timeout")}
    if module == "tasks.py" and name in ("wait", "_wait"):
        return {"what": "wait"}
    if name == "_wait_for_one":
        return {"what": "as_completed"}
    if module == "taskgroups.py":
        return {"what": "TaskGroup"}
    if "self" in values and name != "to_thread":
        owner = type(values["self"]).__name__
        return {"what": f"{owner}.{name.replace('__aenter__', 'acquire')}"}
    return {"what": name.strip("_")}
