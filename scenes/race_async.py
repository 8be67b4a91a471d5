import asyncio

PAUSES = True

counter = 0

async def add():
    global counter
    seen = counter
    if PAUSES:
        await asyncio.sleep(0)
    counter = seen + 1

async def main():
    await asyncio.gather(add(), add())
    print("counter is", counter)

asyncio.run(main())
