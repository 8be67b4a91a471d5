# SPDX-License-Identifier: MIT
# The commonest bug: a blocking call in a coroutine starves the heartbeat (urlopen stands for requests).
import asyncio
import subprocess
import threading
import time


async def heartbeat():
    last = time.monotonic()
    worst = 0
    for _ in range(5):
        await asyncio.sleep(0.05)
        now = time.monotonic()
        worst = max(worst, now - last)
        last = now
    print("worst gap over 0.3 s:", worst > 0.3)


async def fetch():
    await asyncio.sleep(0.06)
    subprocess.run(["sleep", "0.4"], check=True)
    print("fetched")


async def lock_wait():
    await asyncio.sleep(0.01)
    threading.Event().wait(0.01)


async def main():
    await asyncio.gather(heartbeat(), fetch(), lock_wait())


asyncio.run(main())
