import asyncio

TIMEOUT = 2

async def cook(dish, seconds):
    await asyncio.sleep(seconds)
    return dish

async def main():
    tasks = [
        asyncio.create_task(cook("cake", 4)),
        asyncio.create_task(cook("tea", 1)),
        asyncio.create_task(cook("soup", 3))]
    done, pending = await asyncio.wait(tasks, timeout=TIMEOUT)
    print(len(done), "is done,", len(pending), "go on")
    for each in asyncio.as_completed(tasks):
        print("here is the", await each)

asyncio.run(main())
