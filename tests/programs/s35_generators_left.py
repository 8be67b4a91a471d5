import asyncio
kept = []
async def g(n):
    try:
        yield n
        yield n
    finally:
        print('closing', n)
        await asyncio.sleep(n)
        print('closed', n)
        if n == 2:
            raise ValueError('late')
async def main():
    for n in 1, 2:
        a = g(n)
        kept.append(a)
        print(await anext(a))
    b = g(3)
    await anext(b)
    del b
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
