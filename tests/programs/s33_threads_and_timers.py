import asyncio, time
def work(n):
    time.sleep(n)
    return n
async def main():
    loop = asyncio.get_running_loop()
    a = loop.run_in_executor(None, work, 2)
    b = loop.run_in_executor(None, work, 1.5)
    for i in range(3):
        await asyncio.sleep(1)
        print(time.perf_counter(), a.done(), b.done())
    print(await asyncio.gather(a, b))
asyncio.run(main())
