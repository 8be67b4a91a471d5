import asyncio
import concurrent.futures
import tempfile
import time

WORKERS = 2
POOL = None

def work(name):
    time.sleep(1)
    return name

def store(text):
    with tempfile.TemporaryFile("w+") as file:
        file.write(text)
        file.seek(0)
        return file.read()

async def ticker():
    for i in range(3):
        await asyncio.sleep(0.5)
        print("tick", i + 1)

async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(WORKERS))
    print("in a file:", await asyncio.to_thread(store, "hello"))
    results = await asyncio.gather(
        ticker(),
        loop.run_in_executor(POOL, work, "a"),
        loop.run_in_executor(POOL, work, "b"))
    print(results[1], "and", results[2], "have worked")
    if POOL:
        POOL.shutdown()

if __name__ == "__main__":
    asyncio.run(main())
