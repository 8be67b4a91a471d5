# ---- breakpoints: lines before which the program is held


class Breaks:
    """With sys.monitoring (3.12) each other line is looked at once; before, frames of a file that has a
    breakpoint are traced, and calls of others looked at."""

    def __init__(self):
        self.lines = {}  # name of a file: numbers of lines
        self.tool = None
        self.traced = False

    def change(self, place, set_it):
        name, _, number = place.rpartition(":")
        if not name or not number.isdigit():
            return
        if set_it:
            self.lines.setdefault(name, set()).add(int(number))
        elif int(number) in self.lines.get(name, ()):
            self.lines[name].discard(int(number))
            if not self.lines[name]:
                del self.lines[name]
        if hasattr(sys, "monitoring"):
            self.monitor()
        else:
            self.trace()

    def has(self, code, line):
        numbers = self.lines.get(FILES.of(code.co_filename)[0])
        return numbers is not None and line in numbers

    def reached(self, code, line):
        if GATE.open:
            GATE.hold_here()
            TR.emit("line", at=f"{FILES.of(code.co_filename)[0]}:{line}", by=TR.by())

    # -- from 3.12 on

    def monitor(self):
        watch = sys.monitoring
        if self.tool is None:
            self.tool = next((n for n in (3, 4, 2, 0) if watch.get_tool(n) is None), None)
            if self.tool is None:
                TR.emit("warning", what="breakpoints", msg="this program uses all of sys.monitoring itself: no breakpoints")
                return
            watch.use_tool_id(self.tool, "loopscope")
            watch.register_callback(self.tool, watch.events.LINE, self.on_line)
        watch.set_events(self.tool, watch.events.LINE if self.lines else 0)
        watch.restart_events()

    def on_line(self, code, line):
        if not self.has(code, line):
            return sys.monitoring.DISABLE
        self.reached(code, line)

    # -- before

    def trace(self):
        if not self.lines:
            if self.traced:
                sys.settrace(None)
                self.traced = False
        elif not self.traced and sys.gettrace() is None:
            self.traced = True
            sys.settrace(self.on_call)
            frame = sys._getframe(1)
            while frame is not None:
                frame.f_trace = self.on_call(frame, "call", None)
                frame = frame.f_back

    def on_call(self, frame, event, arg):
        name = FILES.of(frame.f_code.co_filename)[0]
        return self.in_frame if name in self.lines else None

    def in_frame(self, frame, event, arg):
        if event == "line" and self.has(frame.f_code, frame.f_lineno):
            self.reached(frame.f_code, frame.f_lineno)
        return self.in_frame


BREAKS = Breaks()
