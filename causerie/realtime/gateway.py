"""The gate of the live sockets: who may connect, how long they may be silent, what one frame is."""

import asyncio
import logging
from typing import Any, Protocol

import msgspec
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, WSUpgradeResponse, WSUpgradeResponseWithListener

from causerie.kernel.clock import monotonic
from causerie.realtime.limits import Counts
from causerie.realtime.link import Link

SUBPROTOCOL = "causerie.v1"
MOST_FRAME = 64 * 1024
HELLO_S = 10.0
HEARTBEAT_S = 15.0
SILENT_S = 40.0
log = logging.getLogger("causerie.gateway")


class Talk(Protocol):
    """What a room answers on the socket."""

    def hello(self, link: Link, frame: Any) -> None: ...
    def frame(self, link: Link, frame: Any) -> None: ...
    def left(self, link: Link) -> None: ...
    async def heads(self, links: "list[Link]") -> None: ...


class Gateway:
    """All links of this process. `decoder` turns one frame into a struct; `hello_type` is the first frame's."""

    def __init__(
        self,
        *,
        talk: Talk,
        decoder: "msgspec.json.Decoder[Any]",
        hello_type: type,
        origins: frozenset[str],
        proxies: frozenset[str],
        most: int,
    ) -> None:
        self.talk, self.decoder, self.hello_type = talk, decoder, hello_type
        self.origins, self.proxies = origins, proxies
        self.links: set[Link] = set()
        self.counts = Counts(most)
        self.closing = False
        self._beat: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._beat = asyncio.create_task(self._heartbeat())

    async def close(self) -> None:
        """Restarting: every client is told 1012, to come back spread out."""
        self.closing = True
        if self._beat:
            self._beat.cancel()
        for link in tuple(self.links):
            link.close(1012)
        for _ in range(20):
            if not self.links:
                return
            await asyncio.sleep(0.05)

    def listener(self, request: WSUpgradeRequest, peer: str) -> "WSListener | WSUpgradeResponseWithListener":
        """The handshake's judgement. A missing, `null` or foreign Origin is refused before the socket is accepted."""
        headers = request.headers
        origins = headers.getall("origin", [])
        offered = [word.strip() for line in headers.getall("sec-websocket-protocol", []) for word in line.split(",")]
        if b"?" in request.path:
            return _refuse(400, b"nothing in the address")
        if request.path != b"/live":
            return _refuse(404, b"no such socket")
        if len(origins) != 1 or origins[0] not in self.origins:
            return _refuse(403, b"origin refused")
        if SUBPROTOCOL not in offered:
            return _refuse(400, b"subprotocol causerie.v1 is needed")
        if self.closing:
            return _refuse(503, b"restarting")
        address = self.address(peer, headers.get("x-forwarded-for", ""))
        if not self.counts.enter(address):
            return _refuse(429, b"too many connections")
        accepted = WSUpgradeResponse.create_101_response(extra_headers={"Sec-WebSocket-Protocol": SUBPROTOCOL})
        return WSUpgradeResponseWithListener(accepted, _Socket(self, address))

    def address(self, peer: str, forwarded: str) -> str:
        """The visitor's address: what a trusted proxy says, else the peer itself."""
        if peer in self.proxies and forwarded:
            return forwarded.rsplit(",", maxsplit=1)[-1].strip()
        return peer

    def text(self, link: Link, payload: bytes) -> None:
        """One frame that came in: the first is a hello, the others go to the room that answers."""
        link.heard_at = monotonic()
        try:
            frame = self.decoder.decode(payload)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            link.close(4400)
            return
        if link.who is not None:
            self.talk.frame(link, frame)
        elif isinstance(frame, self.hello_type) and link.hello_timer:
            link.hello_timer.cancel()
            link.hello_timer = None
            self.talk.hello(link, frame)
        elif not isinstance(frame, self.hello_type):
            link.close(4400)

    async def _heartbeat(self) -> None:
        """Every 15 s: ping everybody, tell heads, and let go of who has been silent for 40 s."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            now = monotonic()
            for link in tuple(self.links):
                if now - link.heard_at > SILENT_S:
                    link.close(4408 if link.who is None else 4008)
                else:
                    link.ping()
            try:
                await self.talk.heads([link for link in self.links if link.follows])
            except Exception:
                log.exception("heads could not be told")


class _Socket(WSListener):  # type: ignore[misc]
    """picows' callbacks for one connection."""

    __slots__ = ("address", "gateway", "link")

    def __init__(self, gateway: Gateway, address: str) -> None:
        self.gateway, self.address = gateway, address
        self.link: Link | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        link = self.link = Link(transport, self.address)
        link.heard_at = monotonic()
        link.hello_timer = asyncio.get_running_loop().call_later(HELLO_S, link.close, 4408)
        transport.underlying_transport.set_write_buffer_limits(high=64 * 1024)
        self.gateway.links.add(link)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        link = self.link
        kind = frame.msg_type
        if link is None or link.closed:
            if kind == WSMsgType.CLOSE:
                # The answer to our own close: nothing more will come.
                transport.disconnect()
            return
        if frame.rsv1 or frame.rsv2 or frame.rsv3:
            # No extension was agreed to, so no reserved bit has a meaning; picows hands such frames on as they are.
            link.close(4400)
        elif kind == WSMsgType.TEXT and frame.fin:
            self.gateway.text(link, frame.get_payload_as_bytes())
        elif kind == WSMsgType.PONG:
            link.heard_at = monotonic()
        elif kind == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
            _budget(link)
        elif kind == WSMsgType.CLOSE:
            link.flush()
            link.closed = True
            transport.send(WSMsgType.CLOSE, frame.get_payload_as_bytes()[:2])
            transport.disconnect()
        else:
            # Fragments and binary frames are never sent by our clients; picows does not put fragments together.
            link.close(4400)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        gateway, link = self.gateway, self.link
        gateway.counts.leave(self.address)
        if link is not None:
            gateway.links.discard(link)
            gateway.talk.left(link)
            link.gone()

    def pause_writing(self) -> None:
        if self.link:
            self.link.slow = True

    def resume_writing(self) -> None:
        if self.link:
            self.link.slow = False


def _budget(link: Link) -> None:
    """A flood of pings ends the connection."""
    if link.spend("ping", 20, 1):
        link.close(4429)


def _refuse(status: int, words: bytes) -> WSUpgradeResponseWithListener:
    return WSUpgradeResponseWithListener(WSUpgradeResponse.create_error_response(status, words), None)
