# SPDX-License-Identifier: MIT
# A heartbeat that misses beats: loopscope heartbeat.py shows who holds the loop up.
import asyncio
import time


def load_report(day):
    time.sleep(0.4)  # a driver that knows nothing of asyncio
    return f"report of {day}"


async def heartbeat():
    for _ in range(10):
        print("beat")
        await asyncio.sleep(0.1)


async def serve(day):
    await asyncio.sleep(0.25)
    print(load_report(day))


async def main():
    await asyncio.gather(heartbeat(), serve("Monday"))


asyncio.run(main())
