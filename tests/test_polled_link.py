"""The live link carried by plain requests, for networks that block sockets: the same frames, the same rights, the same end."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from causerie.conversations import actions
from causerie.conversations.models import Message
from causerie.realtime import hub, polled
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire


@dataclass
class Poller:
    """A page behind such a network. `frames`: all that came, in order."""

    http: httpx.AsyncClient
    name: str = ""
    code: int = 0
    frames: list = field(default_factory=list)
    ahead: list = field(default_factory=list)

    async def post(self, *frames):
        answer = await self.http.post("/live/link", json=list(frames), headers=self.key)
        if answer.status_code == 200:
            self.name = answer.json()["link"]
        return answer

    @property
    def key(self):
        return {"Authorization": f"Link {self.name}"} if self.name else {}

    async def poll(self):
        """One request's frames."""
        answer = await self.http.get("/live/link", headers=self.key)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        self.code = found["code"]
        self.frames += found["frames"]
        self.ahead += found["frames"]
        return found["frames"]

    async def get(self, *types):
        """The next frame of one of these types."""
        async with asyncio.timeout(5):
            while True:
                while self.ahead:
                    frame = self.ahead.pop(0)
                    if frame["type"] in types:
                        return frame
                assert not self.code, self.code
                await self.poll()

    async def ask(self, frame, *answers):
        assert (await self.post(frame)).status_code == 200
        return await self.get(*answers)

    async def closed(self):
        async with asyncio.timeout(8):
            while not self.code:
                await self.poll()
        return self.code


@asynccontextmanager
async def page(made, *, origin=ORIGIN):
    async with httpx.AsyncClient(base_url=made.url, headers={"Origin": origin}, timeout=30) as client:
        yield Poller(client)


@asynccontextmanager
async def welcomed(made, **hello):
    """A polled link that was welcomed, and its welcome."""
    async with page(made) as one:
        assert (await one.post({"type": "hello", **hello})).status_code == 200
        yield one, await one.get("welcome")


def inside(test):
    async def main():
        async with house() as made:
            await test(made)

    run(main())


async def emptied(made):
    """Every link has gone."""
    async with asyncio.timeout(5):
        while made.house.gateway.links or made.house.live.tasks:
            await asyncio.sleep(0.01)


