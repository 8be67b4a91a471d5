import asyncio
async def w(n): await asyncio.sleep(n); return n
async def main():
    ts=[asyncio.create_task(w(n)) for n in (1,3)]
    for f in asyncio.as_completed(ts, timeout=2):
        try: print(await f)
        except TimeoutError: print('too late')
asyncio.run(main())
