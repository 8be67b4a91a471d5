import asyncio
LISTS = [2], [1, 2], [1], [1, 2, 0], [1, 1], [], [2, 0], [1], [0, 9]
async def main():
    q = asyncio.PriorityQueue()
    for each in LISTS:
        q.put_nowait(each)
    for _ in LISTS:
        print(await q.get())
    for each in reversed(LISTS):
        q.put_nowait(each)
    for _ in LISTS:
        print(await q.get())
asyncio.run(main())
