# SPDX-License-Identifier: MIT
import asyncio
async def inner():
    await asyncio.sleep(0.01)
    return "inner"
async def main():
    print(await asyncio.to_thread(asyncio.run, inner()))
asyncio.run(main())
