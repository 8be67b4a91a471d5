import asyncio

async def run(name, seconds, start, bus):
    await start.wait()
    print(name, "starts")
    await asyncio.sleep(seconds)
    print(name, "is at the bus")
    await bus.wait()
    print(name, "rides")

async def main():
    start = asyncio.Event()
    bus = asyncio.Barrier(3)
    a = asyncio.create_task(run("Ann", 1, start, bus))
    b = asyncio.create_task(run("Bob", 2, start, bus))
    await asyncio.sleep(1)
    start.set()
    print("the start is open")
    await run("Cid", 1, start, bus)
    await asyncio.gather(a, b)

asyncio.run(main())
