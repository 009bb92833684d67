"""A small client of the live wire for tests: it keeps every frame it got, and can speak raw bytes where a test must."""

import asyncio
import base64
import os
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec
import websockets
from websockets.asyncio.client import ClientConnection, connect

encode = msgspec.json.Encoder().encode
Json = dict[str, Any]


def origin_of(live: str) -> str:
    """The page's origin for a socket's address."""
    parts = urlsplit(live)
    return f"http://{parts.hostname}:{parts.port}"


@dataclass
class Wire:
    """One connection. `frames`: all that came, in order."""

    socket: ClientConnection
    frames: list[Json] = field(default_factory=list)

    async def send(self, frame: Json | bytes) -> None:
        await self.socket.send(encode(frame).decode() if isinstance(frame, dict) else frame)

    async def get(self, *types: str, where: Callable[[Json], bool] = lambda _frame: True, within: float = 5) -> Json:
        """The next frame of one of these types; others are kept in `frames`."""
        async with asyncio.timeout(within):
            while True:
                frame = msgspec.json.decode(await self.socket.recv())
                self.frames.append(frame)
                if frame["type"] in types and where(frame):
                    return frame

    async def ask(self, frame: Json, *answers: str) -> Json:
        """Send, then wait for one of these answers."""
        await self.send(frame)
        return await self.get(*answers)

    async def closed(self, within: float = 5) -> int:
        """The code with which the server ends the connection (1006: it just went away)."""
        async with asyncio.timeout(within):
            try:
                while True:
                    self.frames.append(msgspec.json.decode(await self.socket.recv()))
            except websockets.ConnectionClosed as gone:
                return gone.rcvd.code if gone.rcvd else 1006

    def of(self, kind: str) -> list[Json]:
        return [frame for frame in self.frames if frame["type"] == kind]


@asynccontextmanager
async def open_wire(live: str, *, origin: str = "", **options: Any) -> AsyncIterator[Wire]:
    """A connection that has not said hello."""
    settings = {
        "subprotocols": ["causerie.v1"],
        "compression": None,
        "max_size": 4 << 20,
        "max_queue": None,
        "close_timeout": 2,
        "ping_interval": None,
        **options,
    }
    async with connect(live, origin=origin or origin_of(live), **settings) as socket:
        yield Wire(socket)


@asynccontextmanager
async def wire(live: str, *, origin: str = "", **hello: Any) -> AsyncIterator[Wire]:
    """A connection that was welcomed: `token=` or `ticket=`, and what else hello may carry."""
    async with open_wire(live, origin=origin) as one:
        await one.ask({"type": "hello", **hello}, "welcome")
        yield one


class Raw:
    """A socket spoken byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.status = 0
        self.head = b""

    async def shake(self, headers: list[tuple[str, str]], path: str = "/live") -> int:
        """The handshake with exactly these headers besides the usual ones; the status that came."""
        key = base64.b64encode(os.urandom(16)).decode()
        usual = [
            ("Host", "127.0.0.1"),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", key),
            ("Sec-WebSocket-Version", "13"),
        ]
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in usual + headers), "", ""]
        self.writer.write("\r\n".join(lines).encode("latin-1"))
        async with asyncio.timeout(5):
            self.head = await self.reader.readuntil(b"\r\n\r\n")
        self.status = int(self.head.split()[1])
        return self.status

    async def hello(self, token: str) -> None:
        """Say hello and wait until something was answered."""
        self.send(encode({"type": "hello", "token": token}))
        await asyncio.wait_for(self.frame(), 5)

    def send(self, payload: bytes, *, first: int = 0x81, masked: bool = True, length: int | None = None) -> None:
        """One frame; `first` is its first byte (FIN, reserved bits, opcode), `length` what its header says."""
        size = len(payload) if length is None else length
        mask = os.urandom(4) if masked else b""
        bit = 0x80 if masked else 0
        if size < 126:
            head = struct.pack("!BB", first, bit | size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", first, bit | 126, size)
        else:
            head = struct.pack("!BBQ", first, bit | 127, size)
        self.writer.write(head + mask + _masked(payload, mask))

    async def frame(self) -> tuple[int, bytes]:
        """The next frame: opcode and payload."""
        first, second = await self.reader.readexactly(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", await self.reader.readexactly(2))
        elif size == 127:
            (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
        return first & 0x0F, await self.reader.readexactly(size)

    async def ended(self, within: float = 5) -> int:
        """The close code, or 1006 when the connection just ended."""
        async with asyncio.timeout(within):
            try:
                while True:
                    opcode, payload = await self.frame()
                    if opcode == 8:
                        return struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
            except (asyncio.IncompleteReadError, ConnectionError):
                return 1006


def _masked(payload: bytes, mask: bytes) -> bytes:
    if not mask or not payload:
        return payload
    long = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(long, "big")).to_bytes(len(payload), "big")


@asynccontextmanager
async def raw(live: str) -> AsyncIterator[Raw]:
    """A bare connection to the server."""
    parts = urlsplit(live)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()


def ours(live: str) -> list[tuple[str, str]]:
    """The headers of a handshake that is let in."""
    return [("Origin", origin_of(live)), ("Sec-WebSocket-Protocol", "causerie.v1")]
