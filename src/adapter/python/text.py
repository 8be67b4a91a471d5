# ---- files and values as text

from _json import encode_basestring as quoted, make_encoder

PLAIN = (type(None), bool, int, float, complex, str, bytes)
MAX_TEXT = 120
MAX_LOCALS = 32


def refuse(value):
    raise TypeError(f"{type(value).__name__} is no JSON")


def encode(value, chunks=make_encoder(None, refuse, quoted, None, ":", ",", False, False, True)):
    return "".join(chunks(value, 0))


def matches(text, pattern):
    """Is it of this pattern, of which each * is any text?"""
    head, star, rest = pattern.partition("*")
    if not star:
        return text == pattern
    return text.startswith(head) and any(matches(text[i:], rest) for i in range(len(head), len(text) + 1))


class Files:
    """Which files are the program's own, and by which names they are told."""

    def __init__(self):
        self.names = {}  # of a code object's file: (its name, is it the program's own)
        self.untold = []  # (name, path, own) of files whose text was not told yet
        self.cwd = os.getcwd() + os.sep

    def of(self, path):
        """(name, own) of the file that a code object says it is from."""
        known = self.names.get(path)
        if known is None:
            own = self.is_own(path)
            known = self.names[path] = self.name(path), own
            if path != SELF_FILE and path[:1] != "<":
                self.untold.append((known[0], path, own))
        return known

    def is_own(self, path):
        """Libraries are the standard one, what is installed, what is frozen or made up, and what is
        none of the files that one asked for."""
        if path == SELF_FILE or path.startswith(("<frozen", STDLIB)):
            return False
        if any(part in path for part in ("/site-packages/", "/dist-packages/")):
            return False
        return OPTIONS.only is None or matches(self.name(path), OPTIONS.only)

    def name(self, path):
        if path.startswith(STDLIB):
            return path[len(STDLIB):]
        if path[:1] == "<":
            return path
        full = os.path.abspath(path)
        for folder in [self.cwd] + [f + os.sep for f in sys.path if f]:
            if len(folder) > 1 and full.startswith(folder):
                return full[len(folder):]
        return os.path.basename(full)


FILES = Files()


def is_user_file(path):
    return FILES.of(path)[1]


def short_file(path):
    return FILES.of(path)[0]


def file_text(path):
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace")
    except OSError:
        return None


class Raw(str):
    __repr__ = str.__str__


def plain(value, depth=0):
    """A copy of `value` in which everything that is not plain data is a Raw text."""
    if isinstance(value, PLAIN):
        return value
    if depth < 3 and type(value) in (list, tuple):
        return type(value)(plain(x, depth + 1) for x in itertools.islice(value, 9))
    if depth < 3 and type(value) is dict:
        items = itertools.islice(value.items(), 9)
        return {plain(k, 9): plain(v, depth + 1) for k, v in items}
    if isinstance(value, BaseException):
        return Raw(exc_repr(value))
    return Raw(f"<{type(value).__name__}>")


def shorten(text):
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT - 3] + "..."


def brief_repr(value):
    """reprlib's, which cuts short.  The first call imports it: asyncio has done so before."""
    global brief_repr
    import reprlib
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = MAX_TEXT
    brief.maxlist = brief.maxtuple = brief.maxdict = brief.maxset = 8
    brief_repr = brief.repr
    return brief_repr(value)


def safe_repr(value):
    """repr() of plain data, but other objects by type: their repr may run code, tell an address."""
    if value is None:
        return "None"
    if isinstance(value, BaseException):
        return exc_repr(value)
    try:
        return brief_repr(plain(value))
    except Exception:
        return f"<{type(value).__name__}>"


def exc_repr(exc):
    if exc is None:
        return None
    name = type(exc).__name__
    try:
        if sys.version_info >= (3, 11) and isinstance(exc, BaseExceptionGroup):
            return f"{name}({exc.message!r}, [{', '.join(map(exc_repr, exc.exceptions))}])"
        return f"{name}({', '.join(brief_repr(plain(a)) for a in exc.args)})"
    except Exception:
        return name


def whole(secs):
    return int(secs) if secs % 1 == 0 else secs


def coro_name(coro):
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    if name is None and type(coro).__name__ == "async_generator_athrow" and not OPTIONS.bare:
        gen = generator_closed_by(coro)
        name = gen and f"{gen.__qualname__}.aclose"
    return name or type(coro).__name__


def generator_closed_by(closing):
    """Of what aclose() gives, which is awaited to close an asynchronous generator: that generator."""
    import gc
    return next((x for x in gc.get_referents(closing) if type(x).__name__ == "async_generator"), None)


def code_of(coro):
    return (getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
            or getattr(coro, "ag_code", None))


def coro_at(coro):
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    if code is None and type(coro).__name__ == "async_generator_athrow" and not OPTIONS.bare:
        code = code_of(generator_closed_by(coro))
    return code and f"{short_file(code.co_filename)}:{code.co_firstlineno}"
