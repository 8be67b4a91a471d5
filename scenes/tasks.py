import asyncio

async def say(word, seconds):
    print(word, "begins")
    await asyncio.sleep(seconds)
    print(word, "ends")
    return word.upper()

async def main():
    t = asyncio.create_task(say("a", 1))
    print("there is a task")
    b = await say("b", 1)
    print("await gave", b)
    print("first:", await t)
    print("again:", await t)

asyncio.run(main())
