import asyncio

MAXSIZE = 1
CONSUMERS = 2

async def produce(queue):
    for item in range(4):
        await queue.put(item)
        print("put", item)

async def consume(name, queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(1)
        print(name, "has done", item)
        queue.task_done()

async def main():
    queue = asyncio.Queue(MAXSIZE)
    workers = [
        asyncio.create_task(consume(f"c{i + 1}", queue))
        for i in range(CONSUMERS)]
    await produce(queue)
    print("all is put")
    await queue.join()
    print("all is done")
    for worker in workers:
        worker.cancel()

asyncio.run(main())
