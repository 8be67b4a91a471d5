import asyncio

REFUSE = False

async def work():
    print("work begins")
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print("work is asked to end")
        await asyncio.sleep(1)
        print("work has tidied up")
        if not REFUSE:
            raise
    return "work goes on"

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(2)
    task.cancel()
    print("main has asked")
    try:
        print(await task)
    except asyncio.CancelledError:
        print("work was cancelled")

asyncio.run(main())
