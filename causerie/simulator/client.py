"""A lean client of the live wire, as careful as a good browser: it resumes by position, sends again, and shows each line once."""

import asyncio
import contextlib
import random
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.typing import Origin, Subprotocol

from causerie.kernel.clock import monotonic
from causerie.kernel.masking import mask
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.simulator.history import History, View
from causerie.simulator.talk import Frame, Talk

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode
_GONE = (ConnectionClosed, InvalidHandshake, InvalidURI, OSError, TimeoutError, httpx.TransportError)
_FINAL = {4401, 4403}
MOST_TEXT = 4000
_FETCH_S = 5.0


class Lost(Exception):
    """The connection ended before the answer came."""


class Client(ABC):
    """One identity on the wire: comes back by itself with full jitter, sends again what was not acknowledged."""

    kind = "visitor"

    def __init__(self, base_url: str, history: History | None = None, *, most_wait: float = 60.0, locale: str = "fr") -> None:
        self.base_url = base_url.rstrip("/")
        self.live_url = self.base_url.replace("http", "ws", 1) + "/live"
        self.history = history or History()
        self.most_wait, self.locale = most_wait, locale
        self.name = secrets.token_hex(4)
        self.number = 0
        self.epoch = ""
        self.me: Frame = {}
        self.talks: dict[str, Talk] = {}
        self.outbox: dict[str, Frame] = {}
        self.hooks: list[Callable[[Frame], None]] = []
        self.ready = asyncio.Event()
        self.ended: Exception | None = None
        self._acks: dict[str, asyncio.Future[Frame]] = {}
        self._waiting: list[tuple[Callable[[Frame], bool], asyncio.Future[Frame]]] = []
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._tries = 0
        self._sending = asyncio.Lock()
        self._asking = {"fetch": asyncio.Lock(), "verb": asyncio.Lock()}

    # ---- the connection ----------------------------------------------------------------------------------------------

    @abstractmethod
    async def introduce(self) -> Frame:
        """What hello carries: a token or a ticket."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        for task in (self._task, *self._tasks):
            if task:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
        if self._socket:
            await self._socket.close()

    async def drop(self) -> None:
        """The network is cut: no goodbye. The client comes back by itself."""
        if self._socket:
            self._socket.transport.abort()

    async def _run(self) -> None:
        while True:
            try:
                await self._once()
            except _GONE as error:
                if isinstance(error, ConnectionClosed) and error.rcvd and error.rcvd.code in _FINAL:
                    self.ended = error
                    self._fail()
                    return
            self.ready.clear()
            self._fail()
            self.history.reconnects += 1
            most = min(self.most_wait, 0.5 * 2**self._tries)
            self._tries += 1
            await asyncio.sleep(random.uniform(0, most))

    async def _once(self) -> None:
        hello = await self.introduce()
        async with connect(
            self.live_url,
            origin=Origin(self.base_url),
            subprotocols=[Subprotocol("causerie.v1")],
            compression=None,
            max_size=2**22,
            ping_interval=None,
            open_timeout=20,
            close_timeout=1,
        ) as socket:
            resume = {public: talk.last for public, talk in self.talks.items() if talk.last}
            await socket.send(_encode({"type": "hello", **hello, "resume": resume, "epoch": self.epoch, "locale": self.locale}).decode())
            self._socket = socket
            try:
                async for raw in socket:
                    self._frame(_decode(raw))
            finally:
                self._socket = None
        # The server closed in good order; treat its code like a break.
        if socket.close_code in _FINAL:
            raise ConnectionClosed(socket.protocol.close_rcvd, socket.protocol.close_sent)

    def _fail(self) -> None:
        """Whoever waits for an answer is told that it will not come on this connection; what is in the outbox goes again."""
        waiting, self._waiting = self._waiting, []
        for _, future in waiting:
            if not future.done():
                future.set_exception(Lost())

    async def send(self, frame: Frame) -> None:
        """A soft signal: lost without harm when there is no connection."""
        if self._socket:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(_encode(frame).decode())

    # ---- frames in ---------------------------------------------------------------------------------------------------

    def _frame(self, frame: Frame) -> None:
        kind = frame["type"]
        handler = {
            "welcome": self._welcome,
            "ack": self._ack,
            "message": self._message,
            "messages": self._messages,
            "head": self._head,
            "conversation": self._conversation,
            "refused": self._refused,
            "claimed": self._claimed,
            "released": self._gone,
            "closed": self._closed,
        }.get(kind)
        if handler:
            handler(frame)
        for entry in list(self._waiting):
            if entry[0](frame):
                self._waiting.remove(entry)
                if not entry[1].done():
                    entry[1].set_result(frame)
        for hook in self.hooks:
            hook(frame)

    def _welcome(self, frame: Frame) -> None:
        if self.epoch and frame["epoch"] != self.epoch:
            for talk in self.talks.values():
                talk.lines.clear()
                talk.theirs.clear()
        self.epoch, self.me, self._tries = frame["epoch"], frame["me"], 0
        self.number = frame["me"].get("id", 0)
        for view in frame["conversations"]:
            if self.kind == "visitor":
                self.talks.setdefault(view["id"], Talk())
            known = self.talks.get(view["id"])
            if known:
                known.fetched_at = -60.0
                self._take_view(known, view)
                self._repair(view["id"], view["head_seq"])
        self.ready.set()
        self._soon(self._flush())

    async def _flush(self) -> None:
        """What was not acknowledged goes again, in its order and before anything new."""
        async with self._sending:
            for frame in list(self.outbox.values()):
                await self.send(frame)

    def _take_view(self, talk: Talk, view: Frame) -> None:
        talk.view, talk.state = view, view["state"]
        if view.get("lease"):
            talk.lease = view["lease"]

    def _ack(self, frame: Frame) -> None:
        self.history.acked(frame["client_id"], frame["conversation"], frame["id"], frame["seq"])
        sent = self.outbox.pop(frame["client_id"], None)
        talk = self.talks.setdefault(frame["conversation"], Talk())
        if sent:
            own = {"seq": frame["seq"], "text": frame.get("text") or sent["text"], "client_id": frame["client_id"], "own": True}
            self._deliver(frame["conversation"], talk, own)
        future = self._acks.pop(frame["client_id"], None)
        if future and not future.done():
            future.set_result(frame)

    def _message(self, frame: Frame) -> None:
        talk = self.talks.get(frame["conversation"])
        if talk is None:
            return
        if frame["seq"] > talk.last and frame["seq"] not in talk.ahead:
            self.history.delivered(frame.get("client_id", ""))
        self._deliver(frame["conversation"], talk, frame)

    def _deliver(self, public: str, talk: Talk, frame: Frame) -> None:
        """In order and once: what is behind is known, what is ahead waits until the gap is fetched."""
        if frame["seq"] <= talk.last:
            return
        talk.ahead[frame["seq"]] = frame
        while (line := talk.ahead.pop(talk.last + 1, None)) is not None:
            talk.lines.append((line["seq"], line.get("client_id", ""), line["text"]))
            if not line.get("own") and not self._is_mine(line):
                talk.theirs.append((line["seq"], line["text"]))
        if talk.ahead:
            self._repair(public, max(talk.ahead))

    def _is_mine(self, line: Frame) -> bool:
        by_visitor: bool = line.get("from", {}).get("kind") == "visitor"
        return by_visitor == (self.kind == "visitor")

    def _messages(self, frame: Frame) -> None:
        talk = self.talks.get(frame["conversation"])
        if talk is None:
            return
        for message in frame["messages"]:
            self._deliver(frame["conversation"], talk, message)
        talk.fetched_at = -60.0
        self._repair(frame["conversation"], frame["head_seq"])

    def _head(self, frame: Frame) -> None:
        for public, seq in frame["conversations"].items():
            self._repair(public, seq)

    def _repair(self, public: str, head: int) -> None:
        """Fetch by position when the log is longer than what is shown."""
        talk = self.talks.get(public)
        if talk is None or talk.last >= head or not self._socket or monotonic() - talk.fetched_at < _FETCH_S:
            return
        talk.fetched_at = monotonic()
        self._soon(self._fetch_gap(public, talk, head))

    async def _fetch_gap(self, public: str, talk: Talk, head: int) -> None:
        # A line that is only a moment late (an ack behind a delivery) needs no fetch.
        await asyncio.sleep(0.05)
        if talk.last >= head:
            talk.fetched_at = -60.0
        else:
            await self.send({"type": "fetch", "conversation": public, "after": talk.last, "limit": 200})

    def _conversation(self, frame: Frame) -> None:
        view = frame["conversation"]
        talk = self.talks.get(view["id"])
        if talk:
            self._take_view(talk, view)
            self._repair(view["id"], view["head_seq"])

    def _refused(self, frame: Frame) -> None:
        client_id = frame["re"]
        if client_id not in self.outbox:
            return
        if frame["code"] in ("slow_down", "try_again"):
            self._soon(self._again(client_id, frame.get("retry_after", 1.0)))
            return
        self.outbox.pop(client_id)
        self.history.refused(client_id, frame["code"])
        future = self._acks.pop(client_id, None)
        if future and not future.done():
            future.set_exception(Refused(frame["code"]))

    async def _again(self, client_id: str, wait: float) -> None:
        await asyncio.sleep(wait + 0.05)
        if client_id in self.outbox:
            await self.send(self.outbox[client_id])

    def _claimed(self, frame: Frame) -> None:
        talk = self.talks.setdefault(frame["conversation"], Talk())
        talk.lease, talk.state = frame["lease"], "taken"

    def _gone(self, frame: Frame) -> None:
        if frame["conversation"] in self.talks:
            self.talks[frame["conversation"]].state = "released"

    def _closed(self, frame: Frame) -> None:
        if frame["conversation"] in self.talks:
            self.talks[frame["conversation"]].state = "closed"

    # ---- what a person does ------------------------------------------------------------------------------------------

    async def say(self, conversation: str, text: str, *, patience: float = 120) -> Frame:
        """A message; returns the ack, however often the connection breaks meanwhile."""
        frame = {"type": "say", "client_id": secrets.token_hex(12), "conversation": conversation, "text": clean(text, limit=MOST_TEXT)}
        return await self._outgoing(frame, conversation, patience)

    async def _outgoing(self, frame: Frame, conversation: str, patience: float) -> Frame:
        client_id = frame["client_id"]
        self.history.sending(self.name, self.number, client_id, conversation, mask(frame["text"]), ask=frame["type"] == "ask")
        self.outbox[client_id] = frame
        self._acks[client_id] = asyncio.get_running_loop().create_future()
        if self.ready.is_set():
            async with self._sending:
                await self.send(frame)
        return await asyncio.wait_for(self._acks[client_id], patience)

    async def request(self, frame: Frame, good: Callable[[Frame], bool], *, patience: float = 20) -> Frame:
        """A frame and its answer. Raises Refused with the code, Lost when the connection broke.

        A person asks one thing at a time, and waits when told to slow down. The wait they are told is for one more frame: a crowd of
        tasks that each waited for it would come back together, be refused together, and so on.
        """
        async with self._asking["fetch" if frame["type"] == "fetch" else "verb"]:
            while True:
                try:
                    return await self._asked(frame, good, patience)
                except Refused as refused:
                    if refused.code != "slow_down":
                        raise
                    self.history.refused("", refused.code)
                    await asyncio.sleep(float(str(refused.extra.get("retry_after", 1))) + 0.05)

    async def _asked(self, frame: Frame, good: Callable[[Frame], bool], patience: float) -> Frame:
        def answers(answer: Frame) -> bool:
            refusal = answer["type"] == "refused" and answer["re"] == frame["type"]
            return good(answer) or (refusal and answer.get("conversation", "") == frame.get("conversation", ""))

        await asyncio.wait_for(self.ready.wait(), patience)
        future = self._expect(answers)
        await self.send(frame)
        answer = await asyncio.wait_for(future, patience)
        if answer["type"] == "refused":
            raise Refused(answer["code"], **{key: answer[key] for key in ("by", "retry_after") if key in answer})
        return answer

    def _expect(self, good: Callable[[Frame], bool]) -> "asyncio.Future[Frame]":
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._waiting.append((good, future))
        return future

    async def until(self, true: Callable[[], bool], patience: float) -> bool:
        """Wait until something seen on this client is so; False when the patience ends."""
        end = monotonic() + patience
        while not true():
            left = end - monotonic()
            if left <= 0 or self.ended:
                return False
            future = self._expect(lambda _frame: True)
            with contextlib.suppress(TimeoutError, Lost):
                await asyncio.wait_for(future, min(left, 5.0))
        return True

    async def whole(self, conversation: str, *, patience: float = 60) -> tuple[list[tuple[int, str, str]], int]:
        """The log from the start, fetched by position, and its head."""
        lines: list[tuple[int, str, str]] = []
        end = monotonic() + patience
        while True:
            after = lines[-1][0] if lines else 0
            try:
                frame = await self.request(
                    {"type": "fetch", "conversation": conversation, "after": after, "limit": 200},
                    lambda answer: answer["type"] == "messages" and answer["conversation"] == conversation,
                )
            except (Lost, TimeoutError):
                if monotonic() > end:
                    raise
                continue
            # Answers to another fetch of the same conversation may come first: keep only what continues ours.
            lines += [(m["seq"], m.get("client_id", ""), m["text"]) for m in frame["messages"] if m["seq"] > after]
            if not frame["messages"] or lines[-1][0] >= frame["head_seq"]:
                return lines, frame["head_seq"]

    async def witness(self, conversation: str) -> View:
        """What this client shows beside the whole log; kept in the history."""
        fetched, head = await self.whole(conversation)
        view = View(f"{self.kind} {self.name}", conversation, list(self.talks[conversation].lines), fetched, head)
        self.history.views.append(view)
        return view

    def _soon(self, work: Any) -> None:
        task = asyncio.ensure_future(_quiet(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quiet(work: Any) -> None:
    with contextlib.suppress(*_GONE):
        await work
