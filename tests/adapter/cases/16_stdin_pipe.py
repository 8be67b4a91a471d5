# SPDX-License-Identifier: MIT
# stdin as a stream: connect_read_pipe, each line handled by its own task.  stdin: 3 lines
import asyncio
import sys


async def handle(line):
    await asyncio.sleep(0.01 * len(line))
    print("done", line)


async def main():
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with asyncio.TaskGroup() as tg:
        async for raw in reader:
            line = raw.decode().strip()
            tg.create_task(handle(line), name=line)
    print("eof")


asyncio.run(main())
