"""Every address × everybody × own and foreign objects: what is not yours does not exist, in the same words as what never was.

The routes are walked from the URL resolver. A new one with only a brand's short name is looked at by itself; one that names an object fails
here with a sentence that says what to add.
"""

import re
from typing import Any

import pytest
from django.test import Client

from causerie.conversations import wire
from causerie.kernel.ids import to_public
from causerie.people.models import Membership
from causerie.safety import actions as safety
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire as open_link
from tests.world import NAMING_NOTHING, OBJECTS, PUBLIC, asked_for, named, of_objects, routes, unknown, world

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = 2**40


@pytest.fixture
def worlds(statics):
    """One's own brand, and another."""
    return world("mienne"), world("autre")


def signed_in(member: Membership | None, token: str = "") -> Client:
    client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
    if member:
        client.force_login(member.person)
    return client


_CHANGING = re.compile(rb'nonce(?:=|-|: )"?[\w-]+|value="[A-Za-z0-9]{64}"|csrftoken[^;]*|/[\w/.@-]*\?next=[^"]*')


def told(client: Client, method: str, path: str) -> tuple[int, bytes]:
    """Status and body, without what differs between any two answers."""
    answer = client.get(path) if method == "GET" else client.post(path, {})
    body = b"" if answer.streaming else _CHANGING.sub(b"", answer.content)
    return answer.status_code, body.replace(path.encode(), b"")


def test_every_route_is_in_the_matrix():
    new = [route.pattern for route in asked_for() if unknown(route)]
    assert not new, f"Add to OBJECTS in tests/world.py how these routes name an object (or to PUBLIC, with the reason): {new}"
    known = {route.pattern for route in routes()}
    assert [pattern for pattern in (*OBJECTS, *NAMING_NOTHING, *PUBLIC) if pattern not in known] == [], (
        "These routes are gone: take them out of the matrix."
    )


def _missing(values: dict[str, Any]) -> dict[str, Any]:
    never = {int: NOBODY, str: to_public(NOBODY)}
    kept = {"name": "f" * 32 + ".webp", "kind": values.get("kind")}
    return {name: kept.get(name) or never[type(value)] for name, value in values.items()}


ACTORS = ("anonymous", "visitor", *Membership.Role.values)


@pytest.mark.parametrize("actor", ACTORS)
def test_a_foreign_object_is_one_that_never_was(worlds, actor):
    mine, other = worlds
    client = signed_in(mine.cast.members.get(actor), mine.things["token"] if actor == "visitor" else "")
    seen = []
    for route in of_objects():
        if route.pattern not in OBJECTS:
            continue
        own_slug = {"brand_slug": mine.cast.brand.slug} if "brand_slug" in route.names else {}
        foreign = OBJECTS[route.pattern](other.things)
        for method in ("GET", "POST"):
            theirs = told(client, method, route.path({**own_slug, **foreign}))
            never = told(client, method, route.path({**own_slug, **_missing(foreign)}))
            seen += [(method, route.pattern)] if theirs != never else []
            assert theirs[0] in (302, 401, 403, 404, 405), (method, route.pattern, theirs[0])
    assert seen == [], "A foreign object differs from a missing one."


@pytest.mark.parametrize("actor", ACTORS)
def test_a_foreign_brand_is_one_that_never_was(worlds, actor):
    """The other brand's manager is just everybody's case of this: a manager elsewhere."""
    mine, other = worlds
    client = signed_in(mine.cast.members.get(actor), mine.things["token"] if actor == "visitor" else "")
    differing = []
    for route in of_objects():
        if "brand_slug" not in route.names:
            continue
        values = named(route, other.things)
        for method in ("GET", "POST"):
            theirs = told(client, method, route.path({"brand_slug": other.cast.brand.slug, **values}))
            never = told(client, method, route.path({"brand_slug": "never-was", **values}))
            differing += [(method, route.pattern)] if theirs != never else []
            assert theirs[0] in (302, 401, 403, 404, 405), (method, route.pattern, theirs[0])
    assert differing == [], "A foreign brand differs from one that never was."


