"""Narrow moments of the live part: somebody leaves while something is read for them, a right ends, the database fails."""

import asyncio
import contextlib
import threading

from django.db import OperationalError

from causerie.brands.models import Site
from causerie.conversations import access, actions, queries, reads
from causerie.conversations.models import Conversation
from causerie.people.models import Membership, Person
from causerie.realtime import hub
from tests.inside import ORIGIN, house, run
from tests.wire_client import open_wire, wire


def inside(test):
    async def main():
        async with house() as made:
            await test(made)

    run(main())


class Slow:
    """A read that waits until it is let through."""

    def __init__(self, monkeypatch, where, name):
        self.reached, self.go = threading.Event(), threading.Event()
        real = getattr(where, name)

        def waits(*args):
            found = real(*args)
            self.reached.set()
            self.go.wait(10)
            return found

        monkeypatch.setattr(where, name, waits)

    async def until_reached(self):
        await asyncio.to_thread(self.reached.wait, 10)


async def settled(made):
    """Everything that was begun has ended."""
    while made.house.live.tasks:
        await asyncio.sleep(0.01)


def test_who_leaves_while_their_hello_is_read_is_not_a_listener_for_ever(transactional_db, cast, monkeypatch):
    visitor, token = actions.admit(site=cast.site)

    async def leaves(made):
        slow = Slow(monkeypatch, access, "visitor_of")
        async with open_wire(made.live, origin=ORIGIN) as one:
            await one.send({"type": "hello", "token": token})
            await slow.until_reached()
        while made.house.gateway.links:
            await asyncio.sleep(0.01)
        slow.go.set()
        await settled(made)
        assert ("visitor", visitor.id) not in hub._topics

    inside(leaves)


def test_a_second_tab_that_closes_during_its_hello_does_not_send_the_person_away(transactional_db, cast, monkeypatch):
    florian = cast.members["florian"]

    async def closes(made):
        made.house.live.presence._grace = 0.05
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)):
            slow = Slow(monkeypatch, reads, "desk_snapshot")
            async with open_wire(made.live, origin=ORIGIN) as second:
                await second.send({"type": "hello", "ticket": made.ticket(florian)})
                await slow.until_reached()
            while len(made.house.gateway.links) > 1:
                await asyncio.sleep(0.01)
            slow.go.set()
            await settled(made)
            await asyncio.sleep(0.2)
            assert florian.id in made.house.live.roster.members

    inside(closes)


def test_when_the_database_fails_during_hello_the_client_is_told_or_let_go(transactional_db, cast, monkeypatch):
    _visitor, token = actions.admit(site=cast.site)

    def broken(_visitor):
        raise OperationalError("database is locked")

    async def fails(made):
        monkeypatch.setattr(queries, "visitors_conversations", broken)
        async with open_wire(made.live, origin=ORIGIN) as one:
            await one.send({"type": "hello", "token": token})
            with contextlib.suppress(TimeoutError):
                await one.closed(1)
            assert one.of("refused") or one.socket.close_code, "still open, and silent for ever"

    inside(fails)


def test_what_is_given_back_while_a_second_tab_says_hello_is_not_followed_there(transactional_db, cast, monkeypatch):
    florian = cast.members["florian"]
    visitor, token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=florian, conversation=row)

    async def gives_back(made):
        async with wire(made.live, origin=ORIGIN, token=token) as jeanne:
            slow = Slow(monkeypatch, reads, "desk_snapshot")
            async with open_wire(made.live, origin=ORIGIN) as tab:
                await tab.send({"type": "hello", "ticket": made.ticket(florian)})
                await slow.until_reached()
                await asyncio.to_thread(actions.release, by=florian, conversation=row, lease=1)
                slow.go.set()
                await tab.get("welcome")
                say = {"type": "say", "client_id": "client-01", "conversation": row.public_id, "text": "un secret"}
                await jeanne.ask(say, "ack")
                await tab.ask({"type": "ping"}, "pong")
                assert tab.of("message") == []

    inside(gives_back)


def test_a_member_of_other_sites_does_not_read_a_question_they_could_not_see(transactional_db, cast):
    florian = cast.members["florian"]
    florian.sites.add(Site.objects.create(brand=cast.brand, name="Nidéchange España", language="es"))

    async def reads_it(made):
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as one:
            actions.ask(by=actions.admit(site=cast.site)[0], client_id="question-1", text="un secret")
            await asyncio.sleep(0.1)
            await one.ask({"type": "ping"}, "pong")
            assert "un secret" not in str(one.frames)

    inside(reads_it)


def test_a_language_we_do_not_speak_costs_nothing(transactional_db, cast):
    from django.utils.translation import trans_real

    async def babble(made):
        before = set(trans_real._translations)
        for letters in ("qq", "ж/", "..", "\x00a"):
            async with open_wire(made.live, origin=ORIGIN) as one:
                await one.send({"type": "hello", "token": "x", "locale": letters})
                assert await one.closed() == 4401
        assert set(trans_real._translations) <= before | {"en", "fr", "es"}

    inside(babble)


