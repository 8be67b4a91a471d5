# SPDX-License-Identifier: MIT
# asyncio.run() called by code that already runs in a loop; then the way out: another thread.
import asyncio


async def inner():
    await asyncio.sleep(0.01)
    return "inner"


def helper():
    return asyncio.run(inner())


async def main():
    try:
        print(helper())
    except RuntimeError as e:
        print("RuntimeError:", e)
    print(await asyncio.to_thread(helper))


asyncio.run(main())
raise SystemExit(7)
