import asyncio
async def raises():
    yield 1
    raise StopAsyncIteration("x")
async def slow():
    await asyncio.sleep(1)
    yield 2
async def ignores():
    try:
        yield 3
    except GeneratorExit:
        yield 4
async def next_of(g):
    try:
        print(await anext(g))
    except (RuntimeError, StopAsyncIteration) as e:
        print(type(e).__name__, e)
async def close(g):
    try:
        await g.aclose()
        print("closed")
    except RuntimeError as e:
        print(e)
async def main():
    g = raises()
    for _ in range(3):
        await next_of(g)
    await close(g)
    g = slow()
    t = asyncio.create_task(next_of(g))
    await asyncio.sleep(0)
    await next_of(g)
    await close(g)
    await t
    await close(g)
    await next_of(g)
    g = ignores()
    await next_of(g)
    await close(g)
    await next_of(g)
    g = slow()
    await close(g)
    await next_of(g)
asyncio.run(main())
