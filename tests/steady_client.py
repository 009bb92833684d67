"""A client that never gives up: it comes back, resends what was not acked, fetches what it missed, and remembers everything."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
import msgspec
import websockets

from tests.wire_client import Json, Wire, open_wire

Line = tuple[int, str, str]


class Steady:
    """One person. `acks` by client_id; `read[conversation]`: the lines on their screen, in order."""

    def __init__(self, name: str, live: str, hello: Callable[[], Awaitable[Json]]) -> None:
        self.name, self.live, self._hello = name, live, hello
        self.outbox: dict[str, Json] = {}
        self.acks: dict[str, Json] = {}
        self.sent: dict[str, str] = {}
        self.won: list[Json] = []
        self.read: dict[str, list[Line]] = defaultdict(list)
        self.refused: list[Json] = []
        self.on: dict[str, Callable[[Json], None]] = {}
        self.connections = 0
        self._over = False
        self.wrong: Exception | None = None
        self.changed = asyncio.Event()
        self._wire: Wire | None = None
        self._task = asyncio.create_task(self._live())

    # ---- what a person does ---------------------------------------------------------------------------------------------

    def post(self, frame: Json) -> None:
        """Say or ask: kept until it is acked."""
        self.outbox[frame["client_id"]] = frame
        self.sent[frame["client_id"]] = frame["text"]
        self.tell(frame)

    def tell(self, frame: Json) -> None:
        """Send now if connected; nothing is kept."""
        if self._wire is not None:
            task = asyncio.create_task(self._send(frame))
            task.add_done_callback(lambda done: done.exception())

    async def until(self, holds: Callable[[], Any], within: float) -> None:
        async with asyncio.timeout(within):
            while not holds():
                if self.wrong:
                    raise self.wrong
                self.changed.clear()
                await self.changed.wait()

    async def leave(self) -> None:
        self._over = True
        while not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=1)

    # ---- the connection ---------------------------------------------------------------------------------------------------

    async def _send(self, frame: Json) -> None:
        if self._wire is not None:
            with suppress(websockets.ConnectionClosed):
                await self._wire.send(frame)

    async def _live(self) -> None:
        while not self._over:
            try:
                await self._once()
            except (OSError, EOFError, TimeoutError, websockets.WebSocketException, httpx.TransportError):
                pass
            except Exception as error:
                self.wrong = error
                self.changed.set()
                return
            self._wire = None
            await asyncio.sleep(random.uniform(0.05, 0.25))

    async def _once(self) -> None:
        hello = await self._hello()
        async with open_wire(self.live) as wire:
            resume = {conversation: len(lines) for conversation, lines in self.read.items()}
            welcome = await wire.ask({"type": "hello", "resume": resume, **hello}, "welcome")
            self.connections += 1
            self._wire = wire
            for frame in list(self.outbox.values()):
                await wire.send(frame)
            for view in welcome["conversations"]:
                await self._head(view["id"], view["head_seq"])
            self._hear(welcome)
            while True:
                await self._took(msgspec.json.decode(await wire.socket.recv()))

    async def _took(self, frame: Json) -> None:
        kind = frame["type"]
        if kind == "ack":
            await self._acked(frame)
        elif kind == "message":
            await self._line(frame["conversation"], (frame["seq"], frame["client_id"], frame["text"]))
        elif kind == "messages":
            for one in frame["messages"]:
                await self._line(frame["conversation"], (one["seq"], one["client_id"], one["text"]))
            await self._head(frame["conversation"], frame["head_seq"])
        elif kind == "head":
            for conversation, seq in frame["conversations"].items():
                await self._head(conversation, seq)
        elif kind == "claimed":
            self.won.append(frame)
        elif kind == "refused":
            self.refused.append(frame)
        self._hear(frame)

    def _hear(self, frame: Json) -> None:
        if frame["type"] in self.on:
            self.on[frame["type"]](frame)
        self.changed.set()

    async def _acked(self, ack: Json) -> None:
        before = self.acks.setdefault(ack["client_id"], ack)
        assert before == ack, f"{self.name} got two answers: {before} {ack}"
        self.outbox.pop(ack["client_id"], None)
        await self._line(ack["conversation"], (ack["seq"], ack["client_id"], self.sent[ack["client_id"]]))

    async def _line(self, conversation: str, line: Line) -> None:
        """Put a line on the screen: once, in order; a gap is fetched by position."""
        lines = self.read[conversation]
        if line[0] <= len(lines):
            assert lines[line[0] - 1] == line, f"{self.name} reads two texts at one position: {lines[line[0] - 1]} {line}"
        elif line[0] == len(lines) + 1:
            lines.append(line)
        else:
            await self._head(conversation, line[0])

    async def _head(self, conversation: str, seq: int) -> None:
        if seq > len(self.read[conversation]):
            await self._send({"type": "fetch", "conversation": conversation, "after": len(self.read[conversation])})
