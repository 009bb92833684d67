"""The server is killed with -9 while people talk. Nothing acked is lost, nothing is doubled, order stays (I1 to I6).

`KILLS=20 pytest tests/test_kill.py` is the long version.
"""

import asyncio
import json
import os
import random
import signal
import time
from collections import Counter, defaultdict

import httpx
import pytest

from tests.inside import run
from tests.serving import serving
from tests.steady_client import Steady

KILLS = int(os.environ.get("KILLS", "3"))
PAIRS = 6
CSRF = "c" * 32


class Talk:
    """Pairs that talk without a pause, and a queue that two members race for, while the server dies and comes back."""

    def __init__(self, server, crowd):
        self.server, self.crowd = server, crowd
        self.going = True
        self.people = []
        self.number = 0
        self.members = {}
        self.asked = set()

    def hello_of(self, *, person=None, token=""):
        async def hello():
            if token:
                return {"token": token}
            async with httpx.AsyncClient(base_url=self.server.url, timeout=5) as client:
                answer = await client.post(
                    "/desk/ticket",
                    headers={"Origin": self.server.url, "X-CSRFToken": CSRF, "Cookie": f"session={person['session']}; csrftoken={CSRF}"},
                )
                if answer.status_code != 200:
                    raise ConnectionError(answer.text)
                return {"ticket": answer.json()["ticket"]}

        return hello

    def steady(self, name, **who):
        one = Steady(name, self.server.live, self.hello_of(**who))
        self.people.append(one)
        return one

    def client_id(self):
        self.number += 1
        return f"client-{self.number:08}"

    async def pair(self, number):
        """A visitor asks, a member takes it, then both write as fast as they are acked, three at a time."""
        visitor = self.steady(f"visitor {number}", token=self.server.visit(self.crowd["site_key"])["token"])
        member = self.steady(f"member {number}", person=self.crowd["people"][number])
        self.members[member] = self.crowd["people"][number]["id"]
        question = self.client_id()
        visitor.post({"type": "ask", "client_id": question, "text": "Bonjour"})
        await visitor.until(lambda: question in visitor.acks, 30)
        conversation = visitor.acks[question]["conversation"]
        await member.until(lambda: member.connections, 30)
        while not member.won:
            member.tell({"type": "claim", "conversation": conversation})
            await self.soon(member, lambda: member.won)
        await asyncio.gather(self.writes(visitor, conversation), self.writes(member, conversation))

    async def soon(self, person, holds):
        try:
            await person.until(holds, 1)
        except TimeoutError:
            return

    async def writes(self, person, conversation):
        while self.going:
            client_id = self.client_id()
            person.post({"type": "say", "client_id": client_id, "conversation": conversation, "text": f"{person.name} {client_id}"})
            await person.until(lambda: len(person.outbox) < 3, 20)
            await asyncio.sleep(0.004)
        await person.until(lambda: not person.outbox, 20)

    async def queue(self):
        """One visitor asks again and again; two members claim whatever appears and end what they won."""
        visitor = self.steady("curious", token=self.server.visit(self.crowd["site_key"])["token"])
        for name in (PAIRS, PAIRS + 1):
            self.races(self.steady(f"racer {name}", person=self.crowd["people"][name]), self.crowd["people"][name]["id"])
        while self.going:
            client_id = self.client_id()
            self.asked.add(client_id)
            visitor.post({"type": "ask", "client_id": client_id, "text": f"Question {client_id}"})
            await visitor.until(lambda: not visitor.outbox, 20)
            await asyncio.sleep(0.5)

    def races(self, racer, number):
        self.members[racer] = number

        def sees(frame):
            for item in (*frame.get("added", []), *frame.get("queue", [])):
                if item["text"].startswith("Question"):
                    racer.tell({"type": "claim", "conversation": item["id"]})

        racer.on["queue"] = sees
        racer.on["welcome"] = racer.on["queue"]
        racer.on["claimed"] = lambda frame: racer.tell({"type": "close", "conversation": frame["conversation"], "lease": frame["lease"]})

    async def dies(self):
        """kill -9, again and again, then some quiet."""
        for n in range(KILLS):
            await asyncio.sleep(random.uniform(0.1, 0.9))
            await asyncio.to_thread(self.server.stop, signal.SIGKILL)
            await asyncio.to_thread(self.server.start)
            for person in self.people:
                await person.until(lambda person=person, n=n: person.connections > n, 30)
        await asyncio.sleep(0.5)
        self.going = False

    async def play(self):
        work = [self.pair(number) for number in range(PAIRS)]
        try:
            await asyncio.gather(self.dies(), self.queue(), *work)
            await self.quiet()
        finally:
            for person in self.people:
                await person.leave()

    async def quiet(self):
        """Everybody has read everything that the database holds of their conversations."""
        heads = json.loads(await asyncio.to_thread(self.server.run, "tests.kept"))["heads"]
        for person in self.people:
            for conversation in person.read:
                person.tell({"type": "fetch", "conversation": conversation, "after": len(person.read[conversation])})
            talks = [conversation for conversation in person.read if len(person.read[conversation]) > 2]
            await person.until(lambda person=person, talks=talks: all(len(person.read[one]) >= heads[one] for one in talks), 20)


