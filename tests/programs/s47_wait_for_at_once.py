import asyncio
async def quick():
    return 5
async def stays():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        return "stays"
async def late():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        raise ValueError("late")
async def main():
    t = asyncio.create_task(quick())
    await t
    print(await asyncio.wait_for(t, 0))
    try:
        await asyncio.wait_for(quick(), 0)
    except TimeoutError:
        print("too late")
    t = asyncio.create_task(stays())
    await asyncio.sleep(0)
    print(await asyncio.wait_for(t, 0))
    print(await asyncio.wait_for(stays(), 1))
    for seconds in -1, 1:
        t = asyncio.create_task(late())
        await asyncio.sleep(0)
        try:
            await asyncio.wait_for(t, seconds)
        except ValueError as e:
            print(e)
asyncio.run(main())
