import asyncio

LINES, WIDTH = 1, 0

async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()

async def client(name, start):
    await asyncio.sleep(start)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    for word in ["hello", "bye"]:
        line = f"{word} {name}".ljust(WIDTH) + "\n"
        writer.write(line.encode() * LINES)
        await writer.drain()
        for _ in range(LINES):
            answer = await reader.readline()
        print(name, "hears", answer.decode().strip())
        await asyncio.sleep(0.2)
    writer.close()
    await writer.wait_closed()

async def main():
    global PORT
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    PORT = server.sockets[0].getsockname()[1]
    other = asyncio.create_task(client("b", 0.1))
    await client("a", 0)
    await other
    server.close()

asyncio.run(main())
