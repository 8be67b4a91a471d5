import asyncio
import socket

# The system shall not keep much itself.
def keep_little(writer):
    for option in socket.SO_SNDBUF, socket.SO_RCVBUF:
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, option, 32768)

async def read_late(reader, writer):
    keep_little(writer)
    await asyncio.sleep(0.2)
    print("begins to read")
    total = 0
    while part := await reader.read(65536):
        total += len(part)
    print("has read", total)
    writer.close()

async def write_much(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    keep_little(writer)
    writer.write(b"x" * 1000000)
    print("has written")
    await writer.drain()
    print("has drained")
    writer.close()
    await writer.wait_closed()

async def leave_early(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    await writer.wait_closed()
    try:
        await writer.drain()
    except ConnectionResetError as e:
        print("ConnectionResetError:", e)

async def main():
    server = await asyncio.start_server(read_late, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await write_much(port)
    await asyncio.sleep(0.2)
    await leave_early(port)
    await asyncio.sleep(0.4)
    server.close()

asyncio.run(main())
