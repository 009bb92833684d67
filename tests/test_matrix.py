"""Every address × everybody × own and foreign objects: what is not yours does not exist, in the same words as what never was.

The routes are walked from the URL resolver. A new one with only a brand's short name is looked at by itself; one that names an object fails
here with a sentence that says what to add.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from causerie.attentions import actions as attentions
from causerie.community import actions as community
from causerie.conversations import actions, wire
from causerie.conversations.models import Held, Report
from causerie.kernel.ids import to_public
from causerie.office import actions as office
from causerie.people.models import Membership
from causerie.safety import actions as safety
from tests.cast import Cast, new_brand, new_member
from tests.inside import ORIGIN, house, run
from tests.wire_client import wire as open_link

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY = 2**40
# Pages of the sign-in library, tested by itself and by people/tests: they name no object of a brand.
ELSEWHERE = ("account/",)


@dataclass
class World:
    """A brand with one object of each kind, and its people by role."""

    cast: Cast
    things: dict[str, Any]


@dataclass(frozen=True)
class Route:
    """A pattern of the resolver: `office/<slug:brand_slug>/topics/<int:number>/`, and the names in it."""

    pattern: str
    names: tuple[str, ...]

    def path(self, values: dict[str, Any]) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), self.pattern)


# For every route that names an object besides the brand: the object of a world, by the names in the route. To add a route, add a line here:
# the pattern, and how its own object is written in the address; make the object in `_world` when there is none of its kind yet.
OBJECTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "office/<slug:brand_slug>/reports/<int:number>/": lambda it: {"number": it["report"].id},
    "office/<slug:brand_slug>/people/<int:number>/end/": lambda it: {"number": it["leaver"].id},
    "office/<slug:brand_slug>/topics/<int:number>/": lambda it: {"number": it["topic"].id},
    "office/<slug:brand_slug>/topics/<int:number>/remove/": lambda it: {"number": it["topic"].id},
    "office/<slug:brand_slug>/sites/<int:number>/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/secret/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/preview/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/window/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/seen/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/history/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/history/<int:change>/undo/": lambda it: {
        "number": it["site"].id,
        "change": it["change"].id,
    },
    "office/<slug:brand_slug>/people/<int:number>/role/": lambda it: {"number": it["leaver"].id},
    "office/<slug:brand_slug>/answers/<int:number>/": lambda it: {"number": it["answer"].id},
    "office/<slug:brand_slug>/answers/<int:number>/remove/": lambda it: {"number": it["answer"].id},
    "office/<slug:brand_slug>/sites/<int:number>/greetings/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/sites/<int:number>/greetings/<int:greeting>/remove/": lambda it: {
        "number": it["site"].id,
        "greeting": it["greeting"].id,
    },
    "office/<slug:brand_slug>/live/<str:public_id>/": lambda it: {"public_id": it["talk"].public_id},
    "office/<slug:brand_slug>/live/<str:public_id>/join/": lambda it: {"public_id": it["talk"].public_id},
    "office/<slug:brand_slug>/safety/reports/<int:number>/": lambda it: {"number": it["report"].id},
    "office/<slug:brand_slug>/safety/reports/<int:number>/originals/": lambda it: {"number": it["report"].id},
    "office/<slug:brand_slug>/safety/reports/<int:number>/settle/": lambda it: {"number": it["report"].id},
    "office/<slug:brand_slug>/safety/reports/<int:number>/network/": lambda it: {"number": it["report"].id},
    "office/<slug:brand_slug>/safety/held/<int:number>/": lambda it: {"number": it["held"].id},
    "office/<slug:brand_slug>/safety/networks/<int:number>/lift/": lambda it: {"number": it["block"].id},
    "office/<slug:brand_slug>/safety/visitors/<int:number>/unblock/": lambda it: {"number": it["visitor"].id},
    "office/<slug:brand_slug>/privacy/sites/<int:number>/": lambda it: {"number": it["site"].id},
    "desk/<slug:brand_slug>/prepared/<int:number>/": lambda it: {"number": it["prepared"].id},
    "desk/<slug:brand_slug>/prepared/<int:number>/delete/": lambda it: {"number": it["prepared"].id},
    "community/posts/<int:number>": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/comments": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/like": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/delete": lambda it: {"number": it["post"].id},
    "community/comments/<int:number>/delete": lambda it: {"number": it["comment"].id},
    "community/posts/<int:number>/body": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/versions": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/edit": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/vote": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/pin": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/flag": lambda it: {"number": it["post"].id},
    "community/posts/<int:number>/answer": lambda it: {"number": it["post"].id},
    "community/comments/<int:number>": lambda it: {"number": it["comment"].id},
    "community/comments/<int:number>/edit": lambda it: {"number": it["comment"].id},
    "community/comments/<int:number>/flag": lambda it: {"number": it["comment"].id},
    "community/chat/<int:number>/flag": lambda it: {"number": it["said"].id},
    "community/chat/<int:number>/delete": lambda it: {"number": it["said"].id},
    "office/<slug:brand_slug>/moderation/feed/<str:kind>/<int:number>/": lambda it: {"kind": "post", "number": it["post"].id},
    "office/<slug:brand_slug>/suggestions/<int:number>/": lambda it: {"number": it["suggestion"].post_id},
    "office/<slug:brand_slug>/messages/<int:number>/": lambda it: {"number": it["leaver"].id},
    "office/<slug:brand_slug>/attentions/<int:number>/": lambda it: {"number": it["attention"].id},
    "office/<slug:brand_slug>/attentions/for/<int:number>/": lambda it: {"number": it["leaver"].id},
    "office/<slug:brand_slug>/attentions/gifts/<int:number>/": lambda it: {"number": it["gift"].id},
    "office/<slug:brand_slug>/attentions/gifts/<int:number>/stock/": lambda it: {"number": it["gift"].id},
    "office/<slug:brand_slug>/attentions/parcels/<int:number>/": lambda it: {"number": it["parcel"].id},
    "desk/<slug:brand_slug>/gift/<int:number>/": lambda it: {"number": it["parcel"].id},
    "desk/<slug:brand_slug>/people/<int:number>/": lambda it: {"number": it["leaver"].id},
    "community/pictures/<str:name>": lambda it: {"name": it["post"].picture},
}
# Rooms that look at their foreign objects in their own tests; here their routes are asked of a foreign brand and by every role.
# To have a route looked at wholly, move it to OBJECTS.
IN_THEIR_ROOM = ("/attentions/words/", "/recruitment/", "/rewards/", "/figures/", "/value/")


def _any(route: "Route") -> dict[str, Any]:
    """Values for the names of a route, of objects that nobody has."""
    written = re.findall(r"<(\w+):(\w+)>", route.pattern)
    return {name: 1 if kind == "int" else "x" for kind, name in written if name != "brand_slug"}


# Addresses that are public on purpose, or whose signed or random name is the right itself.
PUBLIC = {
    "faces/<str:name>": "photos stand on the window's button",
    "w/<str:site_key>/": "the window; its key stands in the shop's page",
    "w/<str:site_key>/picture/<str:name>": "what stands on the window's button",
    "w/<slug:site_key>/privacy/": "a site's privacy page",
    "w/<slug:site_key>/mine/": "holds nothing: the visitor's token is shown by the page's module",
    "w/<slug:site_key>/mine/export": "the visitor's token is the right (safety/tests)",
    "w/<slug:site_key>/mine/erase": "as above",
    "w/<slug:site_key>/mine/report": "as above",
    "w/<slug:site_key>/mine/decisions": "as above",
    "w/<slug:site_key>/mine/appeal": "as above",
    "w/<slug:site_key>/kept/": "asks for a mailed link: the same answer for every address (tests/test_canary)",
    "my-data/": "holds nothing: the mailed link's signed secret comes by POST (tests/test_canary)",
    "my-data/export/": "as above",
    "my-data/erase/": "as above",
    "rewards/<slug:brand_slug>/": "what members may be thanked with, and how: published by the brand",
    "join/<str:site_key>/": "the page for those who want to become members",
    "join/<str:site_key>/thanks/": "as above",
    "w/<str:site_key>/sold": "a shop's page tells of a sale: no object, nothing is answered",
    "stop/<str:code>/": "signed (notify/tests)",
    "appeal/<str:code>/": "signed (safety/tests)",
}


def routes(patterns: list[Any] | None = None, before: str = "") -> Iterator[Route]:
    """Every pattern under the resolver."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        written = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, written)
        elif isinstance(one, URLPattern):
            yield Route(written, tuple(re.findall(r"<(?:\w+:)?(\w+)>", written)))


