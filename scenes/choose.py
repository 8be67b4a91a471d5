import asyncio
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

N, SECONDS = 2, 1
CORES = 4

def wait():
    time.sleep(SECONDS)

def compute():
    end = time.thread_time() + SECONDS
    while time.thread_time() < end:
        pass

async def as_task(work):
    if work is wait:
        await asyncio.sleep(SECONDS)
    else:
        compute()

async def plainly(work):
    for _ in range(N):
        work()

async def in_tasks(work):
    await asyncio.gather(*[as_task(work) for _ in range(N)])

async def in_threads(work):
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[loop.run_in_executor(None, work) for _ in range(N)])

async def in_processes(work, pool):
    loop = asyncio.get_running_loop()
    await asyncio.gather(*[loop.run_in_executor(pool, work) for _ in range(N)])

async def took(name, way):
    start = time.perf_counter()
    await way
    print(f"{name:>9}: {time.perf_counter() - start:.4g} s")

async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(32))
    pool = ProcessPoolExecutor(min(N, CORES))
    for work in wait, compute:
        print(N, "times", work.__name__)
        await took("calls", plainly(work))
        await took("tasks", in_tasks(work))
        await took("threads", in_threads(work))
        await took("processes", in_processes(work, pool))
    pool.shutdown()

if __name__ == "__main__":
    asyncio.run(main())
