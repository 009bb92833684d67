"""When the window opens and closes, and that a lost wake-up is repaired by position."""

import asyncio
import json

import httpx
import msgspec
import pytest

from causerie.brands.models import Site
from causerie.conversations import wire as frames
from causerie.conversations.models import Conversation, Message
from causerie.conversations.roster import LINGER_S, Look, OnDuty, Roster, Window
from causerie.kernel.clock import now_ms
from causerie.realtime import gateway, hub
from tests.cast import new_brand, new_member
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire

FRENCH, SPANISH, OTHERS = "aaaa", "bbbb", "cccc"


@pytest.fixture
def clock():
    return [100.0]


@pytest.fixture
def told():
    return []


@pytest.fixture
def roster(clock, told):
    """Two windows of Nidéchange, one of another brand."""
    made = Roster(lambda topic, payload: told.append((topic, payload)), lambda: clock[0])
    look = Look(offline="leave", text="", more="", colour="#b5482a", ink="#fff", position="right", locale="fr", greetings=[])
    made.set_windows(
        [
            Window(id=1, key=FRENCH, brand=1, language="fr", min_online=2, show_faces=True, look=look, origins=[]),
            Window(id=2, key=SPANISH, brand=1, language="es", min_online=1, show_faces=True, look=look, origins=[]),
            Window(id=3, key=OTHERS, brand=2, language="fr", min_online=1, show_faces=True, look=look, origins=[]),
        ]
    )
    return made


def member(number, name, *, brand=1, languages=("fr",), sites=(), cap=4, **view):
    shown = frames.MemberView(id=number, name=name, photo=f"/faces/{number}.webp", languages=list(languages), **view)
    return OnDuty(id=number, brand=brand, view=shown, sites=frozenset(sites), topics=frozenset(), cap=cap)


def status(roster, key=FRENCH):
    return json.loads(roster.windows[key].status)


def test_it_opens_when_enough_members_are_here(roster):
    assert not status(roster)["open"]
    roster.put(member(1, "Florian"))
    assert not status(roster)["open"]
    roster.put(member(2, "Bernadette"))
    assert (status(roster)["open"], status(roster)["online"]) == (True, 2)
    assert [one["name"] for one in status(roster)["people"]] == ["Florian", "Bernadette"]


def test_outside_its_hours_it_is_closed_whoever_is_here(roster):
    for number, name in ((1, "Florian"), (2, "Bernadette")):
        roster.put(member(number, name))
    roster.windows[FRENCH].in_hours = False
    roster.refresh()
    assert (status(roster)["open"], status(roster)["online"], status(roster)["resting"]) == (False, 2, True)
    roster.windows[FRENCH].in_hours = True
    roster.refresh()
    assert (status(roster)["open"], status(roster)["resting"]) == (True, False)


def test_the_button_speaks_another_language_where_the_brand_wrote_it(roster):
    window = roster.windows[FRENCH]
    window.sayings = {"es": {"text": "¿Alguna pregunta?", "more": ""}}
    roster.refresh()
    assert json.loads(window.status_in(b"lang=es"))["text"] == "¿Alguna pregunta?"
    assert window.status_in(b"lang=xx") == window.status_in(b"") == window.status


@pytest.mark.parametrize(
    "who",
    [
        member(2, "Bernadette", state="paused"),
        member(2, "Bernadette", load=3, capacity=3),
        member(2, "Bernadette", load=2, capacity=3, cap=2),
        member(2, "Berta", languages=("es",)),
        member(2, "Camille", role="manager"),
        member(2, "Sam", role="support"),
        member(2, "Otto", brand=2),
        member(2, "Benoît", sites=(2,)),
    ],
    ids=lambda who: f"{who.view.name} {who.view.state} {who.view.load}/{who.view.capacity} of {who.cap} {who.view.role}",
)
def test_who_cannot_take_a_question_of_this_site_does_not_count(roster, who):
    roster.put(member(1, "Florian"))
    roster.put(who)
    assert (status(roster)["open"], status(roster)["online"]) == (False, 1)


def test_it_stays_open_for_some_seconds_after_the_last_free_member_was_taken(roster, clock):
    for number, name in ((1, "Florian"), (2, "Bernadette")):
        roster.put(member(number, name, capacity=1))
    roster.set_load(1, 1)
    clock[0] += LINGER_S - 0.1
    roster.refresh()
    assert (status(roster)["open"], status(roster)["online"]) == (True, 1)
    clock[0] += 0.1
    roster.refresh()
    assert not status(roster)["open"]


