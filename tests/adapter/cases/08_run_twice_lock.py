# SPDX-License-Identifier: MIT
# A lock made at import time is contended in one asyncio.run(), then in a second one.
import asyncio

LOCK = asyncio.Lock()


async def use(name):
    async with LOCK:
        await asyncio.sleep(0.01)
        print(name, "had the lock")


async def main(n):
    got = await asyncio.gather(use(f"{n}a"), use(f"{n}b"), return_exceptions=True)
    for x in got:
        if x is not None:
            print(type(x).__name__, "different event loop" in str(x))


for n in (1, 2):
    asyncio.run(main(n))