def test_a_whole_talk_from_both_sides_without_a_socket(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def talks(made):
        async with (
            welcomed(made, token=token) as (nadia, _),
            welcomed(made, ticket=made.ticket(cast.members["florian"])) as (florian, hello),
        ):
            assert (hello["me"]["name"], hello["queue"]) == ("Florian", [])
            asked = await nadia.ask({"type": "ask", "client_id": "question-1", "text": "La maison est-elle assurée ?"}, "ack")
            talk = asked["conversation"]
            assert (await florian.get("queue"))["added"][0]["text"] == "La maison est-elle assurée ?"
            claimed = await florian.ask({"type": "claim", "conversation": talk}, "claimed")
            while (view := (await nadia.get("conversation"))["conversation"])["state"] != "taken":
                pass
            assert view["holder"]["name"] == "Florian"
            await florian.post({"type": "typing", "conversation": talk, "on": True})
            assert (await nadia.get("typing"))["on"] is True
            says = [{"type": "say", "client_id": f"answer-{n:02}", "conversation": talk, "text": f"Ligne {n}"} for n in range(10)]
            await florian.post(*says)
            heard = [(await nadia.get("message"))["text"] for _ in says]
            assert heard == [f"Ligne {n}" for n in range(10)]
            assert [(await florian.get("ack"))["seq"] for _ in says] == list(range(2, 12))
            assert (await florian.ask(says[3], "ack"))["seq"] == 5, "the same name, the same place"
            await nadia.post({"type": "seen", "conversation": talk, "seq": 11})
            assert (await florian.get("seen"))["seq"] == 11
            await florian.ask({"type": "close", "conversation": talk, "lease": claimed["lease"]}, "closed")
            assert (await nadia.ask({"type": "thank", "conversation": talk}, "ok"))["re"] == "thank"
        assert Message.objects.count() == 11

    inside(talks)


def test_who_comes_back_after_a_lost_answer_gets_what_was_missed_by_position(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def loses(made):
        ticket = made.ticket(cast.members["florian"])
        async with welcomed(made, token=token) as (nadia, hello), wire(made.live, origin=ORIGIN, ticket=ticket) as florian:
            talk = (await nadia.ask({"type": "ask", "client_id": "question-1", "text": "Allô ?"}, "ack"))["conversation"]
            await florian.ask({"type": "claim", "conversation": talk}, "claimed")
            await florian.ask({"type": "say", "client_id": "answer-01", "conversation": talk, "text": "Oui"}, "ack")
            await nadia.http.get("/live/link", headers=nadia.key)  # an answer that never reached the page
            async with welcomed(made, token=token, epoch=hello["epoch"], resume={talk: 1}) as (back, _):
                assert [one["text"] for one in (await back.get("messages"))["messages"]] == ["Oui"]

    inside(loses)


def test_a_bad_key_is_told_with_the_sockets_own_code(transactional_db, cast):
    visitor, token = actions.admit(site=cast.site)
    visitor.blocked_at = 1
    visitor.save()

    async def shows(made):
        for hello, code in [({"token": "x" * 43}, 4401), ({"ticket": "x" * 43}, 4401), ({}, 4401), ({"token": token}, 4403)]:
            async with page(made) as one:
                await one.post({"type": "hello", **hello})
                assert await one.closed() == code
                assert one.frames[0]["re"] == "hello"
        await emptied(made)

    inside(shows)


@pytest.mark.parametrize(
    ("body", "status"), [(b"{}", 422), (b"[", 422), (b"", 422), (b"[1]", 200), (b'[{"type":"ping"}]', 200), (b"[" * 90000, 422)]
)
def test_what_is_not_a_hello_opens_nothing(transactional_db, cast, body, status):
    async def sends(made):
        async with page(made) as one:
            answer = await one.http.post("/live/link", content=body)
            assert answer.status_code == status
            if status == 200:
                one.name = answer.json()["link"]
                assert await one.closed() == 4400
        await emptied(made)

    inside(sends)


def test_only_our_own_page_may_ask(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def asks(made):
        async with welcomed(made, token=token) as (nadia, _):
            for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
                async with httpx.AsyncClient(base_url=made.url, headers=headers | nadia.key) as evil:
                    for method in ("GET", "POST", "DELETE"):
                        assert (await evil.request(method, "/live/link")).status_code == 401, (method, headers)
            async with page(made) as stranger:
                stranger.name = "y" * 43
                assert (await stranger.http.get("/live/link", headers=stranger.key)).status_code == 404
                assert (await stranger.http.get("/live/link")).status_code == 404

    inside(asks)


def test_polled_links_count_with_the_sockets_of_their_address(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def crowds(made):
        made.house.gateway.counts._most = 2
        async with wire(made.live, origin=ORIGIN, token=token), welcomed(made, token=token), page(made) as third:
            answer = await third.post({"type": "hello", "token": token})
            assert (answer.status_code, answer.json()["code"]) == (429, "slow_down")

    inside(crowds)


def test_who_stops_asking_is_gone_like_a_cut_socket(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(polled, "ABSENT_S", 0.2)
    florian = cast.members["florian"]

    async def stops(made):
        made.house.live.presence._grace = 0.1
        async with welcomed(made, ticket=made.ticket(florian)) as (one, _):
            assert florian.id in made.house.live.roster.members
            await emptied(made)
            async with asyncio.timeout(5):
                while florian.id in made.house.live.roster.members:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.3)
            assert (await one.http.get("/live/link", headers=one.key)).status_code == 404, "its name is forgotten"
        assert not any(hub.listeners(("member", florian.id)))
        assert made.house.gateway.counts._of == {}

    inside(stops)


def test_who_leaves_is_gone_at_once_and_one_who_waits_is_not(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(polled, "ABSENT_S", 0.2)
    _visitor, token = actions.admit(site=cast.site)

    async def waits(made):
        async with welcomed(made, token=token) as (nadia, _):
            standing = asyncio.create_task(nadia.poll())
            await asyncio.sleep(0.5)
            assert not standing.done()
            assert len(made.house.gateway.links) == 1
            assert (await nadia.http.delete("/live/link", headers=nadia.key)).status_code == 200
            await standing
            assert nadia.code == 1000
            await emptied(made)

    inside(waits)


def test_a_second_request_for_frames_takes_the_place_of_the_first(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def asks_twice(made):
        async with welcomed(made, token=token) as (nadia, _):
            first = asyncio.create_task(nadia.poll())
            await asyncio.sleep(0.1)
            second = asyncio.create_task(nadia.poll())
            assert await asyncio.wait_for(first, 5) == []
            await nadia.post({"type": "ping"})
            assert await asyncio.wait_for(second, 5) == [{"type": "pong"}]

    inside(asks_twice)


def test_an_empty_wait_ends_and_the_link_stands(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(polled, "POLL_S", 0.1)
    _visitor, token = actions.admit(site=cast.site)

    async def waits(made):
        async with welcomed(made, token=token) as (nadia, _):
            assert await nadia.poll() == []
            assert (await nadia.ask({"type": "ping"}, "pong"))["type"] == "pong"

    inside(waits)


def test_a_reader_who_lets_too_much_wait_is_cut(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(polled, "MOST_QUEUED", 2000)
    visitor, token = actions.admit(site=cast.site)

    async def lets_wait(made):
        async with welcomed(made, token=token) as (nadia, _):
            for _ in range(5):
                hub.send(("visitor", visitor.id), b'{"type":"pong","pad":"' + b"x" * 900 + b'"}')
            assert await nadia.closed() == 4008
            assert sum(frame["type"] == "pong" for frame in nadia.frames) <= 3
            await emptied(made)

    inside(lets_wait)


def test_a_frame_larger_than_a_sockets_ends_the_link(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def sends(made):
        async with welcomed(made, token=token) as (nadia, _):
            await nadia.post({"type": "page", "url": "https://shop.example/", "title": "x" * 70_000})
            assert await nadia.closed() == 4400
        async with page(made) as one:
            assert (await one.http.post("/live/link", content=b"x" * 300_000)).status_code == 413

    inside(sends)


def test_a_right_withdrawn_ends_a_standing_request_at_once(transactional_db, cast):
    from causerie.recruitment.actions import end_membership

    async def ends(made):
        async with welcomed(made, ticket=made.ticket(cast.members["florian"])) as (florian, _):
            standing = asyncio.create_task(florian.closed())
            await asyncio.sleep(0.1)
            await made.house.live.run(lambda: end_membership(by=cast.members["camille"], member=cast.members["florian"]))
            assert await asyncio.wait_for(standing, 5) == 4403

    inside(ends)


def test_a_restart_tells_who_waits_to_come_back(transactional_db, cast):
    _visitor, token = actions.admit(site=cast.site)

    async def restarts(made):
        async with welcomed(made, token=token) as (nadia, _):
            standing = asyncio.create_task(nadia.closed())
            await asyncio.sleep(0.1)
            await made.house.gateway.close()
            assert await asyncio.wait_for(standing, 5) == 1012
            async with page(made) as late:
                assert (await late.post({"type": "hello", "token": token})).status_code == 503

    inside(restarts)
