"""The load: pairs of sockets that write to each other. A process of its own, told what to do by lines of JSON on its input.

`{"do": "full", "seconds": 5, "window": 16}` keeps that many messages in flight on every socket.
`{"do": "paced", "seconds": 4, "rate": 9000}` sends at a rate and measures how long each message takes to reach the other side.
`{"do": "claim", "conversation": "…"}` lets every socket claim one question and measures when the winner, and the last loser, was told.
Frames are cut out of the stream by hand and what is to be sent goes out in one write: the generator must not be what is measured.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections import deque
from typing import Any

import uvloop

from bench.speak import SPEECH, Seat, masked, opening

_ID = re.compile(rb'"client_id": ?"(c-\d+)"')


class Peer(asyncio.Protocol):
    """One socket."""

    def __init__(self, load: "Load", speech: Any, first: str) -> None:
        self.load, self.speech, self.first = load, speech, first
        self.buffer = b""
        self.open: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: Any = None
        self.sent = self.acked = self.got = self.refused = 0
        self.last = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        buffer = self.buffer + data if self.buffer else data
        at, size = 0 if self.open.done() else self._opened(buffer), len(buffer)
        acks, speech = 0, self.speech
        while size - at >= 2:
            length, head = buffer[at + 1], 2
            if length == 126:
                if size - at < 4:
                    break
                length, head = (buffer[at + 2] << 8) | buffer[at + 3], 4
            elif length == 127:
                if size - at < 10:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            if size - at < head + length:
                break
            opcode, start = buffer[at] & 15, at + head
            at = start + length
            if buffer.startswith(speech.ACK, start):
                acks += 1
            elif buffer.startswith(speech.MESSAGE, start):
                self.got += 1
                if self.load.timing:
                    self.load.arrived(buffer[start:at])
            else:
                self._frame(opcode, buffer[start:at])
        self.buffer = buffer[at:] if self.open.done() else buffer
        if acks:
            self.acked += acks
            self.load.acknowledged(self, acks)

    def _opened(self, buffer: bytes) -> int:
        """Where the frames begin, once the head is whole: behind everything until then."""
        end = buffer.find(b"\r\n\r\n")
        if end >= 0 and b" 101 " not in buffer[:20]:
            self.open.set_exception(ConnectionError(buffer[:300].decode()))
        elif end >= 0:
            self.open.set_result(None)
            if self.first:
                self.transport.write(masked(self.first.encode()))
            return end + 4
        return len(buffer)

    def _frame(self, opcode: int, payload: bytes) -> None:
        """What is neither an ack nor a message."""
        if opcode == 9:
            self.transport.write(masked(payload, 10))
        elif opcode == 8:
            self.last = b"closed: %d %s" % (int.from_bytes(payload[:2], "big"), payload[2:])
        else:
            self.last = payload
            self.refused += payload.startswith(self.speech.REFUSED)
            if answer := self.speech.answer(payload):
                self.transport.write(answer)
            if self.load.race is not None:
                self.load.race.told(self, payload)

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.open.done():
            self.open.set_exception(ConnectionError("closed"))
        self.load.lost += 1

    def say(self, count: int) -> None:
        first = self.load.number + 1
        self.load.number += count
        self.sent += count
        self.transport.write(b"".join(map(self.speech.say, range(first, first + count))))


class Race:
    """Many peers claim one question."""

    def __init__(self, peers: list[Peer], conversation: str) -> None:
        self.peers, self.conversation = peers, conversation
        self.began = time.perf_counter()
        self.won: list[float] = []
        self.lost: list[float] = []
        self.over = asyncio.Event()
        self.winner, self.lease = peers[0], 0
        frame = masked(b'{"type":"claim","conversation":"%s"}' % conversation.encode())
        for peer in random.sample(peers, len(peers)):
            peer.transport.write(frame)

    def told(self, peer: Peer, payload: bytes) -> None:
        if payload.startswith(b'{"type":"claimed"'):
            self.won.append(time.perf_counter() - self.began)
            self.winner, self.lease = peer, json.loads(payload)["lease"]
        elif payload.startswith(b'{"type":"refused"'):
            assert b'"code":"taken"' in payload, payload
            self.lost.append(time.perf_counter() - self.began)
        if len(self.won) + len(self.lost) == len(self.peers):
            self.over.set()

    def end(self) -> None:
        """The winner ends the conversation, to be free for the next one."""
        end = {"type": "close", "conversation": self.conversation, "lease": self.lease}
        self.winner.transport.write(masked(json.dumps(end).encode()))


class Load:
    """All peers of a rival."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.number = self.lost = 0
        self.sending = self.timing = False
        self.due: dict[bytes, float] = {}
        self.times: list[float] = []
        self.race: Race | None = None

    async def connect(self, wish: dict[str, Any]) -> dict[str, Any]:
        seats = [Seat(**seat) for seat in wish["seats"]]
        for start in range(0, len(seats), 50):
            self.peers += await asyncio.gather(*(self._sit(wish, seat) for seat in seats[start : start + 50]))
        # A frame before the welcome would end the connection.
        while any(peer.first and not peer.last and not peer.transport.is_closing() for peer in self.peers):
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.5)
        return {"peers": len(self.peers), "lost": self.lost}

    async def _sit(self, wish: dict[str, Any], seat: Seat) -> Peer:
        speech = SPEECH[wish["speech"]](seat.conversation)
        _transport, peer = await asyncio.get_running_loop().create_connection(
            lambda: Peer(self, speech, seat.first), "127.0.0.1", wish["port"]
        )
        host = f"127.0.0.1:{wish['port']}"
        peer.transport.write(opening(host, seat.path, origin=f"http://{host}", subprotocol=wish.get("subprotocol", "")))
        await asyncio.wait_for(peer.open, 30)
        return peer

    def acknowledged(self, peer: Peer, count: int) -> None:
        if self.sending:
            peer.say(count)

    def arrived(self, payload: bytes) -> None:
        found = _ID.search(payload)
        at = self.due.pop(found[1], None) if found else None
        if at is not None:
            self.times.append(time.perf_counter() - at)

    async def full(self, wish: dict[str, Any]) -> dict[str, Any]:
        """As fast as acknowledgements come back."""
        closed = [peer.last.decode("utf-8", "replace") for peer in self.peers if peer.transport.is_closing()]
        assert not closed, f"{len(closed)} sockets were closed: {closed[0]}"
        before = self._counts()
        self.sending, began = True, time.perf_counter()
        for peer in self.peers:
            peer.say(wish["window"])
        await asyncio.sleep(wish["seconds"])
        middle, took = self._counts(), time.perf_counter() - began
        self.sending = False
        missing = await self._drain(before)
        done = [now - then for now, then in zip(middle, before, strict=True)]
        # Durable: acknowledged to the sender and in the other's hands.
        return {
            "whole": self._counts()[1] - before[1],
            "per_second": min(done[1], done[2]) / took,
            "missing": missing,
            "refused": self._counts()[3] - before[3],
            "lost": self.lost,
        }

    async def paced(self, wish: dict[str, Any]) -> dict[str, Any]:
        """At a rate, spread over all sockets."""
        before = self._counts()
        self.timing, self.times, self.due = True, [], {}
        turn: deque[Peer] = deque(self.peers)
        began, planned = time.perf_counter(), 0
        while (now := time.perf_counter()) < began + wish["seconds"]:
            for _ in range(int((now - began) * wish["rate"]) - planned):
                peer = turn[0]
                turn.rotate(-1)
                self.due[b"c-%09d" % (self.number + 1)] = now
                peer.say(1)
                planned += 1
            await asyncio.sleep(0.0005)
        missing = await self._drain(before)
        self.timing = False
        times = sorted(self.times) or [0.0]
        cut = {f"p{share}": times[min(len(times) - 1, len(times) * share // 100)] * 1000 for share in (50, 99)}
        return {**cut, "messages": len(self.times), "missing": missing, "lost": self.lost}

    def _counts(self) -> tuple[int, int, int, int]:
        peers = self.peers
        return sum(p.sent for p in peers), sum(p.acked for p in peers), sum(p.got for p in peers), sum(p.refused for p in peers)

    async def _drain(self, before: tuple[int, int, int, int]) -> int:
        """What was sent and did not arrive within 60 s."""
        until = time.perf_counter() + 60
        while time.perf_counter() < until:
            sent, acked, got, _refused = (now - then for now, then in zip(self._counts(), before, strict=True))
            if sent == acked == got:
                return 0
            await asyncio.sleep(0.02)
        return sent - min(acked, got)

    async def claim(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Every socket claims the question at once; times from the first claim's sending, in seconds."""
        self.race = Race(self.peers, wish["conversation"])
        await asyncio.wait_for(self.race.over.wait(), 60)
        race, self.race = self.race, None
        race.end()
        return {"winners": len(race.won), "winner": race.won[0], "last": max(race.lost)}

    async def welcomed(self, _wish: dict[str, Any]) -> dict[str, Any]:
        """How many still wait for the answer to hello."""
        return {"waiting": sum(not peer.last for peer in self.peers), "lost": self.lost}

    async def look(self, _wish: dict[str, Any]) -> dict[str, Any]:
        """The last frames that were neither acks nor messages: for finding out what is wrong."""
        return {"last": [peer.last[:300].decode("utf-8", "replace") for peer in self.peers[:4]]}


async def main() -> None:
    load, loop = Load(), asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        wish = json.loads(line)
        try:
            answer = await getattr(load, wish["do"])(wish)
        except Exception as error:
            answer = {"error": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