def test_nobody_but_the_team_finds_the_office(worlds):
    mine, _other = worlds
    for actor, allowed in (("anonymous", {302}), ("visitor", {302}), ("ambassador", {404})):
        client = signed_in(mine.cast.members.get(actor), mine.things["token"] if actor == "visitor" else "")
        for route in of_objects():
            if not route.pattern.startswith("office/<slug:brand_slug>/"):
                continue
            values = named(route, mine.things)
            for method in ("GET", "POST"):
                status, _body = told(client, method, route.path({"brand_slug": mine.cast.brand.slug, **values}))
                assert status in allowed, (actor, method, route.pattern, status)


# A talk is read by whoever joined it, a brand is founded by an owner.
_NOT_THE_MANAGERS = ("live/<str:public_id>/", "brand/new/")


def test_every_page_answers_its_own_people(worlds):
    """The manager reads every page of their brand; nothing breaks for anybody."""
    mine, _other = worlds
    for actor in ("manager", "owner", "support", "analyst", "ambassador"):
        client = signed_in(mine.cast.members[actor])
        for route in of_objects():
            values = named(route, mine.things)
            status, _body = told(client, "GET", route.path({"brand_slug": mine.cast.brand.slug, **values}))
            assert status < 500, (actor, route.pattern, status)
            if actor == "manager" and route.pattern.startswith("office/") and not route.pattern.endswith(_NOT_THE_MANAGERS):
                assert status in (200, 302, 405), (route.pattern, status)


def frames_about_a_talk() -> list[type]:
    """Every frame of a client that names a conversation, but the soft ones, which are never answered."""
    soft = (wire.Typing, wire.Seen)
    return [one for one in wire.FromClient.__args__ if "conversation" in one.__struct_fields__ and one not in soft]  # type: ignore[attr-defined]


_FILL = {
    "client_id": "never-said-1",
    "text": "x",
    "after": 0,
    "lease": 1,
    "stars": 5,
    "email": "a@example.org",
    "reason": "x",
    "state": "paused",
}


def test_a_foreign_talk_is_one_that_never_was_on_the_wire(worlds):
    mine, other = worlds
    foreign, never = other.things["talk"].public_id, to_public(NOBODY)

    async def ask(link: Any, frame: type, talk: str, key: str) -> tuple[str, str]:
        needed = {name: _FILL[name] for name in frame.__struct_fields__ if name in _FILL}  # type: ignore[attr-defined]
        if "client_id" in needed:
            needed["client_id"] = key
        tag = frame.__struct_config__.tag  # type: ignore[attr-defined]
        answer = await link.ask({"type": tag, **needed, "conversation": talk}, "refused", "messages", "ok")
        return answer["type"], answer.get("code", "")

    async def all_of_them() -> None:
        async with (
            house() as made,
            open_link(made.live, origin=ORIGIN, token=mine.things["token"]) as visitor,
            open_link(made.live, origin=ORIGIN, ticket=made.ticket(mine.cast.members["ambassador"])) as member,
            open_link(made.live, origin=ORIGIN, ticket=made.ticket(mine.cast.members["manager"])) as manager,
        ):
            for link in (visitor, member, manager):
                for frame in frames_about_a_talk():
                    one, two = await ask(link, frame, foreign, "foreign-1"), await ask(link, frame, never, "never-001")
                    assert one == two, (frame, one, two)
                    assert one[0] == "refused", (frame, one)

    run(all_of_them())


def test_a_decision_of_another_brand_is_refused_by_the_verb_itself(worlds):
    from causerie.kernel.refusal import Refused

    mine, other = worlds
    with pytest.raises(Refused, match="not_found"):
        safety.decide(by=mine.cast.members["manager"], report=other.things["report"], what="nothing")
