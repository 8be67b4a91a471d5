import asyncio
import time

N = 20

async def sleeper():
    await asyncio.sleep(1)

async def main():
    await asyncio.gather(*(sleeper() for _ in range(N)))

start = time.perf_counter()
asyncio.run(main())
print(f"{N} tasks slept for 1 s each: {time.perf_counter() - start:.1f} s in all")
print("What threads cost: loopscope run swarm --clock real")
