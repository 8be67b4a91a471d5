# ---- what a program hardly ever means


def install_warnings():
    import warnings
    shown = getattr(warnings, "_showwarnmsg", None)
    if shown is None:
        return

    def _showwarnmsg(msg):
        text = str(msg.message)
        if text.endswith("was never awaited"):
            TR.emit("warning", what="never awaited", by=TR.by(), at=f"{short_file(msg.filename)}:{msg.lineno}",
                    msg=f"{text}: calling it only makes it; await it, or hand it to create_task()")
        shown(msg)
    warnings._showwarnmsg = _showwarnmsg


def tell_destroyed(task, context):
    """A task that nobody kept is gone, whatever it waited for."""
    name = known_task(task)
    if name and not OPTIONS.bare and "destroyed" in str(context.get("message")) and not task.done():
        TR.emit("warning", what="destroyed", msg=f"{task.get_name()} was destroyed while it waited: nobody kept it. "
                                                 "Keep what create_task() gives, or await it")
        TR.emit("task_done", id=name, state="cancelled")


def tell_other_loop(name):
    TR.emit("warning", what=name, msg=f"{name} has a loop of its own, into which nobody sees: "
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
    return [what_a_thread_does(thread) for thread in threading.enumerate()
            if thread.ident != get_ident() and thread not in idle]


def what_a_thread_does(thread):
    """One of asyncio's own waits for a child."""
    if getattr(getattr(thread, "_target", None), "__name__", "") == "_do_waitpid":
        return f"child {thread._args[1]}"
    return f"thread {thread.name}"
