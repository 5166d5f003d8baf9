"""Hands on what is said between clients and a server, each part so many seconds later: `delay.py PORT HOST:PORT SECONDS`."""

import asyncio
import sys

PORT, SERVER, DELAY = int(sys.argv[1]), sys.argv[2].split(":"), float(sys.argv[3])


async def hand_on(reader, writer):
    loop = asyncio.get_running_loop()
    last = loop.time()
    try:
        while data := await reader.read(65536):
            last = max(last, loop.time() + DELAY)
            loop.call_at(last, writer.write, data)
        await asyncio.sleep(DELAY)
    except ConnectionError:
        pass
    finally:
        writer.close()


async def client(reader, writer):
    try:
        there, back = await asyncio.open_connection(*SERVER)
    except ConnectionError:
        writer.close()
        return
    await asyncio.gather(hand_on(reader, back), hand_on(there, writer))


async def main():
    async with await asyncio.start_server(client, "127.0.0.1", PORT) as server:
        await server.serve_forever()


asyncio.run(main())
