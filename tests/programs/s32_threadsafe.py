import asyncio, time
def work(loop, f):
    loop.call_soon_threadsafe(print, 'from a thread')
    time.sleep(1)
    loop.call_soon_threadsafe(f.set_result, 5)
    return 1
async def main():
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    j = loop.run_in_executor(None, work, loop, f)
    loop.call_soon_threadsafe(print, 'from the loop')
    print(await f, await j)
asyncio.run(main())
