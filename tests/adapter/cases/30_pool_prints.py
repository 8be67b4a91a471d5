# SPDX-License-Identifier: MIT
# Workers of a process pool print, too (fork): each line once.
import asyncio
import concurrent.futures
import os


def work(n):
    print("work", n, flush=True)
    return n + (os.getpid() > 0)


async def main():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        print(await asyncio.gather(*[loop.run_in_executor(pool, work, n) for n in range(3)]), flush=True)

if __name__ == "__main__":
    asyncio.run(main())
