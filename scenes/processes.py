import asyncio
import sys
from asyncio.subprocess import PIPE

counter = 10

def work(step):
    global counter
    counter += step
    print(counter, flush=True)
    sys.stdin.readline()
    sys.exit(counter)

async def start(step):
    return await asyncio.create_subprocess_exec(
        sys.executable, __file__, str(step), stdin=PIPE, stdout=PIPE)

async def main():
    first = await start(1)
    second = await start(5)
    print("the first counts to", int(await first.stdout.readline()))
    print("the second counts to", int(await second.stdout.readline()))
    print("here it is still", counter)
    first.stdin.write(b"end\n")
    print("the first ends with", await first.wait())
    second.kill()
    print("the second ends with", await second.wait())

if sys.argv[1:]:
    work(int(sys.argv[1]))
else:
    asyncio.run(main())
    print("What they cost: loopscope run processes --clock real")
