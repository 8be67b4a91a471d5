import asyncio

SAME_ORDER = False

locks = {"a": asyncio.Lock(), "b": asyncio.Lock()}

async def work(name, first, second):
    async with locks[first]:
        print(name, "has", first)
        await asyncio.sleep(1)
        async with locks[second]:
            print(name, "has both")

async def main():
    if SAME_ORDER:
        await asyncio.gather(work("one", "a", "b"), work("two", "a", "b"))
    else:
        await asyncio.gather(work("one", "a", "b"), work("two", "b", "a"))
    print("no deadlock")

asyncio.run(main())
