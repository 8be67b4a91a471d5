import asyncio

cups = 0

async def drink(name, table):
    global cups
    async with table:
        while cups == 0:
            await table.wait()
        cups -= 1
        print(name, "has a cup")

async def pour(pot, table):
    global cups
    async with pot:
        print("pouring")
        await asyncio.sleep(1)
        cups += 1
        table.notify(1)
        print("poured")

async def main():
    pot = asyncio.Lock()
    table = asyncio.Condition(pot)
    await asyncio.gather(
        drink("Ann", table), drink("Bob", table),
        pour(pot, table), pour(pot, table))

asyncio.run(main())
