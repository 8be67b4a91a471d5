# SPDX-License-Identifier: MIT
# gather() fails fast: siblings go on, one of them fails unseen; and a coroutine nobody awaited.
import asyncio


async def step(name, secs, error=None):
    await asyncio.sleep(secs)
    if error:
        raise error
    print(name, "finished")
    return name


async def main():
    try:
        await asyncio.gather(step("a", 0.03), step("b", 0.01, ValueError("b broke")), step("c", 0.02, KeyError("c")))
    except ValueError as e:
        print("gather raised", e)
    step("forgotten", 1)
    await asyncio.sleep(0.05)
    orphan = asyncio.create_task(step("orphan", 0.01, RuntimeError("unseen")), name="orphan")
    await asyncio.sleep(0.02)
    del orphan
    print("end")


asyncio.run(main())
