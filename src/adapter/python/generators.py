# ---- generators of the program, which tell of each time that they go on and yield


class ToldGenerator:
    def __init__(self, gen):
        self.gen, self.number, self.begun = gen, TR.syncs.next(), False
        self.tell("is called, and has not begun")

    def tell(self, state, line=None):
        at = f"{short_file(self.gen.gi_code.co_filename)}:{line}" if line else TR.user_at()
        TR.emit("sync", id=self.number, what="generator", state=f"{self.gen.__qualname__}() {state}", by=TR.by(), at=at)

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)

    def send(self, value):
        gives = "" if value is None else f", and its yield gives {safe_repr(value)}"
        if self.gen.gi_frame:
            self.tell(("goes on" if self.begun else "begins") + gives)
        return self.take(self.gen.send, value)

    def throw(self, *error):
        return self.take(self.gen.throw, *error)

    def close(self):
        self.gen.close()

    def take(self, go_on, *arguments):
        over, self.begun = not self.gen.gi_frame, True
        try:
            value = go_on(*arguments)
        except StopIteration:
            if not over:
                self.tell("returns, and is over")
            raise
        own = ", ".join(map(as_assignment, shown_locals(self.gen.gi_frame)))
        line = self.gen.gi_frame.f_lineno
        self.tell(f"gives {safe_repr(value)} and waits at line {line}" + (f", with {own}" if own else ""), line)
        return value


def as_assignment(shown):
    """name=value of `"name":"value"`."""
    from _json import scanstring
    name, _, value = shown.partition(":")
    return f"{name[1:-1]}={scanstring(value, 1)[0]}"


def told_generator(function):
    """A decorator: tests/oracle/oracle.py puts it on the generator functions of a program."""
    import functools

    @functools.wraps(function)
    def call(*args, **kw):
        return ToldGenerator(function(*args, **kw))
    return call