def test_a_claim_and_its_quick_end_do_not_make_it_flicker(roster, clock):
    for number, name in ((1, "Florian"), (2, "Bernadette")):
        roster.put(member(number, name, capacity=1))
    seen = []
    for _ in range(5):
        for load in (1, 0):
            roster.set_load(1, load)
            clock[0] += LINGER_S - 1
            roster.refresh()
            seen.append(status(roster)["open"])
    assert set(seen) == {True}


def test_when_nobody_at_all_is_left_it_closes_at_once(roster):
    for number, name in ((1, "Florian"), (2, "Bernadette")):
        roster.put(member(number, name))
    roster.remove(1)
    assert status(roster)["open"]
    roster.remove(2)
    assert not status(roster)["open"]


def test_a_setting_that_asks_for_more_members_closes_it(roster, clock):
    for number, name in ((1, "Florian"), (2, "Bernadette")):
        roster.put(member(number, name))
    window = roster.windows[FRENCH]
    more = Window(id=1, key=FRENCH, brand=1, language="fr", min_online=3, show_faces=True, look=window.look, origins=[])
    roster.set_windows([more])
    assert status(roster)["open"]
    clock[0] += LINGER_S
    roster.refresh()
    assert not status(roster)["open"]


def test_the_windows_of_other_sites_and_brands_are_unmoved(roster):
    before = [roster.windows[key].status for key in (SPANISH, OTHERS)]
    roster.put(member(1, "Florian"))
    roster.put(member(2, "Bernadette"))
    assert [roster.windows[key].status for key in (SPANISH, OTHERS)] == before


def test_another_brand_never_hears_who_is_here(roster, told):
    roster.put(member(1, "Florian"))
    roster.remove(1)
    assert {topic for topic, _ in told if topic[0] == "brand"} == {("brand", 1)}


def test_the_revision_rises_only_when_something_changed(roster):
    roster.put(member(1, "Florian"))
    before = status(roster)["revision"]
    roster.put(member(1, "Florian"))
    roster.refresh()
    assert status(roster)["revision"] == before
    roster.put(member(2, "Bernadette"))
    assert status(roster)["revision"] > before


# ---- over the wire -------------------------------------------------------------------------------------------------------


async def status_of(made, site):
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{made.url}/w/{site.key}/status.json")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cache-control"] == "public, max-age=5"
        assert "set-cookie" not in answer.headers
        return answer.json()


def inside(test):
    async def main():
        async with house() as made:
            await test(made)

    run(main())


def test_the_status_follows_who_comes_pauses_and_leaves(transactional_db, cast, otto):
    foreign = Site.objects.get(brand=otto.brand)
    florian = cast.members["florian"]

    async def follows(made):
        made.house.live.presence._grace = 0.05
        assert not (await status_of(made, cast.site))["open"]
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as one:
            assert (await status_of(made, cast.site))["open"]
            assert not (await status_of(made, foreign))["open"]
            await one.ask({"type": "status", "state": "paused"}, "ok")
            assert not (await status_of(made, cast.site))["open"]
            await one.ask({"type": "status", "state": "available"}, "ok")
            assert (await status_of(made, cast.site))["online"] == 1
        async with asyncio.timeout(5):
            while (await status_of(made, cast.site))["open"]:
                await asyncio.sleep(0.02)

    inside(follows)


def test_two_tabs_are_one_person_and_the_last_one_counts(transactional_db, cast):
    florian = cast.members["florian"]

    async def tabs(made):
        made.house.live.presence._grace = 0.05
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)):
            async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)):
                assert (await status_of(made, cast.site))["online"] == 1
            await asyncio.sleep(0.2)
            assert (await status_of(made, cast.site))["online"] == 1

    inside(tabs)


def test_a_tab_that_comes_back_within_the_grace_was_never_away(transactional_db, cast):
    florian, bernadette = cast.members["florian"], cast.members["bernadette"]

    async def reloads(made):
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(bernadette)) as watcher:
            for _ in range(3):
                async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)):
                    pass
            await watcher.ask({"type": "ping"}, "pong")
            assert [frame for frame in watcher.of("presence") if frame.get("gone")] == []

    inside(reloads)


def test_an_unknown_window_is_not_found(transactional_db, cast):
    async def asks(made):
        async with httpx.AsyncClient() as client:
            for key in ("ffffffffffffffff", "0", "a" * 32):
                assert (await client.get(f"{made.url}/w/{key}/status.json")).status_code == 404

    inside(asks)


# ---- lost wake-ups ------------------------------------------------------------------------------------------------------


