"""Many hands, one question: exactly one takes it, everybody else hears who did (I6, A43 to A46).

`ROUNDS=200 pytest tests/test_claim_race.py` plays the 200 rounds over the wire too.
"""

import asyncio
import json
import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import httpx
import pytest
from django.db import connection

from causerie.conversations import actions
from causerie.conversations.models import Conversation
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from tests.cast import new_member
from tests.inside import run
from tests.wire_client import wire

PEOPLE = 200
ROUNDS = int(os.environ.get("ROUNDS", "12"))
# A connection may send 30 verbs at once: after so many rounds everybody comes back with a new one.
ROUNDS_A_CONNECTION = 25
CSRF = "c" * 32


async def tickets_for(server, people):
    headers = {"Origin": server.url, "X-CSRFToken": CSRF}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, limits=httpx.Limits(max_connections=8), timeout=30) as client:

        async def one(person):
            answer = await client.post("/desk/ticket", headers={"Cookie": f"session={person['session']}; csrftoken={CSRF}"})
            assert answer.status_code == 200, answer.text
            return answer.json()["ticket"]

        return await asyncio.gather(*(one(person) for person in people))


async def play(server, people, visitor_token, rounds):
    """Rounds over the wire, on fresh connections. Returns [(conversation, winner)]."""
    played = []
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(wire(server.live, token=visitor_token))
        wires = []
        for start in range(0, len(people), 20):
            some = people[start : start + 20]
            found = await tickets_for(server, some)
            wires += await asyncio.gather(*(stack.enter_async_context(wire(server.live, ticket=ticket)) for ticket in found))
        for number in range(rounds):
            client_id = f"question-{random.getrandbits(60):016x}"
            ack = await visitor.ask({"type": "ask", "client_id": client_id, "text": f"Question {number}"}, "ack")
            played.append(await one_round(people, wires, ack["conversation"]))
            for one in wires:
                one.frames.clear()
    return played


async def one_round(people, wires, conversation):
    async def waits(one):
        await one.get("queue", where=lambda frame: any(item["id"] == conversation for item in frame.get("added", [])), within=30)

    async def claims(one):
        await one.send({"type": "claim", "conversation": conversation})
        return await one.get("claimed", "refused", within=30)

    await asyncio.gather(*(waits(one) for one in wires))
    order = list(range(len(wires)))
    random.shuffle(order)
    answers = await asyncio.gather(*(claims(wires[n]) for n in order))
    won = [(n, answer) for n, answer in zip(order, answers, strict=True) if answer["type"] == "claimed"]
    assert len(won) == 1, won
    winner, claimed = won[0]
    lost = [answer for answer in answers if answer["type"] == "refused"]
    assert Counter((answer["code"], answer["by"], answer["conversation"]) for answer in lost) == {
        ("taken", people[winner]["name"], conversation): len(wires) - 1
    }
    end = {"type": "close", "conversation": conversation, "lease": claimed["lease"]}
    await wires[winner].ask(end, "closed")
    return conversation, people[winner]["id"]


CHECK = """
import json, sys, django
django.setup()
from causerie.journal.models import Fact
json.dump([[f.data["conversation"], f.data["member"]] for f in Fact.objects.filter(kind="claimed", brand__slug="course")], sys.stdout)
"""


def facts_of(server):
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", CHECK], env={**server.environ, "DJANGO_SETTINGS_MODULE": "causerie.config.settings"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.timeout(60 + 2 * ROUNDS)
def test_two_hundred_ambassadors_claim_one_question_over_the_wire(server):
    wish = {"brand": "course", "count": PEOPLE, "fields": {"capacity": 10}, "of_brand": {"capacity_cap": 10}}
    crowd = json.loads(server.run("tests.crowd", stdin=json.dumps(wish)))
    token = server.visit(crowd["site_key"])["token"]
    played = []
    while len(played) < ROUNDS:
        played += run(play(server, crowd["people"], token, min(ROUNDS_A_CONNECTION, ROUNDS - len(played))))
    from causerie.kernel.ids import from_public

    assert sorted(facts_of(server)) == sorted([from_public(conversation), winner] for conversation, winner in played)


