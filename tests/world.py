"""One brand with an object of every kind, and every address of the product with the object that it names."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from causerie.attentions import actions as attentions
from causerie.community import actions as community
from causerie.conversations import actions
from causerie.conversations.models import Held, Report
from causerie.kernel.clock import now_ms
from causerie.office import actions as office
from causerie.people.models import Membership
from causerie.recruitment import actions as recruitment
from causerie.rewards import actions as rewards
from causerie.rewards.models import Circle, Hold, Payout
from tests.cast import Cast, new_brand, new_member

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
    "office/<slug:brand_slug>/recruitment/invitations/<int:number>/cancel/": lambda it: {"number": it["invitation"].id},
    "office/<slug:brand_slug>/recruitment/applications/<int:number>/": lambda it: {"number": it["application"].id},
    "office/<slug:brand_slug>/recruitment/applications/<int:number>/trial/": lambda it: {"number": it["application"].id},
    "office/<slug:brand_slug>/recruitment/applications/<int:number>/trial/lines/": lambda it: {"number": it["application"].id},
    "office/<slug:brand_slug>/recruitment/applications/<int:number>/trial/end/": lambda it: {"number": it["application"].id},
    "office/<slug:brand_slug>/recruitment/campaigns/<int:number>/": lambda it: {"number": it["campaign"].id},
    "office/<slug:brand_slug>/recruitment/campaigns/<int:number>/run/": lambda it: {"number": it["campaign"].id},
    "office/<slug:brand_slug>/recruitment/settings/page/<int:number>/": lambda it: {"number": it["site"].id},
    "office/<slug:brand_slug>/recruitment/settings/quiz/<int:number>/": lambda it: {"number": it["quiz"].id},
    "office/<slug:brand_slug>/recruitment/settings/quiz/<int:number>/questions/": lambda it: {"number": it["quiz"].id},
    "office/<slug:brand_slug>/recruitment/settings/questions/<int:number>/remove/": lambda it: {"number": it["asked"].id},
    "office/<slug:brand_slug>/rewards/holds/<int:number>": lambda it: {"number": it["hold"].pk},
    "office/<slug:brand_slug>/rewards/redemptions/<int:number>": lambda it: {"number": it["redemption"].id},
    "office/<slug:brand_slug>/rewards/payouts/<int:number>": lambda it: {"number": it["payout"].id},
    "office/<slug:brand_slug>/rewards/catalogue/<int:number>/": lambda it: {"number": it["reward"].id},
    "office/<slug:brand_slug>/rewards/circles/<int:number>": lambda it: {"number": it["circle"].id},
    "office/<slug:brand_slug>/rewards/missions/<int:number>/end": lambda it: {"number": it["mission"].id},
    "office/<slug:brand_slug>/rewards/members/<int:number>/": lambda it: {"number": it["leaver"].id},
    "office/<slug:brand_slug>/rewards/transactions/<int:number>/reverse": lambda it: {"number": it["given"].id},
    "office/<slug:brand_slug>/figures/words/<int:conversation>/": lambda it: {"conversation": it["talk"].id},
    "office/<slug:brand_slug>/value/sales/<int:number>/": lambda it: {"number": it["site"].id},
    "desk/<slug:brand_slug>/rewards/<int:number>/redeem": lambda it: {"number": it["reward"].id},
    "desk/<slug:brand_slug>/rewards/redemptions/<int:number>/cancel": lambda it: {"number": it["redemption"].id},
    "desk/<slug:brand_slug>/rewards/redemptions/<int:number>/received": lambda it: {"number": it["redemption"].id},
    "desk/<slug:brand_slug>/rewards/holds/<int:number>/appeal": lambda it: {"number": it["hold"].pk},
    "desk/<slug:brand_slug>/rewards/pictures/<str:name>": lambda it: {"name": it["reward"].picture},
}
# What these name is no object of a brand: a month, a kind of words, a figure. Asked of foreign brands, and by every role.
NAMING_NOTHING: dict[str, dict[str, Any]] = {
    "office/<slug:brand_slug>/recruitment/settings/words/<str:kind>/<str:language>/": {"kind": "accepted", "language": "fr"},
    "office/<slug:brand_slug>/attentions/words/<str:kind>/<str:language>/": {"kind": "first", "language": "fr"},
    "office/<slug:brand_slug>/figures/<str:what>.<str:kind>": {"what": "figures", "kind": "csv"},
    "office/<slug:brand_slug>/figures/panel/<slug:key>/": {"key": "course"},
    "office/<slug:brand_slug>/value/report/<int:year>-<int:number>/": {"year": 2026, "number": 10},
}
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


def asked_for() -> list[Route]:
    """Routes that belong to somebody."""
    return [route for route in routes() if not route.pattern.startswith(ELSEWHERE) and route.pattern not in PUBLIC]


def unknown(route: Route) -> bool:
    """Whether it names something that nobody said here how to find."""
    return bool(set(route.names) - {"brand_slug"}) and route.pattern not in OBJECTS and route.pattern not in NAMING_NOTHING


def of_objects() -> list[Route]:
    """Routes that are asked for somebody else's objects."""
    return [route for route in asked_for() if not unknown(route)]


