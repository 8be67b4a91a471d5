import asyncio
async def nap(n): await asyncio.sleep(n)
async def waits(e): await e.wait()
async def notified(c):
    async with c: await c.wait()
async def takes(l):
    async with l: await asyncio.sleep(1)
async def fails(n):
    await asyncio.sleep(1)
    raise ValueError(n)
async def main():
    for n in range(5, 7):
        await asyncio.gather(*[nap(i) for i in range(1, n + 1)])
    for n in range(5, 6):
        e = asyncio.Event()
        ts = [asyncio.create_task(waits(e)) for i in range(n)]
        await asyncio.sleep(1)
        e.set()
        await asyncio.wait(ts)
    c = asyncio.Condition()
    ts = [asyncio.create_task(notified(c)) for i in range(6)]
    await asyncio.sleep(1)
    for n in range(1, 4):
        async with c: c.notify(n)
        await asyncio.sleep(1)
    l = asyncio.Lock()
    await asyncio.gather(*[takes(l) for i in range(3)])
    try: await asyncio.gather(nap(2), fails(1), fails(2), nap(3), nap(4))
    except ValueError as e: print(e)
    print(await asyncio.gather(fails(1), nap(2), fails(2), return_exceptions=True))
    ts = [asyncio.create_task(nap(i)) for i in range(1, 5)]
    await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.wait(ts, timeout=2)
    for t in ts: t.cancel()
    await asyncio.wait(ts)
    async with asyncio.TaskGroup() as g:
        for n in range(5): g.create_task(nap(n))
asyncio.run(main())