def in_threads(count, work):
    """Call work(0) … work(count - 1), each in its own thread with its own connection, all let go at once."""
    gate = threading.Barrier(count)

    def one(number):
        try:
            gate.wait(10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def outcome(verb, **values):
    """What the verb answered, or the refusal."""
    try:
        return verb(**values)
    except Refused as refused:
        return refused


def asked(site):
    visitor, _token = actions.admit(site=site)
    return actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")[0]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_rounds_of_sixteen_threads_have_one_winner_each(cast):
    people = [new_member(cast.brand, f"Membre{n:02}", capacity=10) for n in range(16)]
    rounds = [asked(cast.site) for _ in range(200)]
    gate = threading.Barrier(len(people))
    answers = []

    def plays(number):
        for question in rounds:
            gate.wait(30)
            answer = outcome(actions.claim, by=people[number], conversation=question)
            answers.append((question.id, people[number], answer))
            if not isinstance(answer, Refused):
                actions.close(by=people[number], conversation=question, lease=answer.lease)

    in_threads(len(people), plays)
    told = Counter((fact.data["conversation"], fact.data["member"]) for fact in Fact.objects.filter(kind="claimed"))
    for question in rounds:
        of_round = [(member, answer) for number, member, answer in answers if number == question.id]
        winners = [member for member, answer in of_round if not isinstance(answer, Refused)]
        assert len(winners) == 1
        losers = [answer for _, answer in of_round if isinstance(answer, Refused)]
        assert len(losers) == len(people) - 1
        assert {answer.code for answer in losers} <= {"taken", "closed"}
        assert {answer.extra["by"] for answer in losers if answer.code == "taken"} <= {winners[0].name}
        assert told[question.id, winners[0].id] == 1
    assert told.total() == len(rounds)


@pytest.mark.django_db(transaction=True)
def test_one_person_who_claims_thirty_at_once_gets_three(cast, florian):
    Membership.objects.filter(id=florian.id).update(capacity=3)
    questions = [asked(cast.site) for _ in range(30)]
    answers = in_threads(15, lambda n: [outcome(actions.claim, by=florian, conversation=one) for one in questions[n::15]])
    flat = [answer for some in answers for answer in some]
    assert Counter("yes" if not isinstance(one, Refused) else one.code for one in flat) == {"yes": 3, "full": 27}
    assert Conversation.objects.filter(holder=florian, state="taken").count() == 3
    assert Fact.objects.filter(kind="claimed").count() == 3


@pytest.mark.django_db(transaction=True)
def test_claim_cancel_silence_and_hand_over_at_once_leave_one_state_and_one_story(cast, florian, bernadette, camille):
    for turn in range(30):
        question = asked(cast.site)
        visitor = question.visitor
        if turn % 2:
            actions.claim(by=florian, conversation=question)
        held = Conversation.objects.select_related("site", "holder").get(id=question.id)
        late = now_ms() + 300_000
        work = [
            lambda held=held: actions.claim(by=bernadette, conversation=held),
            lambda held=held: actions.claim(by=camille, conversation=held),
            lambda held=held, visitor=visitor: actions.close(by=visitor, conversation=held),
            lambda held=held, late=late: actions.step(conversation=held, holder_here=True, now=late),
            lambda held=held: actions.hand_over(by=florian, conversation=held, lease=1),
        ]
        random.shuffle(work)
        in_threads(len(work), lambda n, work=work: outcome(work[n]))
        row = Conversation.objects.get(id=question.id)
        assert row.state == "closed"
        story = [fact for fact in Fact.objects.order_by("id") if fact.data["conversation"] == question.id and fact.kind != "asked"]
        kinds = [fact.kind for fact in story]
        assert kinds[-1] == "closed"
        assert kinds[:-1] == ["claimed", "released"] * ((len(kinds) - 1) // 2) + ["claimed"] * ((len(kinds) - 1) % 2)
        assert [fact.data["lease"] for fact in story if fact.kind == "claimed"] == list(range(1, row.lease + 1, 2))
        assert row.lease == len(kinds) - 1
        assert story[-1].data["member"] == row.holder_id


@pytest.mark.django_db(transaction=True)
def test_a_claim_repeated_by_the_winner_is_the_same_claim(cast, florian):
    question = asked(cast.site)
    answers = in_threads(8, lambda _n: actions.claim(by=florian, conversation=question).lease)
    assert answers == [1] * 8
    assert Fact.objects.filter(kind="claimed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_thank_you_from_eight_tabs_is_one_thank_you(cast, florian):
    question = asked(cast.site)
    actions.claim(by=florian, conversation=question)
    in_threads(8, lambda _n: actions.thank(by=question.visitor, conversation=question))
    assert Fact.objects.filter(kind="thanked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_question_asked_eight_times_at_once_is_one_question(cast):
    visitor, _token = actions.admit(site=cast.site)
    answers = in_threads(8, lambda _n: actions.ask(by=visitor, client_id="question-1", text="Bonjour")[0].id)
    assert len(set(answers)) == 1
    assert Conversation.objects.filter(visitor=visitor).count() == 1
    assert Fact.objects.filter(kind="asked").count() == 1
