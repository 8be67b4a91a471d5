import asyncio

AWAITED = True

async def greet(name):
    print("greet() begins")
    await asyncio.sleep(1)
    print("Hello,", name)
    return len(name)

async def main():
    print("calling")
    greeting = greet("Ada")
    print("called")
    if AWAITED:
        print("it returned", await greeting)

asyncio.run(main())
