import asyncio
import time

CHUNKS = 1

def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass

async def ticker():
    for i in range(3):
        await asyncio.sleep(0.5)
        print("tick", i + 1)

async def work(name):
    print(name, "begins")
    for chunk in range(CHUNKS):
        if chunk > 0:
            await asyncio.sleep(0)
        compute(1 / CHUNKS)
    print(name, "ends")

async def main():
    await asyncio.gather(ticker(), work("a"), work("b"))

asyncio.run(main())
