"""A slow network: a proxy on this machine that hands on every byte with a delay.

    with slow.proxy(port, delay=0.1) as far:   # 100 ms each way to what answers at 127.0.0.1:port
        page.goto(f"http://127.0.0.1:{far}/lab")

It knows nothing of what it carries (HTTP, WebSockets). Order and throughput stay: what was sent together arrives
together, later. By hand: python -m tools.slow PORT [SECONDS]
"""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

CHUNK = 1 << 16
CHUNKS = 512  # on their way at most in one direction of one connection, so that memory stays bounded


@contextmanager
def proxy(port: int, delay: float = 0.1) -> Iterator[int]:
    """Hand on what comes to another port of 127.0.0.1, the one that is given back, `delay` seconds late each way."""
    loop = asyncio.new_event_loop()
    runner = threading.Thread(target=loop.run_forever, daemon=True)
    runner.start()
    connections: set[asyncio.Task] = set()

    def do(coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = [writer]
        connections.add(asyncio.current_task())
        try:
            there, back = await asyncio.open_connection("127.0.0.1", port)
            ends.append(back)
            await asyncio.gather(carry(reader, back, delay), carry(there, writer, delay))
            for each in ends:
                each.close()
                await each.wait_closed()
        except (OSError, asyncio.CancelledError):
            pass  # nobody is there, or no longer; or this proxy ends (Python 3.11 complains of a cancelled callback)
        finally:
            for each in ends:
                each.transport.abort()

    async def end() -> None:
        await asyncio.sleep(0.01)  # until those who have just called have come in
        server.close()
        for connection in connections:
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0.01)  # until what was cut off is closed

    server = do(asyncio.start_server(connect, "127.0.0.1", 0))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        do(end())
        loop.call_soon_threadsafe(loop.stop)
        runner.join()
        loop.close()


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Hand on one direction of a connection, the end of it included."""
    clock = asyncio.get_running_loop().time
    way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(CHUNKS)

    async def take() -> None:
        data = b"-"
        while data:
            data = b""  # as if it had ended, if it breaks
            with suppress(OSError):
                data = await source.read(CHUNK)
            await way.put((clock() + delay, data))

    async def give() -> None:
        while True:
            due, data = await way.get()
            await asyncio.sleep(due - clock())
            if not data:
                break
            with suppress(OSError):  # nobody hears it any more: go on until the source ends
                target.write(data)
                await target.drain()
        with suppress(OSError):
            target.write_eof()  # the other direction may still have something to say
            await target.drain()

    await asyncio.gather(take(), give())


def main() -> None:
    with proxy(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.1) as far:
        print(f"http://127.0.0.1:{far}", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