async def talk_of(made, cast):
    """Jeanne and Florian, connected, in conversation: (their wires' context managers are the caller's) token and id."""
    from causerie.conversations import actions

    visitor, token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=cast.members["florian"], conversation=row)
    return token, row


def test_a_message_lost_on_its_way_is_repaired_by_the_next_heartbeat(transactional_db, cast, monkeypatch):
    """The bus drops it; `head` says a higher position; a fetch brings it (G7)."""
    monkeypatch.setattr(gateway, "HEARTBEAT_S", 0.1)

    async def loses(made):
        token, row = await talk_of(made, cast)
        florian = cast.members["florian"]
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as member,
        ):
            with monkeypatch.context() as broken:
                broken.setattr(hub, "send", lambda *_args: None)
                await jeanne.ask({"type": "say", "client_id": "client-01", "conversation": row.public_id, "text": "perdu en route"}, "ack")
            head = await member.get("head", where=lambda frame: frame["conversations"].get(row.public_id) == 2)
            assert member.of("message") == []
            assert head["conversations"] == {row.public_id: 2}
            found = await member.ask({"type": "fetch", "conversation": row.public_id, "after": 1}, "messages")
            assert [one["text"] for one in found["messages"]] == ["perdu en route"]

    inside(loses)


def test_a_message_written_behind_the_hubs_back_is_told_by_the_next_heartbeat(transactional_db, cast, monkeypatch):
    monkeypatch.setattr(gateway, "HEARTBEAT_S", 0.1)

    async def behind(made):
        token, row = await talk_of(made, cast)
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne:
            Message.objects.create(
                brand=cast.brand,
                conversation=row,
                seq=2,
                sender=cast.members["florian"].id,
                client_id="elsewhere",
                text="d'ailleurs",
                sent_at=now_ms(),
            )
            Conversation.objects.filter(id=row.id).update(last_seq=2)
            await jeanne.get("head", where=lambda frame: frame["conversations"][row.public_id] == 2)
            found = await jeanne.ask({"type": "fetch", "conversation": row.public_id, "after": 1}, "messages")
            assert [(one["text"], one["from"]["name"]) for one in found["messages"]] == [("d'ailleurs", "Florian")]

    inside(behind)


def test_what_was_missed_while_away_comes_with_resume(transactional_db, cast):
    async def resumes(made):
        token, row = await talk_of(made, cast)
        say = {"type": "say", "conversation": row.public_id}
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne:
            epoch = jeanne.frames[0]["epoch"]
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian:
            for number in range(3):
                await florian.ask({**say, "client_id": f"client-{number:02}", "text": f"réponse {number}"}, "ack")
        async with wire(made.live, origin=ORIGIN, token=token, resume={row.public_id: 1}, epoch=epoch) as again:
            missed = await again.get("messages")
            assert [one["seq"] for one in missed["messages"]] == [2, 3, 4]
            assert missed["head_seq"] == 4
        async with wire(made.live, origin=ORIGIN, token=token, resume={row.public_id: 1}, epoch="another history") as afresh:
            await afresh.ask({"type": "ping"}, "pong")
            assert afresh.of("messages") == []

    inside(resumes)


def test_the_same_message_again_is_the_same_ack_and_is_told_once(transactional_db, cast):
    async def repeats(made):
        token, row = await talk_of(made, cast)
        say = {"type": "say", "conversation": row.public_id, "client_id": "client-01", "text": "Bonjour"}
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(cast.members["florian"])) as florian,
        ):
            first = await jeanne.ask(say, "ack")
            assert await jeanne.ask(say, "ack") == first
            refused = await jeanne.ask({**say, "text": "Autre chose"}, "refused")
            assert (refused["code"], refused["re"]) == ("conflict", "client-01")
            await florian.ask({"type": "ping"}, "pong")
            assert len(florian.of("message")) == 1

    inside(repeats)


def test_status_answers_are_what_the_wire_says(roster):
    roster.put(member(1, "Florian"))
    assert {"open", "online", "people", "revision"} <= set(msgspec.json.decode(roster.windows[FRENCH].status))


def test_a_brand_made_while_the_server_runs_gets_its_window(transactional_db, cast):
    from causerie.conversations import clockwork

    async def opens(made):
        brand, site = new_brand("nouvelle", "Nouvelle")
        newcomer = new_member(brand, "Nina")
        await clockwork.load_windows(made.house.live)
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(newcomer)):
            assert (await status_of(made, site))["open"]
            assert not (await status_of(made, cast.site))["open"]

    inside(opens)
