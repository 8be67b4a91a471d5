import asyncio
async def w(n): await asyncio.sleep(n); return n
async def bad(): await asyncio.sleep(1); raise ValueError('no')
async def many(): await asyncio.gather(*[w(1) for _ in range(7)])
async def some(ts): await asyncio.gather(ts[0],ts[2],ts[4])
async def main():
    await many()
    ts=[asyncio.create_task(w(n)) for n in range(1,6)]
    await some(ts)
    f=asyncio.get_running_loop().create_future()
    f.cancel()
    g=asyncio.gather(w(9),w(9)); await asyncio.sleep(0)
    g.cancel()
    try: await g
    except asyncio.CancelledError: print('gather cancelled')
    d,p=await asyncio.wait([asyncio.create_task(bad()),asyncio.create_task(w(2))],return_when=asyncio.FIRST_EXCEPTION)
    print(len(d),len(p))
    await asyncio.sleep(2)
asyncio.run(main())
