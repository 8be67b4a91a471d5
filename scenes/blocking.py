import asyncio
import time

BLOCKING = True

async def ticker():
    print("ticker begins")
    for i in range(3):
        await asyncio.sleep(0.5)
        print("tick", i + 1)

async def work():
    print("work begins")
    if BLOCKING:
        time.sleep(1)
    else:
        await asyncio.sleep(1)
    print("work ends")

async def main():
    await asyncio.gather(ticker(), work())

asyncio.run(main())
