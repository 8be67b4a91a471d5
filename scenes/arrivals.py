import asyncio
import random

SEED = 444
N = 3

def arrivals(n):
    random.seed(SEED)
    at, times = 0, []
    for _ in range(n):
        at = round(at + random.expovariate(1 / 5), 3)
        times.append(at)
    return times

async def customer(n, at):
    await asyncio.sleep(at)
    print(f"customer {n}, mean wait {at / n:.3f}")

async def main():
    await asyncio.gather(*(customer(i + 1, at) for i, at in enumerate(arrivals(N))))

asyncio.run(main())
