# SPDX-License-Identifier: MIT
import asyncio
async def main():
    ts=[asyncio.create_task(asyncio.sleep(1+i%3)) for i in range(6)]
    await asyncio.gather(*ts)
asyncio.run(main())
