# SPDX-License-Identifier: MIT
# A plain thread (no executor) sleeps 0.15 s of its own, then wakes the loop; a ticker shows who was first.
import asyncio
import threading
import time


def producer(loop, queue):
    for n in range(3):
        time.sleep(0.15)
        loop.call_soon_threadsafe(queue.put_nowait, n)


async def ticker():
    for n in range(4):
        await asyncio.sleep(0.1)
        print("tick", n)


async def main():
    queue = asyncio.Queue()
    tick = asyncio.create_task(ticker(), name="ticker")
    threading.Thread(target=producer, args=(asyncio.get_running_loop(), queue)).start()
    for _ in range(3):
        print("got", await asyncio.wait_for(queue.get(), 1))
    await tick


asyncio.run(main())
