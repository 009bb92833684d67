"""The link of a network that blocks sockets: the same frames in and out, carried by plain requests.

`POST` with a hello opens it and gives it a name. Under that name (`Authorization: Link NAME`) `POST` takes more frames, `GET` waits up to
25 s for what the link has to say, `DELETE` leaves. Frames come out once, in order, through one `GET` at a time. Whoever loses an answer on
the way starts again with a hello, as after a cut socket: positions make up for it.
"""

import asyncio
from collections.abc import Callable

import msgspec

from causerie.kernel.clock import monotonic
from causerie.kernel.ids import new_secret
from causerie.kernel.refusal import Refused
from causerie.realtime import http
from causerie.realtime.gateway import HELLO_S, MOST_FRAME, Gateway
from causerie.realtime.link import MOST_QUEUED, Link

POLL_S = 25.0
# So long nobody asks what the link has to say: then it is cut.
ABSENT_S = 20.0
MOST_BODY = 4 * MOST_FRAME
_frames = msgspec.json.Decoder(list[msgspec.Raw])


class PolledLink(Link):
    """A link whose frames wait until they are asked for. `over` is called once, when it ends."""

    __slots__ = ("_absent", "_over", "asked", "code", "frames", "queued")

    def __init__(self, address: str, over: Callable[["PolledLink"], None]) -> None:
        super().__init__(None, address)
        self.frames: list[bytes] = []
        self.queued = 0
        self.code = 0
        self.asked: asyncio.Future[None] | None = None
        self._over = over
        self._absent: asyncio.TimerHandle | None = None

    def send(self, payload: bytes) -> None:
        """Keep a frame. Who lets 256 KiB wait is closed with 4008 and comes back by position."""
        if self.held is not None:
            self.held.append(payload)
        elif self.queued > MOST_QUEUED:
            self.close(4008)
        elif not self.closed:
            self.frames.append(payload)
            self.queued += len(payload)
            self._wake()

    def ping(self) -> None:
        """Nothing to do: who waits for frames is there."""

    def close(self, code: int) -> None:
        """Say why, in the next answer, and end."""
        if self.closed:
            return
        self.closed, self.code = True, code
        self._present()
        self._wake()
        asyncio.get_running_loop().call_soon(self._over, self)

    def _wake(self) -> None:
        if self.asked is not None and not self.asked.done():
            self.asked.set_result(None)

    def _present(self) -> None:
        if self._absent:
            self._absent.cancel()

    def rest(self) -> None:
        """From now on nobody asks."""
        self._present()
        if not self.closed:
            self._absent = asyncio.get_running_loop().call_later(ABSENT_S, self.close, 4408)

    async def wait(self, receive: http.Receive) -> list[bytes]:
        """What there is to say, as soon as there is something; nothing after 25 s, when another asks, or when this one has gone."""
        self._present()
        self.heard_at = monotonic()
        self._wake()
        mine = self.asked = asyncio.get_running_loop().create_future()
        left = asyncio.ensure_future(_left(receive))
        if not (self.frames or self.closed):
            await asyncio.wait([mine, left], timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
        gone = left.done()
        left.cancel()
        if mine is not self.asked:
            return []
        self.asked = None
        self.heard_at = monotonic()
        self.rest()
        return [] if gone else self._take()

    def _take(self) -> list[bytes]:
        frames, self.frames, self.queued = self.frames, [], 0
        return frames


class Polled:
    """All polled links of this process, by name, behind the same gate as the sockets."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.links: dict[str, PolledLink] = {}

    def route(self, method: str) -> http.Handler | None:
        """Who answers this method."""
        work = {"POST": self._post, "GET": self._get, "DELETE": self._delete}.get(method)
        return (lambda scope, receive, send: http.answer_json(work(scope, receive), send)) if work else None

    async def _post(self, scope: http.Scope, receive: http.Receive) -> bytes:
        """Frames in: the first ones open the link."""
        http.own_page(scope, self.gateway)
        frames = _frames.decode(await http.body(receive, MOST_BODY))
        name = http.key_of(scope, "Link")
        link = self._known(name) if name else None
        if link is None:
            name, link = self._open(http.address(scope, self.gateway))
        for frame in frames:
            if len(bytes(frame)) > MOST_FRAME:
                link.close(4400)
            if not link.closed:
                self.gateway.text(link, bytes(frame))
        return msgspec.json.encode({"link": name})

    async def _get(self, scope: http.Scope, receive: http.Receive) -> bytes:
        """Frames out."""
        http.own_page(scope, self.gateway)
        link = self._known(http.key_of(scope, "Link"))
        frames = await link.wait(receive)
        return b'{"frames":[%s],"code":%d}' % (b",".join(frames), link.code)

    async def _delete(self, scope: http.Scope, _receive: http.Receive) -> bytes:
        """They leave."""
        http.own_page(scope, self.gateway)
        self._known(http.key_of(scope, "Link")).close(1000)
        return b"{}"

    def _known(self, name: str) -> PolledLink:
        link = self.links.get(name)
        if link is None:
            raise Refused("not_found")
        return link

    def _open(self, address: str) -> tuple[str, PolledLink]:
        """A new link, counted with the sockets of its address. Raises Refused("try_again" | "slow_down")."""
        if self.gateway.closing:
            raise Refused("try_again", retry_after=5.0)
        if not self.gateway.counts.enter(address):
            raise Refused("slow_down", retry_after=10.0)
        name = new_secret()
        link = self.links[name] = PolledLink(address, lambda ended: self._over(name, ended))
        link.heard_at = monotonic()
        link.hello_timer = asyncio.get_running_loop().call_later(HELLO_S, link.close, 4408)
        link.rest()
        self.gateway.links.add(link)
        return name, link

    def _over(self, name: str, link: PolledLink) -> None:
        """It ended: nobody listens any more. Its name stays a while, so that its page still hears why."""
        self.gateway.counts.leave(link.address)
        self.gateway.links.discard(link)
        self.gateway.talk.left(link)
        link.gone()
        asyncio.get_running_loop().call_later(ABSENT_S, self.links.pop, name, None)


async def _left(receive: http.Receive) -> None:
    """Until whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
