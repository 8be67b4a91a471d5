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


def value_text(value, kind):
    """A value as JSON text."""
    if kind is str and len(value) < 100 or kind is float or kind is bool or value is None:
        return quoted(repr(value))
    return quoted(shorten(safe_repr(value)))


class Code:
    """What is told again and again of a code object."""

    __slots__ = ("code", "inside", "named", "own", "entries", "keys")

    def __init__(self, code):
        self.code = code  # keeps its id
        self.inside = code.co_filename.startswith(ASYNCIO)
        name, self.own = FILES.of(code.co_filename)
        self.named = quoted(name)
        self.entries = {}  # by the instruction where it is: its entry of a stack
        self.keys = {}  # by name of a variable: that as JSON text and a colon, or None if it is not shown

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
        else:
            if kind not in SHOWN:
                SHOWN[kind] = is_shown(kind)
            if not SHOWN[kind]:
                continue
            shown.append(key + value_text(value, kind))
        if len(shown) == MAX_LOCALS:
            break
    # Up to 3.12 the frame keeps the snapshot, and so all that was in it, alive: empty it.
    if type(snapshot) is dict and known.code.co_flags & OPTIMIZED:
        snapshot.clear()
    return shown


def suspension(task):
    """The members that tell of a task that did not end: state, the program's frames, cause."""
    stack, frames, inner = [], [], None
    coro = task.get_coro()
    for _ in range(MAX_FRAMES):
        kind = type(coro)
        if kind is Coroutine:
            frame, awaited = coro.cr_frame, coro.cr_await
        elif kind in LINKS:
            frame, awaited = getattr(coro, LINKS[kind][0]), getattr(coro, LINKS[kind][1])
        elif coro is None or type(coro).__name__ not in OPAQUE:
            break
        else:
            coro = behind_opaque(coro)
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
        coro = awaited
    text = cause_text(task._fut_waiter, inner, stack)
    if not TR.show_locals:
        return text
    shown = "},{".join([",".join(shown_locals(frame)) for frame in frames])
    return f'{text},"locals":[{{{shown}}}]' if frames else f'{text},"locals":[]'


Coroutine = types.CoroutineType


def cause_text(fut, inner, stack):
    """state, stack and on, as text."""
    if inner is not None and fut is None and inner.f_code.co_name == "sleep":
        return f'"state":"ready","stack":[{",".join(stack)}],"on":{{"what":"sleep0"}}'
    on = cause(fut, inner)
    state = "ready" if on["what"] in ("yield", "sleep0") else "waiting"
    return f'"state":"{state}","stack":[{",".join(stack)}],"on":{encode(on)}'


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
