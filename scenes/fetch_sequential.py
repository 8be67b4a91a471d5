import aiohttp
import asyncio

async def fetch_url(url):
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            return await response.text()

async def main():
    urls = ["http://example.com", "http://example.org", "http://example.net"]
    pages = [await fetch_url(url) for url in urls]
    for url, page in zip(urls, pages):
        print(f"Content from {url}: {len(page)} bytes")

# Below, a server on this machine stands in for the three hosts.
import aiohttp.web, threading

DELAYS = {"example.com": 0.3, "example.org": 0.1, "example.net": 0.2}
SIZES = {"example.com": 1256, "example.org": 648, "example.net": 333}

class ThisMachine(aiohttp.abc.AbstractResolver):
    async def resolve(self, host, port=0, family=0):
        return [{"hostname": host, "host": "127.0.0.1", "port": self.port,
                 "family": family, "proto": 0, "flags": 0}]

    async def close(self):
        pass

async def answer(request):
    await asyncio.sleep(DELAYS[request.host])
    return aiohttp.web.Response(text="<html>".ljust(SIZES[request.host], "x"))

async def serve(ready):
    app = aiohttp.web.Application()
    app.router.add_get("/", answer)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    ThisMachine.port = runner.addresses[0][1]
    ready.set()
    await asyncio.Event().wait()

def start_server():
    ready = threading.Event()
    threading.Thread(target=asyncio.run, args=[serve(ready)], daemon=True).start()
    ready.wait()
    aiohttp.connector.DefaultResolver = lambda **_: ThisMachine()

start_server()
asyncio.run(main())
