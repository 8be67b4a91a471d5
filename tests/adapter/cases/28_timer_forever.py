# SPDX-License-Identifier: MIT
# A poller without sockets that never ends: sleep, look, sleep.  Ctrl-C after 1 s.
import asyncio


async def poll(name, every):
    n = 0
    while True:
        await asyncio.sleep(every)
        n += 1


async def main():
    await asyncio.gather(poll("a", 0.2), poll("b", 0.3))


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
