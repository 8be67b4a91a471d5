# ---- the clock on the wall, less the time for which the program was held

class RealClock:
    def install(self):
        pass

    def loop_made(self, loop):
        pass

    def tick_begins(self):
        if WATCH.end is None:
            WATCH.start()

    # -- poll

    def poll(self, loop, timeout):
        if timeout == 0:
            return loop._selector.select(0)
        if GATE.open:
            wakes = wakes_known(loop)
            sleeps = "" if timeout is None else f',"timeout":{timeout}'
            TR.say(f'"idle"{sleeps}{wakes}')
            if timeout is None and not wakes:
                TR.emit("deadlock", msg="nothing is ready, and no timer, signal handler, file or thread can wake the loop")
            GATE.before_sleep()
        return loop._selector.select(timeout)

    # -- executors

    def before_job(self, loop, executor, func):
        if THREADS and (executor is None or is_pool_of_threads(executor)):
            handing_to_thread(func)
        return executor, None

    def submitted(self, job, fut):
        return name_handed(fut)

    def runs_where(self, executor):
        return None if type(executor).__name__ == "ThreadPoolExecutor" else "process"

    def from_elsewhere(self, loop, callback, args, context):
        return None


def real_loop_time(loop):
    return time.monotonic() - GATE.held_ns / 1e9


def real_when(when):
    zero = (GATE.shift - GATE.held_ns) / 1e9 if TR.begun else real_loop_time(None)
    return max(round(when - zero, 9), 0)
