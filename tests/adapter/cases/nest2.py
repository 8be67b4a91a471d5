# SPDX-License-Identifier: MIT
import asyncio, threading
async def inner():
    await asyncio.sleep(0.01)
    return "inner"
def other():
    print("other", asyncio.run(inner()))
t = threading.Thread(target=other)
t.start(); t.join()
async def main():
    t = threading.Thread(target=other)
    t.start()
    while t.is_alive():
        await asyncio.sleep(0.02)
    print("main ends")
asyncio.run(main())