def of_objects() -> list[Route]:
    """Routes that are asked for somebody else's objects."""
    return [route for route in asked_for() if not unknown(route)]


def asked_for() -> list[Route]:
    return [route for route in routes() if not route.pattern.startswith(ELSEWHERE) and route.pattern not in PUBLIC]


def _world(slug: str) -> World:
    cast = Cast(*new_brand(slug, slug.capitalize()))
    for role in Membership.Role.values:
        cast.members[role] = new_member(cast.brand, f"{role}-{slug}", role=role)
    cast.members["leaver"] = new_member(cast.brand, f"leaver-{slug}")
    helper, manager = cast.members["ambassador"], cast.members["manager"]
    visitor, token = actions.admit(site=cast.site, address="203.0.113.7")
    question, _first = actions.ask(by=visitor, client_id=f"ask-{slug}-1", text=f"Une question de {slug} ?")
    talk = actions.claim(by=helper, conversation=question)
    actions.complain(by=visitor, conversation=talk, reason=f"canari {slug}")
    post = community.post(by=helper, text=f"Bonjour {slug}", picture=_picture())
    topic = cast.brand.topics.get()
    things = {
        "talk": talk, "visitor": visitor, "token": token, "site": cast.site, "topic": topic, "post": post,
        "leaver": cast.members["leaver"], "comment": community.comment(by=helper, post=post, text="Oui"),
        "report": Report.objects.get(conversation=talk), "held": _held(talk, slug),
        "block": actions.block_network(by=manager, visitor=visitor, days=1, reason="test"),
        "greeting": cast.site.greetings.create(brand=cast.brand, page_pattern="/x", text="Bonjour"),
        "said": community.say(by=helper, text="Bonjour", client_id=f"said-{slug}-1"),
        "suggestion": _suggestion(helper),
        "change": office.save_site(by=manager, site=cast.site, values={"greeting": f"Bonjour de {slug}"}),
        "answer": cast.brand.preparedanswer_set.create(shortcut="team", text="Oui"),
        "prepared": cast.brand.preparedanswer_set.create(shortcut="ok", text="Oui", member=helper),
    }  # fmt: skip
    return World(cast, things | _care(manager, helper))


