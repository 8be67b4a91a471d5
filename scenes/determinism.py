import asyncio
import threading

PARTS = "tasks", "threads"
N = 3
order = []

async def in_task(name):
    for i in range(N):
        order.append(name)
        print("task", name, i + 1)
        await asyncio.sleep(0)

async def by_tasks():
    order.clear()
    await asyncio.gather(in_task("a"), in_task("b"))
    return "".join(order)

def in_thread(name):
    for i in range(N):
        order.append(name)
        print("thread", name, i + 1)

def by_threads():
    order.clear()
    threads = [threading.Thread(target=in_thread, args=(name,)) for name in "ab"]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return "".join(order)

def tell(how, first, second):
    same = "the same order" if first == second else "another order"
    print(f"by {how}: {first}, {second}: {same}")

if "tasks" in PARTS:
    tell("tasks", asyncio.run(by_tasks()), asyncio.run(by_tasks()))
if "threads" in PARTS:
    tell("threads", by_threads(), by_threads())
