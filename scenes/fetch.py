import aiohttp
import asyncio

async def fetch_url(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return await response.text()

async def main():
    urls = ["http://example.com", "http://example.org", "http://example.net"]
    tasks = [fetch_url(url) for url in urls]
    pages = await asyncio.gather(*tasks)
    for url, page in zip(urls, pages):
        print(f"Content from {url}: {len(page)} bytes")

# Below, a server on this machine stands in for the three hosts.
import aiohttp.web, socket, threading

DELAYS = {"example.com": 0.3, "example.org": 0.1, "example.net": 0.2}
SIZES = {"example.com": 1256, "example.org": 648, "example.net": 333}
BROKEN = None  # or what goes wrong with example.org, like "refused"

def broken(host):
    return BROKEN if host == "example.org" else None

class ThisMachine(aiohttp.abc.AbstractResolver):
    async def resolve(self, host, port=0, family=0):
        if broken(host) == "unknown":
            raise OSError("Name or service not known")
        port = CLOSED.getsockname()[1] if broken(host) == "refused" else self.port
        return [{"hostname": host, "host": "127.0.0.1", "port": port,
                 "family": family, "proto": 0, "flags": 0}]

    async def close(self):
        pass

async def answer(request):
    trouble = broken(request.host)
    await asyncio.sleep(1000 if trouble == "timeout" else DELAYS[request.host])
    if trouble in ("cut", "endless"):
        return await answer_in_pieces(request, trouble)
    if trouble == "404":
        return aiohttp.web.Response(text="Not Found", status=404)
    return aiohttp.web.Response(text="<html>".ljust(SIZES[request.host], "x"))

async def answer_in_pieces(request, trouble):
    response = aiohttp.web.StreamResponse()
    if trouble == "cut":
        response.content_length = 648
    await response.prepare(request)
    await response.write(b"x" * 324)
    while trouble == "endless":
        await asyncio.sleep(60)
        await response.write(b"x" * 324)
    request.transport.close()
    return response

async def serve(ready):
    app = aiohttp.web.Application()
    app.router.add_get("/", answer)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    ThisMachine.port = runner.addresses[0][1]
    ready.set()
    await asyncio.Event().wait()

CLOSED = socket.socket()
CLOSED.bind(("127.0.0.1", 0))

def start_server():
    ready = threading.Event()
    threading.Thread(target=asyncio.run, args=[serve(ready)], daemon=True).start()
    ready.wait()
    aiohttp.connector.DefaultResolver = lambda **_: ThisMachine()

start_server()
asyncio.run(main())
