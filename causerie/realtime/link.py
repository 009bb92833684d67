"""One live connection: what the rest of the house may do with it."""

import asyncio
import struct
from collections.abc import Hashable
from typing import Any

from picows import WSMsgType, WSTransport

from causerie.realtime import hub
from causerie.realtime.limits import Bucket

MOST_QUEUED = 256 * 1024
_NOTHING: frozenset[str] = frozenset()


class Link:
    """A socket after its handshake. `who` is set by hello; `follows` maps public ids to what the link may do there."""

    __slots__ = (
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
        """Queue one text frame. A reader so slow that 256 KiB wait for it is closed with 4008 and comes back by position."""
        if self.held is not None:
            self.held.append(payload)
            return
        if self.closed or self._transport is None:
            return
        if self.slow and self._transport.underlying_transport.get_write_buffer_size() > MOST_QUEUED:
            self.close(4008)
            return
        self._transport.send(WSMsgType.TEXT, payload)

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
        if self.hello_timer:
            self.hello_timer.cancel()
        for topic in self.topics:
            hub.unsubscribe(self, topic)
        self.topics.clear()
