"""Verbs of the manager: the brand, its sites and topics."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from causerie.brands.models import Brand, Greeting, Site, Topic
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

SITE_FIELDS = (
    "name", "language", "url", "allowed_origins", "launcher_text", "launcher_more", "greeting", "about", "colour", "position",
    "show_faces", "rewarded", "min_online", "widen_after", "offer_after", "silence_limit", "offline", "support_url",
)  # fmt: skip
MOST_GREETINGS = 20
MOST_TOPICS = 100
MOST_SITES = 200


def save_brand(*, by: Membership, name: str, colour: str, capacity_cap: int) -> Brand:
    """The brand's name, colour, and how many conversations one member may hold."""
    brand = by.brand
    brand.name, brand.colour, brand.capacity_cap = name, colour, capacity_cap
    with write():
        brand.save(update_fields=["name", "colour", "capacity_cap"])
    return brand


def add_site(*, by: Membership, name: str, language: str, url: str = "") -> Site:
    """A new site, which may be shown on its own address only. Raises Refused("bad_value") when there are too many."""
    with write():
        if Site.objects.filter(brand_id=by.brand_id).count() >= MOST_SITES:
            raise Refused("bad_value")
        origin = "/".join(url.split("/")[:3])
        return Site.objects.create(brand_id=by.brand_id, name=name, language=language, url=url, allowed_origins=origin)


def save_site(*, by: Membership, site: Site, values: Mapping[str, Any]) -> Site:
    """The settings of a site, already checked by its form."""
    _own(by, site)
    known = {name: values[name] for name in SITE_FIELDS if name in values}
    for name, value in known.items():
        setattr(site, name, value)
    with write():
        site.save(update_fields=list(known))
    return site


def add_greeting(*, by: Membership, site: Site, page_pattern: str, seconds: int, text: str) -> Greeting:
    """A bubble that greets first. Raises Refused("bad_value") when there are too many."""
    _own(by, site)
    with write():
        if site.greetings.count() >= MOST_GREETINGS:
            raise Refused("bad_value")
        return Greeting.objects.create(brand_id=by.brand_id, site=site, page_pattern=page_pattern, seconds=seconds, text=text)


def remove_greeting(*, by: Membership, greeting: Greeting) -> None:
    _own(by, greeting)
    with write():
        Greeting.objects.filter(id=greeting.id, brand_id=by.brand_id).delete()


def save_topic(*, by: Membership, topic: Topic | None, name: str, keywords: str = "", page_pattern: str = "") -> Topic:
    """A new topic, or a changed one. Raises Refused("conflict") when the name is taken, "bad_value" when there are too many."""
    words = ", ".join(dict.fromkeys(word.strip().lower() for word in keywords.split(",") if word.strip()))
    try:
        with write():
            if topic is None:
                if Topic.objects.filter(brand_id=by.brand_id).count() >= MOST_TOPICS:
                    raise Refused("bad_value")
                return Topic.objects.create(brand_id=by.brand_id, name=name, keywords=words, page_pattern=page_pattern)
            _own(by, topic)
            topic.name, topic.keywords, topic.page_pattern = name, words, page_pattern
            topic.save(update_fields=["name", "keywords", "page_pattern"])
            return topic
    except IntegrityError as error:
        raise Refused("conflict") from error


def remove_topic(*, by: Membership, topic: Topic) -> None:
    """Conversations and members that had it go on without."""
    _own(by, topic)
    with write():
        Topic.objects.filter(id=topic.id, brand_id=by.brand_id).delete()


def _own(by: Membership, what: Site | Topic | Greeting) -> None:
    if what.brand_id != by.brand_id:
        raise Refused("not_found")
