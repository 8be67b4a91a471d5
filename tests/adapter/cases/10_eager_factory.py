# SPDX-License-Identifier: MIT
# eager_task_factory (3.12): a task that never suspends never meets the loop; one that does, does.
import asyncio

CACHE = {"a": 1}


async def lookup(key):
    me = asyncio.current_task()
    if key in CACHE:
        print(key, "hit in", me.get_name())
        return CACHE[key]
    print(key, "miss in", me.get_name())
    await asyncio.sleep(0.01)
    CACHE[key] = len(CACHE) + 1
    return CACHE[key]


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    print("before")
    tasks = [asyncio.create_task(lookup(k), name=f"get-{k}") for k in "aba"]
    print("done already:", [t.done() for t in tasks])
    print(await asyncio.gather(*tasks))
    async with asyncio.TaskGroup() as tg:
        tg.create_task(lookup("b"), name="again-b")
        tg.create_task(lookup("c"), name="get-c")
    print(CACHE)


asyncio.run(main())
