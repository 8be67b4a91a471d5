import asyncio

async def work(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "is done")
    except asyncio.CancelledError:
        print(name, "is cancelled")
        raise

async def fail(name, seconds):
    await asyncio.sleep(seconds)
    raise ValueError(name)

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(work("Ann", 1))
            group.create_task(fail("Bob", 2))
            group.create_task(fail("Cid", 2))
            group.create_task(work("Dee", 3))
        print("all are done")
    except* ValueError as error:
        print("caught:", error.exceptions)

asyncio.run(main())
