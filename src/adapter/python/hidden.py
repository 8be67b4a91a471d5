# ---- no traceback names this file


def without_us(exc, seen=None):
    """Takes our frames out of an exception's traceback, and out of those it came from."""
    seen = set() if seen is None else seen
    if exc is None or id(exc) in seen:
        return exc
    seen.add(id(exc))
    exc.__traceback__ = cut(exc.__traceback__)
    for other in (exc.__cause__, exc.__context__, *(getattr(exc, "exceptions", None) or ())):
        if isinstance(other, BaseException):
            without_us(other, seen)
    return exc


def is_ours(tb):
    return tb.tb_frame.f_code.co_filename == SELF_FILE


def cut(tb):
    while tb is not None and is_ours(tb):
        tb = tb.tb_next
    last = tb
    while last is not None:
        while last.tb_next is not None and is_ours(last.tb_next):
            last.tb_next = last.tb_next.tb_next
        last = last.tb_next
    return tb


def install_hook():
    """A program that dies says so first."""
    shown = sys.excepthook

    def excepthook(kind, exc, tb):
        if not TR.started:
            TR.start()
        TR.emit("crash", exc=exc_repr(exc))
        without_us(exc)
        shown(kind, exc, cut(tb))
    sys.excepthook = sys.__excepthook__ = excepthook


def install_tracebacks(traceback):
    """What the library prints of a traceback leaves our frames out."""
    def leave_out(walk):
        def walked(*args, **kw):
            for entry in walk(*args, **kw):
                if entry[0].f_code.co_filename != SELF_FILE:
                    yield entry
        return walked
    for name in ("walk_tb", "_walk_tb_with_full_positions"):
        if hasattr(traceback, name):
            setattr(traceback, name, leave_out(getattr(traceback, name)))
