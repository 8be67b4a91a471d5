# SPDX-License-Identifier: MIT
# The sync facade over asyncio: a second loop lives in a thread; run_coroutine_threadsafe() asks it.
import asyncio
import threading


class Facade:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, name="io", daemon=True)
        self.thread.start()

    def call(self, coro, timeout=5):
        return asyncio.run_coroutine_threadsafe(coro, self.loop).result(timeout)

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def double(x):
    await asyncio.sleep(0.01)
    return 2 * x


async def blocked(facade):
    # the mistake: waiting, in the loop's own thread, for the loop
    try:
        facade.call_now = asyncio.run_coroutine_threadsafe(double(1), facade.loop)
        facade.call_now.result(0.1)
        return "no deadlock"
    except TimeoutError:
        return "deadlock"
    except Exception as e:
        return type(e).__name__


facade = Facade()
print(facade.call(double(4)))
print(facade.call(blocked(facade)))
facade.close()


async def main():
    print("main loop", await double(21))

asyncio.run(main())
