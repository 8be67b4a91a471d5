# ---- the clock on the wall, less the time for which the program was held

BLOCKS_NS = 100_000_000  # a turn that is longer has blocked the loop


class RealClock:
    def install(self):
        pass

    def loop_made(self, loop):
        pass

    def begins(self, place):
        place.began = time.monotonic_ns() - GATE.held_ns

    def ends(self, place):
        wall = time.monotonic_ns() - GATE.held_ns - place.began
        return f',"wall":{wall}'

    # -- poll

    def poll(self, loop, timeout):
        if timeout == 0:
            return loop._selector.select(0)
        TR.emit("idle", timeout=timeout)
        GATE.before_sleep()
        return loop._selector.select(timeout)

    # -- executors

    def before_job(self, loop, executor, func):
        return executor, None

    def submitted(self, job, fut):
        pass

    def runs_where(self, executor):
        return None if type(executor).__name__ == "ThreadPoolExecutor" else "process"

    def from_elsewhere(self, loop, callback, args, context):
        return None


def real_loop_time(loop):
    return time.monotonic() - GATE.held_ns / 1e9


def real_when(when):
    return round(when - TR.origin / 1e9, 9)
