# SPDX-License-Identifier: MIT
# `break` out of `async for`: who runs the generator's finally, and when?
import asyncio


async def rows(name):
    try:
        for i in range(100):
            await asyncio.sleep(0.01)
            yield i
    finally:
        print(name, "closing")
        await asyncio.sleep(0.01)
        print(name, "closed")


async def first(name):
    async for row in rows(name):
        return row


keep = []


async def main():
    print("dropped", await first("dropped"))
    held = rows("held")
    keep.append(held)
    print("held", await anext(held))
    print("main ends")


asyncio.run(main())
print("loop closed")
