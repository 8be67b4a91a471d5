import asyncio, time
async def nine():
    await asyncio.sleep(9)
async def returns(l):
    async with l:
        try:
            async with asyncio.timeout(5):
                await asyncio.sleep(1)
                return 'out'
        finally:
            await asyncio.sleep(1)
            print('finally', l.locked())
    print('never')
async def cleans():
    try:
        await asyncio.sleep(9)
    finally:
        print('cleaning')
        try:
            await asyncio.sleep(2)
            print('never')
        finally:
            print('cancelled again')
async def swallows():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        await asyncio.sleep(2)
        print('swallowed')
    return 7
async def two_timeouts():
    try:
        async with asyncio.timeout(1):
            try:
                async with asyncio.timeout(5):
                    await asyncio.sleep(9)
            except TimeoutError:
                print('never')
    except TimeoutError:
        print('outer at', time.perf_counter())
    try:
        async with asyncio.timeout(5):
            try:
                async with asyncio.timeout(1):
                    await asyncio.sleep(9)
            except TimeoutError:
                print('inner at', time.perf_counter())
            await asyncio.sleep(1)
    except TimeoutError:
        print('never')
async def fails():
    await asyncio.sleep(1)
    raise ValueError('deep')
async def two_groups():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(nine())
            async with asyncio.TaskGroup() as inner:
                inner.create_task(fails())
                inner.create_task(nine())
            print('never')
    except ExceptionGroup as e:
        print(e.exceptions)
async def nested(a, b):
    try:
        async with a:
            async with b:
                await fails()
    except ValueError as e:
        print(e, a.locked(), b.locked())
async def main():
    print(await returns(asyncio.Lock()))
    t = asyncio.create_task(cleans())
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.wait([t])
    print(t.cancelled())
    print(await asyncio.wait_for(swallows(), 1))
    await two_timeouts()
    await two_groups()
    await nested(asyncio.Lock(), asyncio.Lock())
asyncio.run(main())
