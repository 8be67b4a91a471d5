import asyncio, time
def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
def work(name, seconds):
    compute(seconds)
    print(name, "half", round(time.perf_counter(), 6))
    time.sleep(0.01)
    compute(seconds)
    return name
async def ticks():
    for i in range(4):
        await asyncio.sleep(0.1)
        print("tick", round(time.perf_counter(), 6))
async def main():
    loop = asyncio.get_running_loop()
    ticking = asyncio.create_task(ticks())
    a = loop.run_in_executor(None, work, "a", 0.2)
    b = loop.run_in_executor(None, work, "b", 0.1015)
    await asyncio.sleep(0.05)
    c = loop.run_in_executor(None, work, "c", 0.013)
    await asyncio.sleep(0.033)
    compute(0.04)
    print("computed", round(time.perf_counter(), 6))
    time.sleep(0.2)
    print("slept", round(time.perf_counter(), 6))
    print(await asyncio.gather(a, b, c, ticking))
    print("all", round(time.perf_counter(), 6))
asyncio.run(main())