def test_refusals_speak_the_persons_language(transactional_db, cast):
    async def speaks(made):
        said = {}
        for locale in ("fr-FR", "en", "es"):
            async with open_wire(made.live, origin=ORIGIN) as one:
                await one.send({"type": "hello", "token": "x", "locale": locale})
                await one.closed()
                said[locale] = one.of("refused")[0]["message"]
        assert len(set(said.values())) == 3

    inside(speaks)


def test_who_leaves_the_community_is_out_and_their_questions_go_back(transactional_db, cast):
    """G12: within five seconds; here at once."""
    from causerie.recruitment.actions import end_membership

    florian, camille = cast.members["florian"], cast.members["camille"]
    visitor, _token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=florian, conversation=row)

    async def ends(made):
        async with wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as one:
            await asyncio.to_thread(end_membership, by=camille, member=florian)
            assert await one.closed() == 4403
        async with open_wire(made.live, origin=ORIGIN) as again:
            await again.send({"type": "hello", "ticket": made.ticket(florian)})
            assert await again.closed() == 4401
        assert Conversation.objects.get().state == "waiting"

    inside(ends)


def test_frames_sent_before_welcome_wait_and_nothing_falls_between(transactional_db, cast, monkeypatch):
    """G6: what happens while the snapshot is read comes after it."""
    visitor, token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")

    async def happens(made):
        slow = Slow(monkeypatch, queries, "visitors_conversations")
        async with open_wire(made.live, origin=ORIGIN) as one:
            await one.send({"type": "hello", "token": token})
            await slow.until_reached()
            await asyncio.to_thread(actions.claim, by=cast.members["florian"], conversation=row)
            slow.go.set()
            await one.get("conversation", where=lambda frame: frame["conversation"]["state"] == "taken")
            kinds = [frame["type"] for frame in one.frames]
            assert kinds[0] == "welcome"
            assert one.frames[0]["conversations"][0]["state"] == "waiting"

    inside(happens)


def test_a_connection_that_ended_listens_to_nothing():
    from causerie.realtime.link import Link

    link = Link(None, "127.0.0.1")
    link.gone()
    link.listen(("brand", 1))
    assert link.topics == set()


def test_an_account_that_is_closed_by_any_hand_is_out_within_five_seconds_and_gives_its_questions_back(transactional_db, cast):
    """G12: the operator, another process, a role that no longer answers: the clock looks, no verb has to tell."""
    florian, bernadette = cast.members["florian"], cast.members["bernadette"]
    visitor, _token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=florian, conversation=row)

    def ends():
        Person.objects.filter(id=florian.person_id).update(is_active=False)
        Membership.objects.filter(id=bernadette.id).update(role="analyst")

    async def closes(made):
        camille = cast.members["camille"]
        async with (
            wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as one,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(bernadette)) as two,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(camille)) as stays,
        ):
            await asyncio.to_thread(ends)
            assert await one.closed() == await two.closed() == 4403
            gone: set[int] = set()
            while gone < {florian.id, bernadette.id}:
                gone |= set((await stays.get("presence", where=lambda frame: bool(frame.get("gone"))))["gone"])
            back = await stays.get("queue")
            assert back["added"][0]["id"] == row.public_id
            assert (await stays.ask({"type": "ping"}, "pong"))["type"] == "pong"
        assert Conversation.objects.get().state == "waiting"

    inside(closes)


def test_a_new_name_and_face_show_at_once_to_everybody(transactional_db, cast, client):
    florian, bernadette = cast.members["florian"], cast.members["bernadette"]
    visitor, token = actions.admit(site=cast.site)
    row, _first = actions.ask(by=visitor, client_id="question-1", text="La maison est-elle assurée ?")
    actions.claim(by=florian, conversation=row)
    client.force_login(florian.person)

    def changes():
        form = {"name": "Flo", "expertise": "jardins", "story": "Vingt échanges", "languages": ["fr"]}
        assert client.post("/desk/nidechange/me/", form).status_code == 302

    async def sees(made):
        async with (
            wire(made.live, origin=ORIGIN, token=token) as jeanne,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(florian)) as own,
            wire(made.live, origin=ORIGIN, ticket=made.ticket(bernadette)) as other,
        ):
            await asyncio.to_thread(changes)
            changed = await other.get("presence", where=lambda frame: any(one["name"] == "Flo" for one in frame.get("changed", [])))
            assert (changed["changed"][0]["expertise"], changed["changed"][0]["languages"]) == ("jardins", ["fr"])
            told = await jeanne.get("conversation", where=lambda frame: frame["conversation"]["holder"]["name"] == "Flo")
            assert told["conversation"]["holder"]["story"] == "Vingt échanges"
            await own.ask({"type": "say", "client_id": "answer-01", "conversation": row.public_id, "text": "Oui."}, "ack")
            assert (await jeanne.get("message"))["from"]["name"] == "Flo"

    inside(sees)
