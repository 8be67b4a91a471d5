# ---- threads, on the real clock: who starts them, and what each of them runs
#
# `thread` is told by whoever starts one, `job` and `job_done` by itself: for one of a pool around each call
# that it is given, for any other around all that it runs.  Those that the standard library starts to run what is
# its own, which wait for a child or end a pool, are not told of.

HANDING, HANDED = {}, {}  # by thread: the future, by name, of the call that it is just handing to a pool


def is_librarys(path):
    return path.startswith(STDLIB) and "-packages" not in path


def thread_runs(thread, starter):
    """(What it runs, is it a pool's); None for one of the library's own.  starter: whose code starts it."""
    runs = getattr(thread, "_target", None) or getattr(type(thread).run, "__wrapped__", type(thread).run)
    path = getattr(getattr(runs, "__code__", None), "co_filename", "")
    if path.startswith(os.path.join(STDLIB, "concurrent", "futures", "thread.py")):
        return runs, True
    if is_librarys(path) and is_librarys(starter):
        return None
    return runs, False


def told_thread(thread, starter=STDLIB, by=None, at=None):
    """Tells of a thread once: its number, or None."""
    runs = thread_runs(thread, starter)
    if runs is None or not GATE.open:
        return None
    number = TR.threads.next()
    thread._loopscope = number, *runs
    TR.emit("thread", id=number, name=thread.name, func=None if runs[1] else cb_name(runs[0]), by=by, at=at)
    return number


def starter_of(frame):
    """The file of whoever has called start()."""
    own = frame.f_code.co_filename
    while frame is not None and frame.f_code.co_filename == own:
        frame = frame.f_back
    return frame.f_code.co_filename if frame is not None else STDLIB


def starting(start):
    """In the place of what starts a thread."""
    def start_thread(run, *args, **kw):
        thread = getattr(run, "__self__", None)
        if thread is not None and hasattr(thread, "_started"):
            told_thread(thread, starter_of(sys._getframe(1)), TR.by(), TR.task_at())
        return start(run, *args, **kw)
    return start_thread


def thread_begins(thread):
    number, runs, pools = getattr(thread, "_loopscope", (None, None, None))
    if number is None or not GATE.open:
        return
    TR.place().of = f',"thread":"{number}"'
    if not pools:
        TR.emit("job", func=cb_name(runs))


def thread_ends(thread):
    """It speaks no more: its place is free."""
    number, _, pools = getattr(thread, "_loopscope", (None, None, None))
    ident = get_ident()
    place = TR.places.get(ident)
    if place is None or ident == TR.main_thread:
        return
    TR.end_own_lines()
    if number is not None and not pools and GATE.open:
        place.of = f',"thread":"{number}"'  # its loop, if it had one, is over
        TR.emit("job_done")
    with TR.lock:
        TR.forget_place(ident)


def first_heard(place):
    """A thread speaks that was started before anybody looked."""
    threading = sys.modules.get("threading")
    thread = threading and threading._active.get(get_ident())
    if thread is not None and not hasattr(thread, "_loopscope") and thread is not threading.main_thread():
        number = told_thread(thread)
        if number is not None:
            place.of = f',"thread":"{number}"'


def install_threads(threading):
    for name in ("_start_new_thread", "_start_joinable_thread"):
        if hasattr(threading, name):
            setattr(threading, name, starting(getattr(threading, name)))
    splice_function(threading.Thread, "_bootstrap_inner", dict(thread_begins=thread_begins, thread_ends=thread_ends),
                    rules={"self.run()": "thread_begins(self)\n..."}, at_end="thread_ends(self)")
    THREADS.append("told")


THREADS = []  # "told", if they are


# -- what a pool's threads are given


def is_pool_of_threads(executor):
    pool = sys.modules.get("concurrent.futures.thread")
    return pool is not None and isinstance(executor, pool.ThreadPoolExecutor)


def handing_to_thread(func):
    """Told before it is done: a thread may begin, and end, before whoever hands it a call is through."""
    HANDING[get_ident()] = HANDED[get_ident()] = name = TR.futs.next()
    TR.emit("executor", fut=name, func=cb_name(func), by=TR.by())


def name_handed(fut):
    """The loop's future of it has that name.  False: it was not told of before."""
    name = HANDED.pop(get_ident(), None)
    if name and type(fut) in TOLD_CLASSES:
        fut._loopscope_id = name
    elif name:
        TR.futs.give(fut, name)
    return bool(name)


def not_handed():
    """A pool that is shut takes nothing any more."""
    name = HANDED.pop(get_ident(), None)
    if name:
        HANDING.pop(get_ident(), None)
        TR.emit("fut_done", id=name, state="failed", exc=exc_repr(sys.exc_info()[1]), by=TR.by())


def job_given(item):
    item._loopscope = HANDING.pop(get_ident(), None)


def job_begins(item):
    TR.emit("job", fut=getattr(item, "_loopscope", None), func=cb_name(item.fn))


def job_ends(item):
    TR.emit("job_done", fut=getattr(item, "_loopscope", None))


def install_pool(module):
    ours = dict(job_given=job_given, job_begins=job_begins, job_ends=job_ends)
    try:
        splice_function(module._WorkItem, "__init__", ours, at_end="job_given(self)")
        splice_function(module._WorkItem, "run", ours, rules={
            "result = self.fn(*self.args, **self.kwargs)": "job_begins(self)\n...",
            "self.future.set_exception(exc)": "job_ends(self)\n...",
            "self.future.set_result(result)": "job_ends(self)\n..."})
    except Exception as e:
        TR.emit("warning", msg=f"this Python's pools of threads are not seen through: {type(e).__name__}: {e}")
