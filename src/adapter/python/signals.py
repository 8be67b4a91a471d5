# ---- signals: no handler of the program's runs while the tracer does
#
# An error that a handler raises, as Ctrl-C does, would leave the tracer halfway, and asyncio's own C code
# with it, of which the tracer is called.  So whatever comes then is sent once more, a moment later; and
# what comes while the program is held, when it goes on.

import _signal

OURS_THAT_WAIT = ("poll", "wait", "let_go_on", "write", "exec_module", "excepthook", "hidden_sitecustomize",
                  "virtual_import")  # for the system, or for code of the program's


class Signals:
    def __init__(self):
        self.handlers = {}  # the program's, by number
        self.pending = set()  # what has to be sent again
        self.set, self.get = _signal.signal, _signal.getsignal

    def install(self):
        number = _signal.SIGINT
        if self.get(number) is _signal.default_int_handler:
            self.handlers[number] = _signal.default_int_handler
            self.set(number, between)
        _signal.signal, _signal.getsignal = self.set_handler, self.get_handler

    def set_handler(self, number, handler):
        before = self.set(number, between if callable(handler) else handler)
        before = self.handlers.get(number) if before is between else before
        self.handlers[number] = handler
        return before

    def get_handler(self, number):
        handler = self.get(number)
        return self.handlers.get(number) if handler is between else handler

    def later(self, number):
        self.pending.add(number)
        if not GATE.waits:
            self.send_again()

    def send_again(self):
        _thread.start_new_thread(self.send, (sorted(self.pending),))
        self.pending.clear()

    def send(self, numbers):
        time.sleep(0.0005)
        for number in numbers:
            _signal.pthread_kill(TR.main_thread, number)


SIGNALS = Signals()


def between(number, frame):
    """Stands between the system and the program's handler."""
    handler = SIGNALS.handlers.get(number)
    if getattr(handler, "__name__", "") != "_sighandler_noop" and is_inside(frame):  # that is asyncio's, and does nothing
        try:
            return SIGNALS.later(number)
        except RuntimeError:  # no thread can be started any more
            pass
    return handler(number, frame)


def is_inside(frame):
    """Does the tracer run there, or the library for it?"""
    while frame is not None:
        path = frame.f_code.co_filename
        if path == SELF_FILE:
            return frame.f_code.co_name not in OURS_THAT_WAIT
        if path.startswith(ASYNCIO) or not path.startswith((STDLIB, "<frozen")):
            return False
        frame = frame.f_back
    return False
