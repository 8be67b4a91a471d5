# ---- from the interpreter's start to its end

if OPTIONS.virtual:
    exec(compile(VIRTUAL, SELF_FILE, "exec"), globals())
    CLOCK = VirtualClock()
else:
    CLOCK = RealClock()


def TIME_OF(when):
    return round(when, 9) if OPTIONS.virtual else real_when(when)


def TIME_TEXT(when):
    return encode(TIME_OF(when))


def install_asyncio(module):
    """The program has imported asyncio, and used nothing of it."""
    global ast, asyncio, SEEN, ToldFuture, ToldTask, EagerTask, TOLD_CLASSES
    import ast
    import traceback
    asyncio = module
    if not TR.started:
        TR.start()
    SEEN = Seen()
    install_tracebacks(traceback)
    ToldFuture, gather, ToldTask, EagerTask = future_classes()
    TOLD_CLASSES = frozenset((ToldFuture, gather, ToldTask, EagerTask))
    try:
        install_handles()
        install_loop()
    except Exception as e:
        TR.emit("warning", msg=f"this Python's asyncio is not seen through: {type(e).__name__}: {e}")
        return
    asyncio.tasks._GatheringFuture = gather
    install_eager()
    CLOCK.install()
    if OPTIONS.locks:
        install_locks()
    if not OPTIONS.virtual:
        install_threads(sys.modules["threading"])
    if not OPTIONS.bare:
        install_warnings()
    if OPTIONS.virtual:
        install_order()


def seed_random(random):
    if hasattr(random, "seed"):  # a module of the user's may have that name
        random.seed(int(OPTIONS.seed))


class WhenImported:
    """Finds some modules as everybody does, and does something when they have been loaded."""

    def __init__(self):
        self.then = {"asyncio": install_asyncio}
        if not OPTIONS.virtual:
            self.then["concurrent.futures.thread"] = install_pool
        if OPTIONS.seed and "random" in sys.modules:  # what is installed may import it at every start
            seed_random(sys.modules["random"])
        elif OPTIONS.seed:
            self.then["random"] = seed_random

    def find_spec(self, name, path=None, target=None):
        if name == "uvloop" and not OPTIONS.bare:
            tell_other_loop(name)
        then = self.then.pop(name, None)
        if then is None:
            return None
        from importlib.util import find_spec
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module):
                del spec.loader.exec_module
                run(module)
                then(module)
            spec.loader.exec_module = exec_module
        return spec


def wire():
    fd, path = os.environ.get("LOOPSCOPE_FD", ""), os.environ.get("LOOPSCOPE_TRACE")
    if fd.isdigit():
        return SocketWire(int(fd))
    return FileWire(path) if path else None


def in_child():
    """A forked child goes on untraced: what it prints is its own."""
    TR.lock = _thread.RLock()
    TR.partial.clear()
    GATE.shut()
    os.close(GATE.wire.fd)


class NoLock:
    """From the interpreter's end on: a daemon thread that ends while it has a lock never gives it back."""

    def acquire(self):
        pass

    release = __enter__ = acquire

    def __exit__(self, *error):
        pass


def at_exit():
    """The program is over.  Destructors still speak, and are told at once."""
    if not TR.started:
        TR.start()
    if OPTIONS.bare and get_ident() == TR.main_thread:  # as if the program's own names were gone
        import gc
        sys.settrace(None)
        sys.modules["__main__"].__dict__.clear()
        gc.collect()
    WATCH.stop()
    TR.end_all_lines()
    GATE.settle()
    GATE.flush()
    GATE.grant()
    TR.lock = NoLock()


def install_exits():
    import atexit
    leave = os._exit

    def _exit(status):
        GATE.settle()
        GATE.flush()
        leave(status)
    os._exit = _exit
    atexit.register(at_exit)
    os.register_at_fork(before=WATCH.stop, after_in_child=in_child)


def boot():
    where = wire()
    leave_environment()
    if where is not None:
        SIGNALS.install()
        GATE.start(where)
        install_exits()
        install_output()
        install_hook()
        sys.meta_path.insert(0, WhenImported())
        if OPTIONS.virtual:
            install_virtual()
        if OPTIONS.generators:
            builtins.__told_generator__ = told_generator
        if OPTIONS.lines:
            install_lines()
    hidden_sitecustomize()


boot()
