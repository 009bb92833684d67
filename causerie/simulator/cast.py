"""The demonstration's people, in a process of their own so that they never slow the server: `python -m causerie.simulator.cast`.

What to play comes as one JSON line on standard input; when that input ends (the server is gone), the play ends.
"""

import asyncio
import contextlib
import json
import logging
import os
import random
import sys
from dataclasses import dataclass
from typing import Any

import httpx

from causerie.kernel.clock import monotonic
from causerie.kernel.refusal import Refused
from causerie.simulator import script
from causerie.simulator.actors import Answerer, Pace, Place, Visitor, at_rest, scripts
from causerie.simulator.client import Lost
from causerie.simulator.community_cast import Life
from causerie.simulator.matching import Memory, Responder, language_of
from causerie.simulator.sides import MemberClient, VisitorClient, stop_all, web

SPEED = 1.5
MOST_VISITORS = 4
BETWEEN_VISITORS_S = 18.0
PATIENCE_S = 75.0


@dataclass
class Waiting:
    """A question of the queue, and when somebody of the cast would take it."""

    id: str
    text: str
    language: str
    simulated: bool
    take_at: float


@dataclass
class Manners:
    """When the cast takes a question. People who are really here come first."""

    rng: random.Random
    slow: int = 0

    def delay(self, *, simulated: bool, humans: bool) -> float:
        """Seconds before the cast takes it. Now and then a simulated visitor's question is left for a newcomer."""
        if not simulated:
            return self.rng.uniform(6, 9) if humans else self.rng.uniform(2, 4.5)
        if humans:
            return self.rng.uniform(15, 25)
        self.slow += 1
        return self.rng.uniform(20, 40) if self.slow % 3 == 1 else self.rng.uniform(6, 14)


