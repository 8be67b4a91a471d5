import asyncio
async def count(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(1)
    finally:
        await asyncio.sleep(1)
        print('closed', n)
async def bad():
    yield 1
    raise ValueError('x')
async def stubborn():
    try:
        yield 1
    finally:
        yield 2
async def sleeper():
    try:
        async for x in bad():
            print('bad', x)
    except ValueError as e:
        print('caught', e)
    s = stubborn()
    await anext(s)
    try:
        await s.aclose()
    except RuntimeError as e:
        print(e)
    async for x in count(6):
        print('six', x)
async def main():
    async for x in count(2):
        print(x)
    async for x in count(3):
        if x == 0:
            continue
        print('stop at', x)
        break
    g = count(4)
    print(await anext(g))
    await g.aclose()
    try:
        await anext(g)
    except StopAsyncIteration:
        print('over')
    never = count(5)
    await never.aclose()
    t = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    t.cancel()
    await asyncio.wait([t])
asyncio.run(main())
