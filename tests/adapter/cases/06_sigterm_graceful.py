# SPDX-License-Identifier: MIT
# add_signal_handler: SIGTERM asks a worker to drain its queue before it leaves.
import asyncio
import os
import signal


async def worker(stop, queue):
    while not (stop.is_set() and queue.empty()):
        try:
            item = await asyncio.wait_for(queue.get(), 0.05)
        except asyncio.TimeoutError:
            continue
        print("item", item)


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    queue = asyncio.Queue()

    def on_term():
        print("SIGTERM")
        stop.set()
    loop.add_signal_handler(signal.SIGTERM, on_term)
    task = asyncio.create_task(worker(stop, queue), name="worker")
    for i in range(3):
        queue.put_nowait(i)
    await asyncio.sleep(0.12)
    os.kill(os.getpid(), signal.SIGTERM)
    await task
    print("drained")


asyncio.run(main())
