import asyncio
async def waiter(name, c):
    async with c:
        try:
            await c.wait()
            print(name, "was told")
        except asyncio.CancelledError:
            print(name, "is cancelled, and the lock is held:", c.locked())
            raise
async def twice():
    await asyncio.sleep(0)
    await asyncio.sleep(0)
async def main():
    c = asyncio.Condition()
    a = asyncio.create_task(waiter("a", c))
    await asyncio.sleep(0)
    await c.acquire()
    a.cancel()
    await twice()
    a.cancel()
    await twice()
    a.cancel()
    await twice()
    print("a lets go of nothing yet:", a.done())
    c.release()
    await asyncio.wait([a])
    print(a.cancelled(), c.locked())
    b = asyncio.create_task(waiter("b", c))
    await asyncio.sleep(0)
    await c.acquire()
    c.notify()
    await twice()
    b.cancel()
    await twice()
    c.release()
    await asyncio.wait([b])
    print(b.cancelled(), c.locked())
    d = asyncio.create_task(waiter("d", c))
    e = asyncio.create_task(waiter("e", c))
    await asyncio.sleep(0)
    async with c:
        c.notify()
        d.cancel()
    await asyncio.wait([d, e], timeout=5)
    print(d.cancelled(), e.done(), c.locked())
asyncio.run(main())
