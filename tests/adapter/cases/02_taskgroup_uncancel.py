# SPDX-License-Identifier: MIT
# The parent swallows the group's cancel; how many cancel requests are left afterwards?
import asyncio


class Broken(Exception):
    pass


async def fails_soon():
    await asyncio.sleep(0)
    raise Broken("first")


async def main():
    me = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fails_soon(), name="child")
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("parent woken by cancel, requests:", me.cancelling())
    except* Broken as group:
        print("caught", [str(e) for e in group.exceptions])
    print("requests left:", me.cancelling())
    await asyncio.sleep(0.01)
    print("still alive")


asyncio.run(main())