@pytest.fixture
def server(new_house, tmp_path):
    folder = tmp_path / "killed"
    with serving(folder, database=new_house(folder, "killed"), MESSAGES_PER_SECOND="1000") as running:
        yield running


@pytest.mark.timeout(60 + 20 * KILLS)
def test_nothing_acked_is_lost_and_nothing_is_doubled_when_the_server_is_killed(server):
    wish = {"brand": "nidechange", "count": PAIRS + 2, "fields": {"capacity": 10}, "of_brand": {"capacity_cap": 10}}
    crowd = json.loads(server.run("tests.crowd", stdin=json.dumps(wish)))
    talk = run(_played(server, crowd))
    kept = json.loads(server.run("tests.kept"))
    assert kept["healthy"] == "ok"
    rows = defaultdict(list)
    for conversation, *row in kept["messages"]:
        rows[conversation].append(row)
    everyone_came_back(talk)
    acked_is_kept(talk, kept)
    positions_have_no_gap(rows, kept["heads"])
    nobody_is_doubled(rows)
    order_is_the_senders(rows)
    screens_show_what_is_kept(talk, rows)
    one_winner_each(talk, kept)


async def _played(server, crowd):
    talk = Talk(server, crowd)
    began = time.monotonic()
    await talk.play()
    acked = sum(len(person.acks) for person in talk.people)
    print(f"{acked} messages acked in {time.monotonic() - began:.0f} s with {KILLS} kills")
    assert acked > 50 * KILLS, "there was no load to speak of"
    return talk


def everyone_came_back(talk):
    assert min(person.connections for person in talk.people) >= KILLS
    assert [person.name for person in talk.people if person.outbox] == []


def acked_is_kept(talk, kept):
    """I1: each ack names the one row that holds exactly that text."""
    stored = {(conversation, client_id): (seq, text, sent_at) for conversation, seq, _sender, client_id, text, sent_at in kept["messages"]}
    for person in talk.people:
        for client_id, ack in person.acks.items():
            assert stored[(ack["conversation"], client_id)] == (ack["seq"], person.sent[client_id], ack["sent_at"])
    assert Counter(kept["asked"]) == dict.fromkeys(kept["heads"], 1)


def positions_have_no_gap(rows, heads):
    """I3"""
    for conversation, seq in heads.items():
        assert [row[0] for row in rows[conversation]] == list(range(1, seq + 1))


def nobody_is_doubled(rows):
    """I2"""
    for of_one in rows.values():
        assert max(Counter((sender, client_id) for _, sender, client_id, *_ in of_one).values()) == 1


def order_is_the_senders(rows):
    """I5: client ids were numbered as they were sent."""
    for of_one in rows.values():
        for sender in {row[1] for row in of_one}:
            numbers = [row[2] for row in of_one if row[1] == sender]
            assert numbers == sorted(numbers)


def screens_show_what_is_kept(talk, rows):
    """I4: what anybody read is the database's beginning, without a gap or a repeat; in the talks, all of it."""
    for person in talk.people:
        for conversation, lines in person.read.items():
            kept = [(seq, client_id, text) for seq, _sender, client_id, text, _at in rows[conversation]]
            assert lines == kept[: len(lines)]
            if len(kept) > 2:
                assert len(lines) == len(kept), f"{person.name} did not read all of {conversation}"


def one_winner_each(talk, kept):
    """I6: every "yours" is in the journal, and no lease was given twice."""
    claims = {(conversation, lease): member for conversation, member, lease in kept["claims"]}
    assert len(claims) == len(kept["claims"])
    for person, number in talk.members.items():
        for frame in person.won:
            assert claims[(frame["conversation"], frame["lease"])] == number
    for conversation, lease in kept["leases"].items():
        assert sorted(one for name, one in claims if name == conversation) == list(range(1, lease + 1, 2))


def test_a_server_told_to_stop_tells_its_clients_to_come_back_and_saves_what_it_took(server):
    from tests.wire_client import wire

    key = server.seed("Florian")["site_key"]
    token = server.visit(key)["token"]

    async def main():
        async with wire(server.live, token=token) as visitor:
            ack = await visitor.ask({"type": "ask", "client_id": "question-1", "text": "Bonjour"}, "ack")
            for number in range(200):
                say = {"type": "say", "client_id": f"client-{number:04}", "conversation": ack["conversation"], "text": "Allô ?"}
                await visitor.send(say)
            await visitor.get("ack")
            server.process.send_signal(signal.SIGTERM)
            code = await visitor.closed(15)
            acked = visitor.of("ack")
        return code, acked

    code, acked = run(main())
    assert code == 1012
    server.stop()
    kept = {row[3]: row[1] for row in json.loads(server.run("tests.kept"))["messages"]}
    assert {ack["client_id"]: ack["seq"] for ack in acked}.items() <= kept.items()
