import asyncio

async def boil():
    await asyncio.sleep(1)
    print("the water boils")
    return "water"

async def brew(leaf):
    water = await boil()
    print("the tea brews")
    await asyncio.sleep(2)
    return f"{leaf} in {water}"

async def main():
    tea = await brew("mint")
    print("tea is ready:", tea)

asyncio.run(main())
