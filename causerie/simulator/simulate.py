"""`causerie simulate`: people who really connect, as load or word for word, and a verdict from their side."""

import argparse
import asyncio
import json
import random
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from causerie.kernel.clock import monotonic
from causerie.kernel.finding import Finding, show
from causerie.kernel.refusal import Refused
from causerie.simulator import script as scripts
from causerie.simulator.actors import Answerer, Pace, Visitor, at_rest
from causerie.simulator.client import Lost
from causerie.simulator.history import History
from causerie.simulator.matching import Memory, Responder
from causerie.simulator.replay import Count, replay
from causerie.simulator.script import Dialogue
from causerie.simulator.sides import MemberClient, VisitorClient, stop_all, web
from causerie.simulator.verdict import judge

SPEED = 40.0
_QUIET_S = 45.0
# A visitor waits that long for a word: longer than a server needs to start again.
_PATIENCE_S = 60.0


@dataclass
class Result:
    """What a run saw."""

    verdicts: list[Finding]
    latencies: list[tuple[str, int, float, float]]
    history: History
    count: Count | None = None
    troubles: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        whole = self.count is None or self.count.whole == self.count.dialogues
        return whole and not self.troubles and all(verdict.holds for verdict in self.verdicts)


class NoAccounts(Exception):
    """Nobody to sign in as; the text says what to give."""


async def simulate(
    *,
    url: str,
    visitors: int,
    ambassadors: int,
    seconds: float,
    script: str | Path | None = None,
    pairs: int = 40,
    people: str | Path | None = None,
    site_key: str | None = None,
    speed: float = SPEED,
    enough: asyncio.Event | None = None,
    ready: Callable[[int], object] = bool,
) -> Result:
    """Run visitors and ambassadors against a server for `seconds`, or until there is `enough`. With `script`, its dialogues are replayed
    instead, word for word. `ready` hears how many members are signed in, before anybody visits."""
    accounts = _accounts(people)
    url, key = url.rstrip("/"), site_key or str(accounts["site_key"])
    dialogues = scripts.read(Path(script)) if script else scripts.read()
    history = History()
    # Every account for a script: the more hands, the more dialogues at a time.
    members = await sign_in(url, accounts, history, 0 if script else ambassadors)
    ready(len(members))
    http = web(url)
    try:
        if script:
            count = await replay(dialogues, url=url, site_key=key, members=members, pairs=pairs, history=history, http=http)
            return Result(judge(history), history.latencies(), history, count)
        crowd = _Crowd(url, key, members, dialogues, history, speed, http)
        await crowd.run(visitors, seconds, enough or asyncio.Event())
        return Result(judge(history), history.latencies(), history, troubles=crowd.troubles)
    finally:
        await stop_all(members)
        await http.aclose()


def _accounts(people: str | Path | None) -> dict[str, object]:
    path = Path(people) if people else settings.DATA / "demo.json"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise NoAccounts(f"{path} cannot be read: give --people a demo.json with url, site_key, login and people.") from error


async def sign_in(url: str, accounts: dict[str, object], history: History, most: int = 0) -> list[MemberClient]:
    """The accounts as connected members: ambassadors first, at most `most` of them (0: all)."""
    rows: list[dict[str, str]] = list(accounts["people"])  # type: ignore[call-overload]
    ambassadors = [row for row in rows if row.get("role", "ambassador") == "ambassador"] or rows
    login = str(accounts.get("login") or f"{url}/account/login/")
    members = [
        MemberClient(url, login, row["email"], row["password"], str(row.get("brand", "")), history, most_wait=4)
        for row in ambassadors[: most or None]
    ]
    gate = asyncio.Semaphore(8)

    async def enter(member: MemberClient) -> None:
        async with gate:
            await member.sign_in()
        member.start()
        await asyncio.wait_for(member.ready.wait(), 120)

    await asyncio.gather(*(enter(member) for member in members))
    return members


