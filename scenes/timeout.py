import asyncio

SECONDS = 1

async def cook(dish):
    try:
        await asyncio.sleep(3)
        print(dish, "is ready")
    except asyncio.CancelledError:
        print(dish, "is given up")
        raise

async def main():
    try:
        async with asyncio.timeout(SECONDS):
            await cook("rice")
    except TimeoutError:
        print("no rice")
    try:
        await asyncio.wait_for(cook("soup"), SECONDS)
    except TimeoutError:
        print("no soup")
    cake = asyncio.create_task(cook("cake"))
    try:
        await asyncio.wait_for(asyncio.shield(cake), SECONDS)
    except TimeoutError:
        print("no cake yet")
    await cake

asyncio.run(main())
