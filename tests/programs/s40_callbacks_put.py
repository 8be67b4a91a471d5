import asyncio

def ring():
    print("ring")

def knock():
    print("knock")

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(ring)
    loop.call_soon(ring)
    for _ in range(3):
        loop.call_soon(knock)
    await asyncio.sleep(0)

asyncio.run(main())