class _Crowd:
    """Visitors who come one after another, and members who take what waits, for some seconds; then everybody looks back."""

    def __init__(
        self,
        url: str,
        site_key: str,
        members: Sequence[MemberClient],
        dialogues: Sequence[Dialogue],
        history: History,
        speed: float,
        http: httpx.AsyncClient,
    ) -> None:
        self.url, self.site_key, self.members, self.dialogues, self.history = url, site_key, members, dialogues, history
        self.rng = random.Random()
        self.pace = Pace(self.rng, speed)
        self.memories = {language: Memory(dialogues, language) for language in {dialogue.lang for dialogue in dialogues}}
        self.by_question = {dialogue.question[:280]: dialogue for dialogue in dialogues}
        self.http = http
        self.mine: set[str] = set()
        self.visitors: list[VisitorClient] = []
        self.held: list[tuple[MemberClient, str]] = []
        self.troubles: list[str] = []
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self, visitors: int, seconds: float, enough: asyncio.Event) -> None:
        for member in self.members:
            member.hooks.append(self._taker(member))
        over = asyncio.get_running_loop().call_later(seconds, enough.set)
        await asyncio.gather(*(self._come(enough) for _ in range(visitors)))
        over.cancel()
        # Before anybody looks back: a member's farewell that comes later would be missed in the log that was read.
        await at_rest(self.tasks)
        await self._settle()
        await self._look_back()
        await stop_all(self.visitors)

    async def _come(self, enough: asyncio.Event) -> None:
        """One seat: visitor after visitor until the time is over; who came is talked with to the end."""
        await asyncio.sleep(self.rng.uniform(0, 0.5))
        while not enough.is_set():
            client = VisitorClient(self.url, self.site_key, self.history, http=self.http, most_wait=4)
            self.visitors.append(client)
            visitor = Visitor(client, self.rng.choice(list(self.dialogues)), self.pace, self.rng, asked=self._asked)
            await visitor.live(patience=_PATIENCE_S)
            await asyncio.sleep(self.pace.until_next(1.0))

    def _taker(self, member: MemberClient) -> Callable[[dict[str, object]], None]:
        def look(frame: dict[str, object]) -> None:
            if frame["type"] in ("queue", "welcome"):
                for conversation in list(member.queue):
                    self._try(member, conversation)

        return look

    def _asked(self, conversation: str) -> None:
        """One of ours; the queue may have told of it before its visitor knew."""
        self.mine.add(conversation)
        for member in self.members:
            if conversation in member.queue:
                self._try(member, conversation)

    def _try(self, member: MemberClient, conversation: str) -> None:
        """Only questions of this run are taken: others on the server have their own people."""
        if conversation in self.mine:
            item = member.queue.pop(conversation, None)
            if item:
                self._task(self._answer(member, conversation, str(item["text"])))

    async def _answer(self, member: MemberClient, conversation: str, question: str) -> None:
        for _ in range(600):
            try:
                await member.claim(conversation)
                break
            except Refused as refused:
                if refused.code != "full":
                    return
                await asyncio.sleep(self.rng.uniform(0.2, 0.6))
                await member.until(lambda: member.has_room, 5)
            except (TimeoutError, Lost):
                continue
        else:
            return
        self.held.append((member, conversation))
        responder = Responder(self.memories, self.rng, "fr")
        await Answerer(member, conversation, self.pace, responder, self.by_question.get(question)).live(patience=20)

    def _task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _settle(self) -> None:
        """Quiet: everything sent is acknowledged."""
        end = monotonic() + _QUIET_S
        clients = [*self.members, *self.visitors]
        while any(client.outbox for client in clients) and monotonic() < end:
            await asyncio.sleep(0.1)
        left = sum(len(client.outbox) for client in clients)
        if left:
            self.troubles.append(f"{left} messages were never acknowledged")
        await asyncio.sleep(0.5)

    async def _look_back(self) -> None:
        """Each side of each conversation beside the log."""
        sides: list[tuple[VisitorClient | MemberClient, str]] = [(one, talk) for one in self.visitors for talk in one.talks]
        sides += self.held
        gate = asyncio.Semaphore(20)

        async def look(client: VisitorClient | MemberClient, conversation: str) -> None:
            async with gate:
                try:
                    await client.witness(conversation)
                except Refused as refused:
                    # Who gave a conversation back may no longer read it.
                    if client.kind == "visitor" or refused.code != "not_found":
                        self.troubles.append(f"{conversation}: {refused.code}")
                except (Lost, TimeoutError):
                    self.troubles.append(f"{conversation} could not be read at the end")

        await asyncio.gather(*(look(client, conversation) for client, conversation in sides))


async def _simulate(arguments: argparse.Namespace) -> Result:
    """Ctrl-C ends it as the end of its time does: nobody else comes, and the verdict is told."""
    enough = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, enough.set)
    return await simulate(
        url=arguments.url,
        visitors=arguments.visitors,
        ambassadors=arguments.ambassadors,
        seconds=arguments.seconds,
        script=arguments.script,
        pairs=arguments.pairs,
        people=arguments.people,
        site_key=arguments.site_key,
        enough=enough,
        ready=lambda count: print(f"{count} members are signed in; visitors come.", flush=True),
    )


def run(arguments: argparse.Namespace) -> int:
    """The command: a few lines of figures, and 1 when something does not hold."""
    try:
        result = asyncio.run(_simulate(arguments))
    except (NoAccounts, scripts.BadScript, OSError) as error:
        print(f"causerie: {error}", file=sys.stderr)
        return 2
    except httpx.TransportError as error:
        print(f"causerie: {arguments.url} does not answer: {error}", file=sys.stderr)
        return 2
    except Refused:
        print("causerie: nobody could sign in with these accounts.", file=sys.stderr)
        return 2
    if getattr(arguments, "history", None):
        result.history.write(Path(arguments.history))
    tell(result)
    return 0 if result.holds else 1


def tell(result: Result) -> None:
    """The figures for people."""
    history = result.history
    for name, times, p50, p99 in result.latencies:
        print(f"{name:<9} {times:>7}  p50 {p50:8.1f} ms  p99 {p99:8.1f} ms")
    print(f"messages {len(history.sent)}, claims won {len(history.won)}, lost {history.lost_claims}, reconnects {history.reconnects}")
    if history.refusals:
        print("refused: " + ", ".join(f"{code} {number}" for code, number in sorted(history.refusals.items())))
    if result.count:
        count = result.count
        print(f"{count.whole} of {count.dialogues} dialogues whole, in order, on both sides ({count.lines} lines)")
        for line in count.wrong[:10]:
            print(f"  {line}")
    for trouble in result.troubles[:10]:
        print(f"not well: {trouble}")
    show(result.verdicts)
