import asyncio

def ring(word):
    print("ring:", word)

def finished(task):
    print("finished:", task.result())

async def work():
    await asyncio.sleep(1)
    return 42

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(2, ring, "later")
    loop.call_soon(ring, "soon")
    print("main goes on")
    t = asyncio.create_task(work())
    t.add_done_callback(finished)
    print("main has", await t)
    await asyncio.sleep(2)

asyncio.run(main())
