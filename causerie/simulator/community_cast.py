"""The cast among themselves, while one looks: they post, chat, feel, and answer who is really here. No database here."""

import asyncio
import contextlib
import json
import random
import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from causerie.simulator.sides import MemberClient


@lru_cache
def plan() -> dict[str, Any]:
    """The community's life as it is written in data/community.json."""
    return dict(json.loads((Path(__file__).with_name("data") / "community.json").read_text(encoding="utf-8")))


class Life:
    """The cast in the feed and in the chat, through the same doors as a browser; people who are really here are answered."""

    def __init__(self, members: list[MemberClient], brand: str, rng: random.Random) -> None:
        self.members = {member.email.split("@", 1)[0]: member for member in members}
        self.brand, self.rng = brand, rng
        self.fresh = rng.sample(plan()["fresh"], len(plan()["fresh"]))
        self.talks = rng.sample(plan()["talk"], len(plan()["talk"]))
        self.own: set[int] = set()
        self.welcomed: set[int] = set()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue(50)
        members[0].hooks.append(self._hear)

    async def live(self) -> None:
        """Until cancelled."""
        await asyncio.gather(self._now_and_then(), self._answer())

    async def _now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self.rng.uniform(40, 100))
            with contextlib.suppress(httpx.HTTPError, KeyError, ValueError):
                await self.rng.choice([self._post, self._chat, self._chat, self._touch])()

    def _hear(self, frame: dict[str, Any]) -> None:
        if frame["type"] in ("feed", "chat") and not self.heard.full():
            self.heard.put_nowait(frame)

    async def _answer(self) -> None:
        """Somebody who is not of the cast has posted or spoken: they are not left alone."""
        met = {await self._newest()}
        while True:
            frame = await self.heard.get()
            with contextlib.suppress(httpx.HTTPError, KeyError, ValueError):
                if frame["type"] == "chat" and frame["by"]["id"] not in self._numbers():
                    await self._greet(frame["by"]["name"])
                elif frame["type"] == "feed" and frame.get("post", 0) > max(met | self.own, default=0):
                    met.add(frame["post"])
                    await self._welcome(frame["post"])

    async def _newest(self) -> int:
        """The newest post before the play began: what stands already is not new."""
        member = next(iter(self.members.values()))
        answer = await member.http.get("/community/feed/", params={"brand": self.brand}, headers={"HX-Request": "true"})
        return max(map(int, re.findall(r'data-post="(\d+)"', answer.text)), default=0)

    def _numbers(self) -> set[int]:
        return {member.number for member in self.members.values()}

    async def _greet(self, name: str) -> None:
        await asyncio.sleep(self.rng.uniform(3, 8))
        member = self.rng.choice(list(self.members.values()))
        await self._say(member, self._words(member, "hello").format(name=name))

    async def _welcome(self, post: int) -> None:
        """A like or two, and a word; once, though a post of the cast's own is also heard from the socket."""
        if post in self.welcomed:
            return
        self.welcomed.add(post)
        await asyncio.sleep(self.rng.uniform(4, 12))
        chosen = self.rng.sample(list(self.members.values()), min(3, len(self.members)))
        for member in chosen[:2]:
            kind = self.rng.choice(["like", "like", "bravo", "smile"])
            await self._do(member, f"/community/posts/{post}/like", on="1", kind=kind)
            await asyncio.sleep(self.rng.uniform(2, 6))
        await self._do(chosen[-1], f"/community/posts/{post}/comments", text=self._words(chosen[-1], "welcome"))

    def _words(self, member: MemberClient, kind: str) -> str:
        known = plan()[kind]
        language = next((one for one in member.me.get("languages", []) if one in known), "en")
        return str(self.rng.choice(known[language]))

    async def _post(self) -> None:
        """Something that this feed has not heard yet: an earlier play may have told some of it."""
        while self.fresh:
            row = self.fresh.pop()
            if not await self._heard_before(row):
                return await self._tell(row)
        await self._chat()

    async def _heard_before(self, row: dict[str, Any]) -> bool:
        member = self.members[row["by"]]
        asked = {"brand": self.brand, "q": row["text"][:120]}
        answer = await member.http.get("/community/feed/", params=asked, headers={"HX-Request": "true"})
        return "data-post=" in answer.text

    async def _tell(self, row: dict[str, Any]) -> None:
        answer = await self._do(self.members[row["by"]], "/community/posts", text=row["text"], corner=row["corner"])
        number = json.loads(answer.headers.get("HX-Trigger", "{}")).get("causerie:posted", {}).get("post", 0)
        self.own.add(number)
        if number:
            await self._welcome(number)

    async def _chat(self) -> None:
        if not self.talks:
            self.talks = self.rng.sample(plan()["talk"], len(plan()["talk"]))
        for key, text in self.talks.pop():
            if key in self.members:
                await self._say(self.members[key], text)
                await asyncio.sleep(self.rng.uniform(4, 11))

    async def _touch(self) -> None:
        """A feeling for the newest post that the cast knows."""
        if self.own:
            await self._do(self.rng.choice(list(self.members.values())), f"/community/posts/{max(self.own)}/like", on="1", kind="like")

    async def _say(self, member: MemberClient, text: str) -> None:
        await self._do(member, "/community/chat", text=text, client_id=secrets.token_hex(12))

    async def _do(self, member: MemberClient, path: str, **values: str) -> httpx.Response:
        headers = {"X-CSRFToken": member.http.cookies.get("csrftoken") or "", "HX-Request": "true", "Referer": member.base_url}
        return await member.http.post(path, data={"brand": self.brand, **values}, headers=headers)