class Cast:
    """Everybody who plays: the members at the desk, and visitors who come one after another."""

    def __init__(self, play: dict[str, Any], rng: random.Random) -> None:
        self.url, self.sites = play["url"], play["sites"]
        self.rng, self.pace = rng, Pace(rng, play.get("speed", SPEED))
        # A newcomer who tries the demonstration has less time than a visitor who plans their summer.
        self.prompt = Pace(rng, 2 * self.pace.speed)
        self.places = [Place(**place) for place in play["places"]]
        self.dialogues = script.read()
        self.memories = {language: Memory(self.dialogues, language) for language in ("fr", "en", "es")}
        self.by_question = scripts(self.dialogues)
        self.manners = Manners(rng)
        self.members = [
            MemberClient(self.url, play["login"], row["email"], row["password"], play["brand"], most_wait=8) for row in play["people"]
        ]
        self.life = Life(self.members, play["brand"], rng)
        self.own: set[str] = set()
        self.queue: dict[str, Waiting] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.fresh: list[script.Dialogue] = []

    async def play(self) -> None:
        async with web(self.url) as http:
            for member in self.members:
                # One after another: a door that everybody enters at once is no door of a community.
                await member.sign_in()
                member.start()
                await asyncio.wait_for(member.ready.wait(), 60)
                await member.status("available")
            self.members[0].hooks.append(self._see)
            self._tidy()
            try:
                await asyncio.gather(self._visitors(http), self._take(), self._come_and_go(), self.life.live())
            finally:
                await at_rest(self.tasks)
                await stop_all(self.members)

    def _tidy(self) -> None:
        """Talks of an earlier play are closed kindly; what waits is looked at."""
        for member in self.members:
            for talk in member.held_at_start:
                self._task(self._close_old(member, talk))
        for item in self.members[0].queue.values():
            self._noticed(item)

    async def _close_old(self, member: MemberClient, view: dict[str, Any]) -> None:
        member.follow(view)
        with contextlib.suppress(Refused, Lost, TimeoutError):
            await member.close(view["id"])

    # ---- the queue ---------------------------------------------------------------------------------------------------

    def _see(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "welcome":
            self.queue.clear()
            for item in frame.get("queue", []):
                self._noticed(item)
        elif frame["type"] == "queue":
            for item in (*frame.get("added", []), *frame.get("changed", [])):
                self._noticed(item)
            for gone in frame.get("removed", []):
                self.queue.pop(gone["id"], None)

    def _noticed(self, item: dict[str, Any]) -> None:
        if item["id"] in self.queue or item.get("for_team"):
            return
        simulated = item["id"] in self.own or item["text"] in self.by_question
        delay = self.manners.delay(simulated=simulated, humans=self._humans())
        self.queue[item["id"]] = Waiting(item["id"], item["text"], item["language"], simulated, monotonic() + delay)

    def _humans(self) -> bool:
        """Somebody at the desk who is not of the cast."""
        cast = {member.number for member in self.members}
        return any(number not in cast for number in self.members[0].people)

    async def _take(self) -> None:
        while True:
            await asyncio.sleep(0.4)
            now = monotonic()
            for waiting in [one for one in self.queue.values() if one.take_at <= now]:
                member = self._free(waiting)
                if member:
                    self.queue.pop(waiting.id, None)
                    self._task(self._answer(member, waiting))

    def _free(self, waiting: Waiting) -> MemberClient | None:
        """Somebody who speaks the language and keeps one place free, least busy first."""
        people = self.members[0].people
        able = [member for member in self.members if self._spare(people.get(member.number, {})) > 1 and self._speaks(member, waiting)]
        self.rng.shuffle(able)
        return max(able, key=lambda member: self._spare(people[member.number]), default=None)

    def _spare(self, view: dict[str, Any]) -> int:
        available = view.get("state", "available") == "available"
        return int(view.get("capacity", 3)) - int(view.get("load", 0)) if view and available else 0

    def _speaks(self, member: MemberClient, waiting: Waiting) -> bool:
        return language_of(waiting.text, waiting.language) in member.me.get("languages", [])

    async def _answer(self, member: MemberClient, waiting: Waiting) -> None:
        try:
            await member.claim(waiting.id)
        except (Refused, Lost, TimeoutError):
            return
        responder = Responder(self.memories, self.rng, waiting.language)
        if waiting.simulated:
            await Answerer(member, waiting.id, self.pace, responder, self.by_question.get(waiting.text)).live(PATIENCE_S)
        else:
            await Answerer(member, waiting.id, self.prompt, responder).live(420)

    # ---- visitors and presence -----------------------------------------------------------------------------------------

    async def _visitors(self, http: httpx.AsyncClient) -> None:
        here: set[asyncio.Task[Any]] = set()
        while True:
            await asyncio.sleep(min(90.0, 4 + self.rng.expovariate(1 / BETWEEN_VISITORS_S)))
            here = {task for task in here if not task.done()}
            if len(here) < MOST_VISITORS:
                here.add(self._task(self._visit(http, self._next())))

    def _next(self) -> script.Dialogue:
        """Each dialogue once before any comes again."""
        if not self.fresh:
            self.fresh = self.rng.sample(self.dialogues, len(self.dialogues))
        return self.fresh.pop()

    async def _visit(self, http: httpx.AsyncClient, dialogue: script.Dialogue) -> None:
        client = VisitorClient(self.url, self.sites[dialogue.lang], http=http, locale=dialogue.lang, most_wait=8)
        try:
            await Visitor(client, dialogue, self.pace, self.rng, self.places, asked=self.own.add).live(patience=PATIENCE_S + 60)
            await asyncio.sleep(4)
        finally:
            await client.stop()

    async def _come_and_go(self) -> None:
        """Now and then somebody pauses or steps out for a while; never the first one, who watches the queue."""
        while True:
            await asyncio.sleep(self.rng.uniform(35, 70))
            member = self.rng.choice(self.members[1:])
            with contextlib.suppress(Refused, Lost, TimeoutError):
                await member.status("paused")
                await asyncio.sleep(self.rng.uniform(15, 40))
                await member.status("available")

    def _task(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task


async def perform(play: dict[str, Any], curtain: asyncio.Event) -> None:
    """Play until the curtain falls; a scene that fails is played again."""
    falling = asyncio.create_task(curtain.wait())
    while not curtain.is_set():
        playing = asyncio.create_task(Cast(play, random.Random()).play())
        await asyncio.wait({playing, falling}, return_when=asyncio.FIRST_COMPLETED)
        if playing.done() and playing.exception():
            logging.getLogger("causerie.cast").warning("the cast begins again", exc_info=playing.exception())
            await asyncio.wait({falling}, timeout=5)
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)
    falling.cancel()


async def _main() -> None:
    # The server's turn comes first.
    os.nice(5)
    loop, curtain = asyncio.get_running_loop(), asyncio.Event()
    play = json.loads(await loop.run_in_executor(None, sys.stdin.readline))

    def wait_for_the_end() -> None:
        sys.stdin.read()
        loop.call_soon_threadsafe(curtain.set)

    waiting = loop.run_in_executor(None, wait_for_the_end)
    with contextlib.suppress(asyncio.CancelledError):
        await perform(play, curtain)
    await waiting


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main())
