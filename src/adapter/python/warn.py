# ---- what a program hardly ever means


def install_warnings():
    import warnings
    shown = getattr(warnings, "_showwarnmsg", None)
    if shown is None:
        return

    def _showwarnmsg(msg):
        text = str(msg.message)
        if text.endswith("was never awaited"):
            at = f"{short_file(msg.filename)}:{msg.lineno}"
            TR.emit("warning", what="never awaited", by=TR.by(), at=at,
                    msg=f"{text} ({at}): calling it only makes it; await it, or hand it to create_task()")
        shown(msg)
    warnings._showwarnmsg = _showwarnmsg


def tell_destroyed(task, context):
    """A task that nobody kept is gone, whatever it waited for."""
    name = known_task(task)
    if name and not OPTIONS.bare and "destroyed" in str(context.get("message")) and not task.done():
        TR.emit("task_done", id=name, state="destroyed")
        TR.emit("warning", what="destroyed", msg=f"{task.get_name()} was destroyed while it waited: nobody kept it. "
                                                 "Keep what create_task() gives, or await it")


def tell_swallowed(task):
    """A task that the program cancelled, and which returned or failed as if it had not.  (Before 3.11 nobody
    knows; libraries cancel tasks for ends of their own, and go on.)"""
    if getattr(task, "_loopscope_cancelled", False) and getattr(task, "cancelling", int)() and not task.cancelled():
        TR.emit("warning", what="swallowed cancel", by=TR.by(),
                msg=f"{task.get_name()} was cancelled, and ended otherwise: "
                    "after `except CancelledError` say `raise`, so that whoever waits for it knows")


SLOW = set()  # the places of which it was said


def slow_callback(at, secs, computed):
    """The members of a warning, once a place."""
    if at in SLOW or OPTIONS.bare:
        return None
    SLOW.add(at)
    remedy = ("run_in_executor() with a ProcessPoolExecutor, or await asyncio.sleep(0) in between" if computed
              else "await asyncio.to_thread(), or what asyncio has in its place")
    return f',"what":"slow callback","msg":{quoted(f"{at} let nothing else run for {secs:.1f} s: {remedy}")}'


def tell_other_loop(name):
    TR.emit("warning", what=name, msg=f"the loop of {name} is its own, and nobody sees into it: "
                                      "run the program without it to watch it on asyncio's")


# ---- what can wake a loop that has nothing to do


def who_can_wake(loop):
    """In words: signals with a handler, sockets, files, children, threads."""
    found = [signal_name(number) for number in sorted(getattr(loop, "_signal_handlers", None) or ())]
    own = loop._ssock.fileno() if getattr(loop, "_ssock", None) is not None else -1
    files = loop._selector.get_map() or {}
    found += [what_is_watched(files[fd]) for fd in sorted(files) if fd != own]
    return list(dict.fromkeys(found + working_threads()))


def what_is_watched(key):
    """A port that is listened on, whoever is at the other end of a socket, the child at that of a pipe."""
    import socket
    child = child_of(key)
    if child is not None:
        return child
    try:
        for handle in key.data:
            if handle is None:
                continue
            owner = getattr(handle._callback, "__self__", None)
            child = getattr(getattr(owner, "_protocol", None), "proc", None)
            if child is not None:
                return f"child {child._pid}"
            for one in (*(handle._args or ()), getattr(owner, "_sock", None)):
                if isinstance(one, socket.socket) and one.family in (socket.AF_INET, socket.AF_INET6):
                    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        return f"port {one.getsockname()[1]}"
                    return "peer {}:{}".format(*one.getpeername()[:2])
    except (OSError, TypeError, AttributeError):
        pass
    return f"file {key.fd}"


def child_of(key):
    """The process that is waited for by a file of its own, as from 3.12 on."""
    reader = key.data[0] if isinstance(key.data, tuple) else None
    if reader is not None and getattr(reader._callback, "__name__", "") == "_do_wait" and reader._args:
        return f"child {reader._args[0]}"
    return None


def children_by_thread():
    """The processes for each of which a thread waits, as before."""
    watcher = getattr(getattr(asyncio.events, "_event_loop_policy", None), "_watcher", None)
    return {thread: pid for pid, thread in dict(getattr(watcher, "_threads", None) or {}).items()}


def wakes_known(loop):
    """The same as a member of an event, found anew only when it may have changed."""
    state = loop._loopscope
    files = getattr(loop._selector, "_fd_to_key", None)
    if files is None:
        files = loop._selector.get_map() or {}
        last = None
    else:
        last = files[next(reversed(files))] if files else None
    key = (len(files), last, len(getattr(loop, "_signal_handlers", None) or ()), _thread._count(),
           len(EXECUTOR_FUTURES.data))
    if key != state.wakes[0] or key[3] > 1 + (WATCH.end is not None):
        wakes = who_can_wake(loop)
        state.wakes = key, f',"wakes":{encode(wakes)}' if wakes else ""
    return state.wakes[1]


def signal_name(number):
    import signal
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def working_threads():
    """Those that may still call the loop: not this one, and of pools' only if something is asked of them."""
    import threading
    pool = sys.modules.get("concurrent.futures.thread")
    idle = set(pool._threads_queues) if pool and not any(not fut.done() for fut in EXECUTOR_FUTURES) else ()
    children = children_by_thread()
    return [f"child {children[thread]}" if thread in children else f"thread {thread.name}"
            for thread in threading.enumerate() if thread.ident != get_ident() and thread not in idle]
