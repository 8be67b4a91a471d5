import asyncio

LIMIT = 2

async def visit(name, room):
    async with room:
        print(name, "comes in")
        await asyncio.sleep(1)
        print(name, "goes")

async def main():
    room = asyncio.Semaphore(LIMIT)
    await asyncio.gather(
        visit("Ann", room), visit("Bob", room),
        visit("Cid", room), visit("Dee", room))

asyncio.run(main())
