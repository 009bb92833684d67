"""One live connection: what the rest of the house may do with it."""

import asyncio
import functools
import struct
from collections.abc import Hashable
from typing import Any

from picows import WSMsgType, WSTransport

from causerie.realtime import hub
from causerie.realtime.limits import Bucket

MOST_QUEUED = 256 * 1024
MOST_AT_ONCE = 64 * 1024
_NOTHING: frozenset[str] = frozenset()


class Link:
    """A socket after its handshake. `who` is set by hello; `follows` maps public ids to what the link may do there."""

    __slots__ = (
        "_out",
        "_size",
        "_transport",
        "address",
        "budgets",
        "closed",
        "follows",
        "heard_at",
        "held",
        "hello_timer",
        "locale",
        "lost",
        "slow",
        "topics",
        "who",
    )

    def __init__(self, transport: WSTransport | None, address: str) -> None:
        self._transport = transport
        self._out: list[bytes] = []
        self._size = 0
        self.address = address
        self.who: Any = None
        self.follows: dict[str, Any] = {}
        self.topics: set[Hashable] = set()
        self.budgets: dict[str, Bucket] = {}
        self.locale = "en"
        self.slow = False
        self.held: list[bytes] | None = None
        self.lost: set[str] | frozenset[str] = _NOTHING
        self.closed = False
        self.heard_at = 0.0
        self.hello_timer: asyncio.TimerHandle | None = None

    def send(self, payload: bytes) -> None:
        """Queue one text frame. What one turn of the loop queues leaves in one write: the system's call costs more than the frame.

        A reader so slow that 256 KiB wait for it is closed with 4008 and comes back by position.
        """
        if self.held is not None:
            self.held.append(payload)
            return
        if self.closed or self._transport is None:
            return
        out = self._out
        if not out:
            _soon(self)
        out.append(payload)
        self._size += len(payload)
        if self._size > MOST_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what was queued. Several frames go as one piece of bytes, headed as picows heads them: final, text, unmasked."""
        out, self._out, self._size = self._out, [], 0
        transport = self._transport
        if not out or transport is None or transport.is_disconnected or transport.is_close_frame_sent:
            return
        under = transport.underlying_transport
        if under.is_closing():
            return
        if self.slow and under.get_write_buffer_size() > MOST_QUEUED:
            self.close(4008)
        elif len(out) == 1:
            transport.send(WSMsgType.TEXT, out[0])
        else:
            under.write(b"".join([part for payload in out for part in (_head(len(payload)), payload)]))

    def spend(self, name: str, burst: float, rate: float) -> float:
        """One more of that kind: 0 when allowed, else the seconds to wait."""
        bucket = self.budgets.get(name)
        if bucket is None:
            bucket = self.budgets[name] = Bucket(burst, rate)
        return bucket.take()

    def hold(self) -> None:
        """Keep frames back until `welcome`: what happens while the snapshot is read comes after it, and nothing is missed."""
        self.held = []
        self.lost = set()

    def let_go(self) -> None:
        """No snapshot will come: what was kept back is forgotten."""
        self.held = None

    def welcome(self, payload: bytes) -> None:
        """The snapshot, then what was kept back."""
        kept, self.held, self.lost = self.held or [], None, _NOTHING
        for frame in (payload, *kept):
            self.send(frame)

    def ping(self) -> None:
        if not self.closed and self._transport is not None:
            self._transport.send_ping()

    def close(self, code: int) -> None:
        """Say why and end."""
        if self.closed:
            return
        self.closed = True
        self.flush()
        transport = self._transport
        if transport is not None and not transport.is_disconnected:
            transport.send(WSMsgType.CLOSE, struct.pack("!H", code))
            # A slow reader would never take the close frame: do not wait for it.
            if code == 4008:
                transport.underlying_transport.abort()
            else:
                asyncio.get_running_loop().call_later(1.0, transport.disconnect, False)

    def listen(self, topic: Hashable) -> None:
        # Who left while something was read for them must not come back as a listener that nobody ever takes off.
        if not self.closed:
            self.topics.add(topic)
            hub.subscribe(self, topic)

    def unlisten(self, topic: Hashable) -> None:
        self.topics.discard(topic)
        hub.unsubscribe(self, topic)

    def gone(self) -> None:
        """The connection ended: no topic knows it any more."""
        self.closed = True
        self._transport = None
        self._out.clear()
        if self.hello_timer:
            self.hello_timer.cancel()
        for topic in self.topics:
            hub.unsubscribe(self, topic)
        self.topics.clear()


_waiting: list[Link] = []


def _soon(link: Link) -> None:
    """Flush it at the end of this turn of the loop."""
    if not _waiting:
        asyncio.get_running_loop().call_soon(_flush)
    _waiting.append(link)


def _flush() -> None:
    links = _waiting[:]
    _waiting.clear()
    for link in links:
        link.flush()


@functools.lru_cache(4096)
def _head(size: int) -> bytes:
    """The two, four or ten bytes before a frame's payload (RFC 6455, 5.2)."""
    if size < 126:
        return struct.pack("!BB", 0x81, size)
    return struct.pack("!BBH", 0x81, 126, size) if size < 65_536 else struct.pack("!BBQ", 0x81, 127, size)
