"""Many hosts on loopback in one process of their own, each an address of 127.0.0.0/8 with the same port."""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import resource
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

_SPAWN = multiprocessing.get_context("spawn")
FILES = 8_192


def hosts(count: int) -> list[str]:
    """So many addresses, none of them 127.0.0.1."""
    return [f"127.{1 + number // 250}.0.{1 + number % 250}" for number in range(count)]


@contextmanager
def served(pages: Mapping[str, bytes], count: int) -> Iterator[int]:
    """Serve `pages` (by path) on so many hosts until the block ends; yields the port.

    An answer carries an ETag, and is a 304 to whoever sends it back; other paths are 404.
    """
    here, there = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_serve, args=(dict(pages), count, there), daemon=True)
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(pages: dict[str, bytes], count: int, port: Connection) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    asyncio.run(_listen(pages, count, port))


async def _listen(pages: dict[str, bytes], count: int, port: Connection) -> None:
    answers = {path: _answers(body) for path, body in pages.items()}
    loop = asyncio.get_running_loop()
    chosen = 0
    servers = []
    for host in hosts(count):
        one = socket.create_server((host, chosen), backlog=16)
        chosen = one.getsockname()[1]
        servers.append(await loop.create_server(lambda: _Server(answers), sock=one))
    port.send(chosen)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def tag_of(body: bytes) -> str:
    """The ETag that a body is served with."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _answers(body: bytes) -> tuple[bytes, bytes, bytes]:
    """The tag, the answer and the answer that nothing is new."""
    tag = tag_of(body).encode()
    head = b"ETag: " + tag + b"\r\nContent-Type: application/xml\r\n"
    whole = b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return tag, whole, b"HTTP/1.1 304 Not Modified\r\n" + head + b"\r\n"


class _Server(asyncio.Protocol):
    """One connection; the requests of a benchmark are small and come whole."""

    transport: asyncio.Transport

    def __init__(self, answers: Mapping[str, tuple[bytes, bytes, bytes]]) -> None:
        self.answers = answers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        found = self.answers.get(data.split(b" ", 2)[1].decode())
        if found is None:
            self.transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        tag, whole, unchanged = found
        self.transport.write(unchanged if tag in data else whole)
