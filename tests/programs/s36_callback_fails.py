import asyncio
def bad():
    raise ValueError('x')
async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(bad)
    loop.call_soon(print, 'next')
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
