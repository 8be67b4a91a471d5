import asyncio, time
from concurrent.futures import ProcessPoolExecutor
def compute(seconds):
    end = time.thread_time() + float(seconds)
    while time.thread_time() < end:
        pass
def nap(seconds):
    time.sleep(float(seconds))
    return "slept"
def crunch(seconds):
    compute(seconds)
    time.sleep(0.01)
    compute(seconds)
    return 2 * float(seconds)
def quick(n):
    return int(n) + 1
async def ticks():
    for i in range(3):
        await asyncio.sleep(0.1)
        print("tick", round(time.perf_counter(), 6))
async def main():
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(6)
    ticking = asyncio.create_task(ticks())
    print(await loop.run_in_executor(pool, quick, "41"))
    print(await asyncio.gather(*(loop.run_in_executor(pool, crunch, f"0.0{i}") for i in range(4, 10))))
    print("all", round(time.perf_counter(), 6))
    naps = [loop.run_in_executor(pool, nap, "0.25") for i in range(7)]
    compute(0.1)
    print(await asyncio.gather(*naps))
    print("all", round(time.perf_counter(), 6))
    pool.shutdown()
    await ticking
asyncio.run(main())