def named(route: Route, things: dict[str, Any]) -> dict[str, Any]:
    """What a route names besides the brand, in that world."""
    return OBJECTS[route.pattern](things) if route.pattern in OBJECTS else NAMING_NOTHING.get(route.pattern, {})


def world(slug: str) -> World:
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
    return World(cast, things | _care(manager, helper) | _coming_in(manager, topic) | _thanks(manager, helper, slug))


def _care(manager: Membership, helper: Membership) -> dict[str, Any]:
    """A touch, a gift, and a parcel that waits for an address."""
    gift = attentions.restock(by=manager, gift=attentions.save_gift(by=manager, gift=None, name="Tasse"), more=2)
    return {
        "gift": gift,
        "attention": attentions.note_by_hand(by=manager, member=helper, kind="other"),
        "parcel": attentions.give(by=manager, member=helper, gift=gift, client_id="matrix-1"),
    }


def _coming_in(manager: Membership, topic: Any) -> dict[str, Any]:
    """An invitation, a campaign, a quiz with a question, and an application with its trial."""
    site = manager.brand.sites.get()
    quiz = recruitment.save_quiz(by=manager, quiz=None, values={"topic": topic, "language": "fr", "title": "Les échanges", "active": True})
    page = recruitment.save_page(by=manager, site=site, values={"open": True})
    told = {"email": f"paul@{manager.brand.slug}.example.org", "name": "Paul", "motivation": "Aider."}
    application = recruitment.apply(page=page, values=told)
    assert application is not None
    recruitment.propose_trial(by=manager, application=application, question="Et si ma maison est abîmée ?")
    return {
        "application": application,
        "quiz": quiz,
        "asked": recruitment.add_question(by=manager, quiz=quiz, text="Et les clés ?", choices=["Oui", "Non"], right=0),
        "campaign": recruitment.draft(by=manager, site=site, name="Été", subject="Venez", text="Bonjour {first_name}"),
        "invitation": recruitment.invite(by=manager, email=f"{manager.brand.slug}@example.org", name="Zoé", languages=["fr"]),
    }


def _thanks(manager: Membership, helper: Membership, slug: str) -> dict[str, Any]:
    """Points given, one reward taken, one transaction that waits for a human, one payout on its way."""
    given = rewards.give(by=manager, to=helper, points=500, why="Merci", client_id=f"given-{slug}-1")
    reward = rewards.save_reward(by=manager, reward=None, title="Tasse", price=100, picture=_picture())
    payout = {"client_id": f"paid-{slug}", "key": slug, "points": 10, "worth": "1", "asked_at": 1, "due_at": 2**60}
    seen = {"members": [helper.pk], "count": 9, "of": 10, "expected": 1, "found_at": 1, "seen_at": 1}
    mission = {"title": "Un coup de main", "text": "Répondre", "counts": "helped", "times": 3, "until": now_ms() + 7 * 86_400_000}
    return {
        "circle": Circle.objects.create(brand=manager.brand, kind="circle", key=slug, **seen),
        "mission": rewards.propose_mission(by=manager, points=10, **mission),
        "given": given,
        "reward": reward,
        "redemption": rewards.redeem(by=helper, reward=reward, price=100, client_id=f"taken-{slug}-1"),
        "hold": Hold.objects.create(transaction=given, brand_id=manager.brand_id, member=helper, reasons=["no_answer"]),
        "payout": Payout.objects.create(brand=manager.brand, member=helper, **payout),
    }


def _picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "PNG")
    return data.getvalue()


def _suggestion(member: Membership) -> Any:
    return community.post(by=member, text="Et si…", corner="suggestions").suggestion


def _held(talk: Any, slug: str) -> Held:
    return Held.objects.create(brand_id=talk.brand_id, conversation=talk, client_id=f"held-{slug}", text="…", at=1)
