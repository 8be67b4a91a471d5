# SPDX-License-Identifier: MIT
# The entry is unittest, not asyncio.run(): one test passes, one fails, one leaves a task behind.
import asyncio
import unittest


class Tests(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.queue = asyncio.Queue()

    async def test_a_passes(self):
        await self.queue.put(1)
        self.assertEqual(await self.queue.get(), 1)

    async def test_b_fails(self):
        await asyncio.sleep(0.01)
        self.assertEqual(1, 2)

    async def test_c_leaves_a_task(self):
        asyncio.create_task(asyncio.sleep(10), name="left")
        await asyncio.sleep(0)


if __name__ == "__main__":
    unittest.main()
