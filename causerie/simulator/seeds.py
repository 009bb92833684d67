"""Nidéchange, made through the same verbs as everything else: sites, people with faces, a feed with a past, talks that ended well."""

import json
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

from causerie.brands.models import Brand, Greeting, Site, Topic
from causerie.community import actions as community
from causerie.conversations import actions
from causerie.conversations.log import Append, commit
from causerie.conversations.models import PreparedAnswer
from causerie.kernel import files
from causerie.kernel.db import write
from causerie.people.models import Membership, Person
from causerie.simulator import (
    attentions_life,
    circle_life,
    community_life,
    insights_life,
    office_life,
    past,
    recruitment_life,
    rewards_life,
    safety_life,
    script,
)
from causerie.simulator.actors import THANKS

DATA = Path(__file__).with_name("data")
_PAST = 12


@lru_cache
def plan() -> dict[str, Any]:
    """The brand as it is written in data/brand.json."""
    return dict(json.loads((DATA / "brand.json").read_text(encoding="utf-8")))


def email(key: str) -> str:
    return f"{key}@{plan()['slug']}.example"


def password(key: str) -> str:
    """Known to everybody, good on this computer only."""
    return f"causerie-demo-{key}"


def lived_in() -> bool:
    """Whether others live in these data, and the demonstration does not yet."""
    brands = set(Brand.objects.values_list("slug", flat=True))
    return bool(brands) and plan()["slug"] not in brands


def seed(url: str) -> Brand:
    """The demonstration's brand; made once, its addresses follow the server's."""
    brand = Brand.objects.filter(slug=plan()["slug"]).first() or _make()
    with write():
        for site in brand.sites.all():
            site.url, site.allowed_origins = f"{url}/shop/", _origins(url)
            site.save(update_fields=["url", "allowed_origins"])
    office_life.see_the_tag(brand)
    return brand


def _origins(url: str) -> str:
    """The shop is served by ourselves: this computer's two names."""
    port = url.rsplit(":", 1)[-1]
    return " ".join(dict.fromkeys([url, f"http://127.0.0.1:{port}", f"http://localhost:{port}"]))


def _make() -> Brand:
    brand, members = _brand_and_people()
    rewards_life.earlier(brand, members)
    circle_life.household(brand, members["solene"])
    _past_talks(brand, [member for member in members.values() if member.role == Membership.Role.AMBASSADOR])
    community_life.earlier(members)
    _feed(members)
    community_life.lately(brand, members)
    past.settle(brand, random.Random(11))
    recruitment_life.grow(brand, members, recruitment_life.plan())
    rewards_life.recognised(brand, members)
    circle_life.two_more(brand, members["solene"])
    insights_life.remember(brand, random.Random(13))
    office_life.settle(brand, members)
    safety_life.live(brand)
    attentions_life.care(brand, members)
    return brand


def _brand_and_people() -> tuple[Brand, dict[str, Membership]]:
    faces = {row["key"]: _face(row["key"]) for row in plan()["people"]}
    with write():
        brand = Brand.objects.create(slug=plan()["slug"], name=plan()["name"], colour=plan()["colour"])
        for language, row in plan()["sites"].items():
            _site(brand, language, dict(row))
        topics = {
            name: Topic.objects.create(brand=brand, name=name, keywords=words, page_pattern=page) for name, words, page in plan()["topics"]
        }
        for shortcut, language, text in plan()["prepared"]:
            PreparedAnswer.objects.create(brand=brand, shortcut=shortcut, language=language, text=text)
        return brand, {row["key"]: _member(brand, row, faces[row["key"]], topics) for row in plan()["people"]}


def _face(key: str) -> str:
    """The stored picture of somebody who has one."""
    picture = DATA / "faces" / f"{key}.webp"
    return files.store(picture.read_bytes(), ".webp") if picture.exists() else ""


def _site(brand: Brand, language: str, row: dict[str, Any]) -> None:
    greetings = row.pop("greetings")
    site = Site.objects.create(brand=brand, language=language, rewarded=True, min_online=1, widen_after=40, offer_after=90, **row)
    for pattern, seconds, text in greetings:
        Greeting.objects.create(brand=brand, site=site, page_pattern=pattern, seconds=seconds, text=text)


def _member(brand: Brand, row: dict[str, Any], photo: str, topics: dict[str, Topic]) -> Membership:
    person = Person.objects.create_user(email(row["key"]), password(row["key"]), language=row["languages"][0])
    member = Membership.objects.create(
        brand=brand,
        person=person,
        role=row.get("role", "ambassador"),
        name=row["name"],
        photo=photo,
        story=row["story"],
        expertise=row["expertise"],
        languages=row["languages"],
        capacity=row.get("capacity", 3),
    )
    member.topics.set(topics[name] for name in row["topics"])
    return member


def _feed(members: dict[str, Membership]) -> None:
    for row in plan()["posts"]:
        picture = (DATA / row["picture"]).read_bytes() if "picture" in row else b""
        post = community.post(by=members[row["by"]], text=row["text"], title=row.get("title", ""), picture=picture)
        for key in row["likes"]:
            community.like(by=members[key], post=post)
        for key, text in row["comments"]:
            community.comment(by=members[key], post=post, text=text)


def _past_talks(brand: Brand, members: list[Membership]) -> None:
    """Some dialogues that were lived to the end, so that nothing begins empty."""
    rng = random.Random(7)
    chosen = rng.sample(script.read(), _PAST)
    sites = {site.language: site for site in brand.sites.all()}
    for dialogue in chosen:
        able = [member for member in members if dialogue.lang in member.languages]
        _lived(dialogue, sites[dialogue.lang], rng.choice(able), rng)


def _lived(dialogue: script.Dialogue, site: Site, member: Membership, rng: random.Random) -> None:
    visitor, _token = actions.admit(site=site)
    conversation, _first = actions.ask(by=visitor, client_id=f"past-{dialogue.id}", text=dialogue.question, locale=dialogue.lang)
    taken = actions.claim(by=member, conversation=conversation)
    for number, (by_visitor, text) in enumerate(dialogue.turns[1:], 2):
        sender, lease = (0, 0) if by_visitor else (member.id, taken.lease)
        commit(
            [
                Append(
                    brand=site.brand_id,
                    conversation=conversation.id,
                    sender=sender,
                    lease=lease,
                    client_id=f"past-{dialogue.id}-{number}",
                    text=text,
                )
            ]
        )
    actions.thank(by=visitor, conversation=conversation)
    actions.rate(by=visitor, conversation=conversation, stars=rng.choice([5, 5, 5, 4]), comment=rng.choice(THANKS[dialogue.lang]))
    actions.close(by=member, conversation=conversation, lease=taken.lease)
