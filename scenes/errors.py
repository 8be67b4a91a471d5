import asyncio

RETURN_EXCEPTIONS = False

async def work(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "is done")
    return name

async def fail(name, seconds):
    await asyncio.sleep(seconds)
    raise ValueError(name)

async def main():
    asyncio.create_task(fail("Zoe", 1))
    try:
        results = await asyncio.gather(
            work("Ann", 1), fail("Bob", 2), work("Cid", 3),
            return_exceptions=RETURN_EXCEPTIONS)
        print("results:", results)
    except ValueError as error:
        print("caught:", error)
    await asyncio.sleep(2)

asyncio.run(main())
