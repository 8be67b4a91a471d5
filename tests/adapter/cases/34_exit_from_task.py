# SPDX-License-Identifier: MIT
# sys.exit(5) inside a task, with atexit and a finally: the order of the last words, and the status.
import asyncio
import atexit
import sys

atexit.register(print, "atexit")


async def worker():
    try:
        await asyncio.sleep(0.02)
        sys.exit(5)
    finally:
        print("worker finally")


async def main():
    task = asyncio.create_task(worker(), name="worker")
    try:
        await asyncio.sleep(1)
    finally:
        print("main finally", task.done())

asyncio.run(main())
