"""The two sides of the wire: somebody on a shop's page, and a member who signed in through the door."""

import asyncio
import re
import secrets
import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpx

from causerie.kernel.clock import monotonic
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.simulator.client import MOST_TEXT, Client, Lost
from causerie.simulator.history import History, Won
from causerie.simulator.talk import Frame, Talk

_CONTEXT = ssl.create_default_context()


def web(base_url: str) -> httpx.AsyncClient:
    """An HTTP client that behaves like a page of ours."""
    return httpx.AsyncClient(base_url=base_url, headers={"Origin": base_url}, timeout=30, verify=_CONTEXT)


class VisitorClient(Client):
    """Somebody on a shop's page."""

    def __init__(
        self, base_url: str, site_key: str, history: History | None = None, *, http: httpx.AsyncClient | None = None, **more: Any
    ) -> None:
        super().__init__(base_url, history, **more)
        self.site_key = site_key
        self.token = ""
        self._http = http

    async def introduce(self) -> Frame:
        if not self.token:
            self.token = (await self._visit())["token"]
        return {"token": self.token}

    async def _visit(self) -> dict[str, str]:
        http = self._http or web(self.base_url)
        try:
            answer = await http.post(f"/w/{self.site_key}/visits")
        finally:
            if self._http is None:
                await http.aclose()
        if answer.status_code >= 400:
            raise OSError(f"no visit: HTTP {answer.status_code}")
        return dict(answer.json())

    async def ask(self, text: str, *, page: Frame | None = None, patience: float = 120) -> str:
        """The first message; returns the conversation."""
        frame: Frame = {"type": "ask", "client_id": secrets.token_hex(12), "text": clean(text, limit=MOST_TEXT), "locale": self.locale}
        if page:
            frame["page"] = page
        return str((await self._outgoing(frame, "", patience))["conversation"])

    async def thank(self, conversation: str) -> None:
        await self.request({"type": "thank", "conversation": conversation}, _ok("thank"))

    async def rate(self, conversation: str, stars: int, comment: str = "") -> None:
        await self.request({"type": "rate", "conversation": conversation, "stars": stars, "comment": comment}, _ok("rate"))

    async def close(self, conversation: str) -> None:
        await self.request({"type": "close", "conversation": conversation}, _of("closed", conversation))

    async def look(self, url: str, title: str, picture: str = "") -> None:
        await self.send({"type": "page", "url": url, "title": title, "picture": picture})


class MemberClient(Client):
    """An ambassador, or somebody of the team, who signed in through the door."""

    kind = "member"

    def __init__(
        self, base_url: str, login_url: str, email: str, password: str, brand: str = "", history: History | None = None, **more: Any
    ) -> None:
        super().__init__(base_url, history, **more)
        self.login_url, self.email, self.password, self.brand = login_url, email, password, brand
        self.http = web(self.base_url)
        self.queue: dict[str, Frame] = {}
        self.people: dict[int, Frame] = {}
        self.held_at_start: list[Frame] = []
        self.hooks.append(self._see)
        self._signed_in = False

    async def sign_in(self) -> None:
        """The real form, with its CSRF token. Too many at once: wait as a person would."""
        for wait in (2, 5, 15, 30, 60, 0):
            page = await self.http.get(self.login_url)
            form = {"login": self.email, "password": self.password, "csrfmiddlewaretoken": _csrf_field(page.text)}
            answer = await self.http.post(self.login_url, data=form, headers={"Referer": self.login_url})
            if answer.status_code != 429:
                break
            await asyncio.sleep(wait)
        if answer.status_code != 302:
            raise Refused("not_you")
        self._signed_in = True

    async def introduce(self) -> Frame:
        if not self._signed_in:
            await self.sign_in()
        answer = await self.http.post(
            "/desk/ticket", data={"brand": self.brand}, headers={"X-CSRFToken": self.http.cookies.get("csrftoken") or ""}
        )
        if answer.status_code in (401, 403):
            self._signed_in = False
        if answer.status_code != 200:
            raise OSError(f"no ticket: HTTP {answer.status_code}")
        return {"ticket": answer.json()["ticket"]}

    async def stop(self) -> None:
        await super().stop()
        await self.http.aclose()

    def _see(self, frame: Frame) -> None:
        """Queue and presence as the desk shows them."""
        kind = frame["type"]
        if kind == "welcome":
            self.held_at_start = frame["conversations"]
            self.queue = {item["id"]: item for item in frame.get("queue", [])}
            self.people = {one["id"]: one for one in frame.get("people", [])}
        elif kind == "queue":
            for item in (*frame.get("added", []), *frame.get("changed", [])):
                self.queue[item["id"]] = item
            for item in frame.get("removed", []):
                self.queue.pop(item["id"], None)
        elif kind == "presence":
            self.people.update({one["id"]: one for one in frame.get("changed", [])})
            for number in frame.get("gone", []):
                self.people.pop(number, None)

    @property
    def has_room(self) -> bool:
        """Whether the presence shows room for one more conversation."""
        me = self.people.get(self.number, {})
        return int(me.get("load", 0)) < int(me.get("capacity", 3))

    def follow(self, view: Frame) -> None:
        """Take up a conversation that this member held before."""
        self._take_view(self.talks.setdefault(view["id"], Talk()), view)

    async def claim(self, conversation: str) -> int:
        """The lease, or Refused("taken" | "full" | …). A broken connection is asked about again: claiming twice is no error."""
        started = monotonic()
        while True:
            try:
                frame = await self.request({"type": "claim", "conversation": conversation}, _of("claimed", conversation))
            except Lost:
                continue
            except Refused as refused:
                self.history.refused("", refused.code)
                self.history.lost_claims += refused.code == "taken"
                raise
            break
        self.history.seconds["claim"].append(monotonic() - started)
        self.history.won.append(Won(conversation, self.number, frame["lease"]))
        self._repair(conversation, 1)
        return int(frame["lease"])

    async def release(self, conversation: str) -> None:
        frame = {"type": "release", "conversation": conversation, "lease": self.talks[conversation].lease}
        await self.request(frame, _of("released", conversation))

    async def close(self, conversation: str) -> None:
        frame = {"type": "close", "conversation": conversation, "lease": self.talks[conversation].lease}
        await self.request(frame, _of("closed", conversation))

    async def status(self, state: str, capacity: int = 0) -> None:
        await self.request({"type": "status", "state": state, "capacity": capacity or self.me.get("capacity", 3)}, _ok("status"))


def _ok(re_: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == "ok" and frame["re"] == re_


def _of(kind: str, conversation: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == kind and frame["conversation"] == conversation


def _csrf_field(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return found[1] if found else ""


async def stop_all(clients: Iterable[Client]) -> None:
    await asyncio.gather(*(client.stop() for client in clients), return_exceptions=True)
