# SPDX-License-Identifier: MIT
# A server that never ends by itself: the user presses Ctrl-C (the harness sends SIGINT after 1 s).
import asyncio


async def heartbeat():
    n = 0
    while True:
        print("beat", n, flush=True)
        n += 1
        await asyncio.sleep(0.25)


async def main():
    server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0)
    beat = asyncio.create_task(heartbeat(), name="heartbeat")
    try:
        async with server:
            await server.serve_forever()
    finally:
        beat.cancel()
        print("cleaned up", flush=True)


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted", flush=True)
