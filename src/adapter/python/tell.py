# ---- how an event is told.  This is where most of a tracer's time goes: so what goes on in it is in
# cells, and where nothing else has to be seen to, a handle's events are put down at once.  The main thread
# then takes no lock: from 3.10 on no other one goes on between two statements of which none calls anything.

from _contextvars import copy_context

HANDLE = None  # asyncio's class, as it was made anew
TASK_STEP, TASK_WAKEUP = "TaskStepMethWrapper", "TaskWakeupMethWrapper"  # the latter up to 3.9


def how_it_stands(task, name):
    """Behind its turn."""
    if not task.done():
        return f',{name},{suspension(task)}'
    see_done(task)
    return f',{name},"state":"{state_of(task)}"'


def teller(trace):
    """Gives `trace` the functions that tell; `body` is an event's kind and its members, as text."""
    count, numbers = -1, 0  # the number of the last event, and of the last handle
    step_kind = wakeup_kind = None  # the types of what calls a task's step, of what wakes it up to 3.9
    builtin = type(len)
    now, gate, virtual = time.monotonic_ns, GATE, OPTIONS.virtual
    places, home, running = trace.places, trace.home, trace.home.running
    lines, partial, untold, apart = gate.lines, trace.partial, FILES.untold, trace.apart
    add, make = lines.append, object.__new__

    def say(body):
        if gate.open:
            say_in(places.get(get_ident()) or trace.other_place(), body)

    def say_in(place, body):
        """The same by one who knows where it runs, and that the gate is open."""
        nonlocal count
        if apart or partial or untold or place is not home:
            return say_apart(place, body)
        t = now() - gate.shift
        if t - place.last > BLOCKS_NS and place.running:
            tell_block(place, t)
        place.last = t
        count += 1
        add(f'{{"i":{count},"n":{place.n},"t":{t}e-9,"e":{body}{place.of}}}\n')
        gate.left -= 1
        if gate.left <= 0:
            gate.pass_through()

    def say_apart(place, body):
        """The same where something has to be told before it, on the virtual clock, and among threads."""
        nonlocal count
        lock = trace.lock if len(places) > 1 else None
        if lock:
            lock.acquire()
        try:
            if partial or untold or count < 0:
                trace.say_before()
            if virtual:
                CLOCK.tell_computing()
                t = encode(round(CLOCK.now, 9))
            else:
                t = now() - gate.shift if trace.begun else 0
                if t - place.last > BLOCKS_NS and place.running and place is places.get(get_ident()):
                    tell_block(place, t)
                place.last = t
                t = f"{t}e-9"
            count += 1
            add(f'{{"i":{count},"n":{place.n},"t":{t},"e":{body}{place.of}}}\n')
            gate.left -= 1
            if gate.left <= 0:
                gate.pass_through()
        finally:
            if lock:
                lock.release()

    def say_at(t, body):
        """The same at a time that has passed."""
        nonlocal count
        place = trace.place()
        count += 1
        add(f'{{"i":{count},"n":{place.n},"t":{t}e-9,"e":{body}{place.of}}}\n')
        gate.left -= 1

    def number_handle(handle):
        """Its number is given when it is first spoken of, and what it does is put in words once."""
        nonlocal numbers, step_kind, wakeup_kind
        if not handle._number:
            numbers += 1
            handle._number = numbers
            handle._known = known_of(handle)
            kind = type(handle._callback)
            if kind.__name__ == TASK_STEP:
                step_kind = kind
            elif kind.__name__ == TASK_WAKEUP:
                wakeup_kind = kind
        return handle._number

    def tell_soon(loop, handle):
        """A handle enters the ready queue because somebody asked."""
        if not gate.open:
            return
        handle._queued = True
        see_what_it_is_for(handle)
        number_handle(handle)
        place = places.get(get_ident()) or trace.place()
        abroad = loop._thread_id not in (None, get_ident()) or loop._loopscope.delivers
        by = ',"by":"thread"' if abroad else place.by
        say_in(place, f'"soon","h":"H{handle._number}"{by},{handle._known[0]}')

    def soon(loop, callback, args, context):
        """What _call_soon() does: a callback's handle enters the ready queue."""
        nonlocal count, numbers
        handle = make(HANDLE)
        handle._context = copy_context() if context is None else context
        handle._loop = loop
        handle._callback = callback
        handle._args = args
        handle._cancelled = False
        handle._repr = handle._source_traceback = None
        known, kind = None, type(callback)
        if apart or partial or untold or loop._thread_id != get_ident():
            pass
        elif kind is step_kind and not args:
            try:
                known = callback.__self__._loopscope_known
            except AttributeError:
                known = step_of(callback.__self__)
        elif (kind is builtin and callback.__name__ == "task_wakeup" or kind is wakeup_kind) and args:
            known = wakeup_of(callback, args)
        if known is None:
            handle._number = 0
            handle._known = None
            handle._queued = False
            tell_soon(loop, handle)
            loop._ready.append(handle)
            return handle
        handle._known = known
        handle._queued = True
        numbers += 1
        handle._number = numbers
        t = now() - gate.shift
        if t - home.last > BLOCKS_NS and running:
            tell_block(home, t)
        home.last = t
        count += 1
        add(f'{{"i":{count},"n":{home.n},"t":{t}e-9,"e":"soon","h":"H{numbers}"{home.by},{known[0]}}}\n')
        gate.left -= 1
        if gate.left <= 0:
            gate.pass_through()
        loop._ready.append(handle)
        return handle

    def tell_begin(handle):
        nonlocal count
        handle._queued = False
        number = handle._number
        if apart or partial or untold or not number:
            return begin_apart(handle)
        does, by, name = handle._known
        home.last = t = now() - gate.shift
        count += 1
        add(f'{{"i":{count},"n":{home.n},"t":{t}e-9,"e":"begin","h":"H{number}",{does}}}\n')
        running.append((home.by, handle._callback.__self__ if name else None))
        home.by = by
        gate.left -= 1
        if gate.left <= 0:
            gate.pass_through()

    def begin_apart(handle):
        if not gate.open:
            return
        place = places.get(get_ident()) or trace.place()
        number_handle(handle)
        does, by, name = handle._known
        task = handle._callback.__self__ if name else None
        say_in(place, f'"begin","h":"H{handle._number}",{does}')
        place.running.append((place.by, task))
        place.by = by

    def tell_end(handle):
        nonlocal count
        if apart or partial or untold or not running:
            return end_apart(handle)
        by, task = running[-1]
        try:
            what = "" if task is None else how_it_stands(task, handle._known[2])
            t = now() - gate.shift
            if t - home.last > BLOCKS_NS:
                tell_block(home, t)
            home.last = t
            count += 1
            add(f'{{"i":{count},"n":{home.n},"t":{t}e-9,"e":"end","h":"H{handle._number}"{what}}}\n')
            gate.left -= 1
            if gate.left <= 0:
                gate.pass_through()
        finally:
            running.pop()
            home.by = by

    def end_apart(handle):
        place = places.get(get_ident()) or trace.place()
        if not place.running:
            return
        if virtual:
            CLOCK.tell_computing()
        if partial:
            trace.end_own_lines()
        by, task = place.running[-1]
        try:
            if gate.open:
                what = "" if task is None else how_it_stands(task, handle._known[2])
                say_in(place, f'"end","h":"H{handle._number}"{what}')
        finally:
            place.running.pop()
            place.by = by

    trace.say, trace.say_in, trace.say_at = say, say_in, say_at
    trace.number_handle, trace.tell_soon, trace.soon = number_handle, tell_soon, soon
    trace.tell_begin, trace.tell_end = tell_begin, tell_end
