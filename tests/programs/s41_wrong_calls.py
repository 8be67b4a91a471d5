import asyncio
def tell(call, *a):
    try: call(*a)
    except Exception as e: print(type(e).__name__, e)
async def w(b):
    try: print(await b.wait())
    except asyncio.BrokenBarrierError as e: print(e)
async def five(): return 5
async def fails(n): raise ValueError(n)
async def main():
    l=asyncio.Lock(); tell(l.release)
    c=asyncio.Condition(); tell(c.notify)
    try: await c.wait()
    except RuntimeError as e: print(e)
    s=asyncio.BoundedSemaphore(1); tell(s.release)
    q=asyncio.Queue(1); tell(q.get_nowait); tell(q.task_done)
    q.put_nowait(1); tell(q.put_nowait, 2)
    t=asyncio.timeout(1); tell(t.reschedule, 2)
    async with t: print(t.expired())
    tell(t.reschedule, 2)
    try:
        async with asyncio.timeout(1) as t:
            await asyncio.sleep(2)
    except TimeoutError: print(t.expired())
    tell(t.reschedule, 2)
    b=asyncio.Barrier(3)
    a=asyncio.create_task(w(b))
    await asyncio.sleep(0)
    await b.abort()
    await a
    await w(b)
    await b.reset()
    a=asyncio.create_task(w(b))
    await asyncio.sleep(0)
    await b.reset()
    await a
    print(await asyncio.gather())
    print(await asyncio.shield(five()))
    print(await asyncio.wait_for(asyncio.create_task(five()), None))
    print(await asyncio.wait_for(asyncio.create_task(five()), 9))
    for f in asyncio.as_completed([asyncio.create_task(five())], timeout=9): print(await f)
    h=asyncio.get_running_loop().call_later(1, print, 'never'); h.cancel()
    try:
        async with asyncio.TaskGroup() as g:
            for n in range(6): g.create_task(fails(n))
    except ExceptionGroup as e: print(e.exceptions)
    await asyncio.sleep(20)
asyncio.run(main())
