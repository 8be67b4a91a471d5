# SPDX-License-Identifier: MIT
# A CPU loop of about 0.5 s in a coroutine; a ticker of 0.1 s must be late.
import asyncio
import time


def busy():
    x = 0
    for i in range(12_000_000):
        x ^= i
    return x


async def ticker():
    late = 0
    for _ in range(3):
        start = time.perf_counter()
        await asyncio.sleep(0.1)
        late = max(late, time.perf_counter() - start - 0.1)
    print("late by more than 0.1 s:", late > 0.1)


async def main():
    tick = asyncio.create_task(ticker(), name="ticker")
    await asyncio.sleep(0.05)
    start = time.perf_counter()
    busy()
    print("busy for more than 0.1 s:", time.perf_counter() - start > 0.1)
    await tick

asyncio.run(main())