def _care(manager: Membership, helper: Membership) -> dict[str, Any]:
    """A touch, a gift, and a parcel that waits for an address."""
    gift = attentions.restock(by=manager, gift=attentions.save_gift(by=manager, gift=None, name="Tasse"), more=2)
    return {
        "gift": gift,
        "attention": attentions.note_by_hand(by=manager, member=helper, kind="other"),
        "parcel": attentions.give(by=manager, member=helper, gift=gift, client_id="matrix-1"),
    }


def _picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return data.getvalue()


def _suggestion(member: Membership) -> Any:
    return community.post(by=member, text="Et si…", corner="suggestions").suggestion


def _held(talk: Any, slug: str) -> Held:
    return Held.objects.create(brand_id=talk.brand_id, conversation=talk, client_id=f"held-{slug}", text="…", at=1)


@pytest.fixture
def worlds(statics):
    """One's own brand, and another."""
    return _world("mienne"), _world("autre")


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


def unknown(route: Route) -> bool:
    elsewhere = any(room in f"/{route.pattern}" for room in IN_THEIR_ROOM)
    return bool(set(route.names) - {"brand_slug"}) and route.pattern not in OBJECTS and not elsewhere


def test_every_route_is_in_the_matrix():
    new = [route.pattern for route in asked_for() if unknown(route)]
    assert not new, f"Add to OBJECTS in tests/test_matrix.py how these routes name an object (or to PUBLIC, with the reason): {new}"
    known = {route.pattern for route in routes()}
    assert [pattern for pattern in (*OBJECTS, *PUBLIC) if pattern not in known] == [], "These routes are gone: take them out of the matrix."


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
        values = OBJECTS[route.pattern](other.things) if route.pattern in OBJECTS else _any(route)
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
            values = OBJECTS[route.pattern](mine.things) if route.pattern in OBJECTS else _any(route)
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
            values = OBJECTS[route.pattern](mine.things) if route.pattern in OBJECTS else _any(route)
            status, _body = told(client, "GET", route.path({"brand_slug": mine.cast.brand.slug, **values}))
            assert status < 500, (actor, route.pattern, status)
            own = route.pattern in OBJECTS or not _any(route)
            if own and actor == "manager" and route.pattern.startswith("office/") and not route.pattern.endswith(_NOT_THE_MANAGERS):
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
