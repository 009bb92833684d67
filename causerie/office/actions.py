"""Verbs of the manager: the brand, its sites and topics. Each writes its line in the audit log with the change."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError

from causerie.brands.models import Brand, Greeting, Site, Topic
from causerie.journal import audit
from causerie.journal.models import Change
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.office.founding import ZONES
from causerie.office.origins import origin_of
from causerie.people.models import Membership

SITE_FIELDS = (
    "name", "language", "url", "allowed_origins", "launcher_text", "launcher_more", "greeting", "about", "colour", "position",
    "show_faces", "rewarded", "recruiting", "min_online", "widen_after", "offer_after", "silence_limit", "offline", "support_url",
    "offline_text", "reward_label", "picture", "words", "time_zone", "hours",
)  # fmt: skip
BRAND_FIELDS = ("name", "colour", "capacity_cap", "words")
MOST_GREETINGS = 20
MOST_TOPICS = 100
MOST_SITES = 200


def save_brand(*, by: Membership, values: Mapping[str, Any]) -> Brand:
    """The brand's name, colour, words, and how many conversations one member may hold; `values` are already checked by their form."""
    with write():
        brand = Brand.objects.select_for_update().get(id=by.brand_id)
        _set(by, brand, {name: values[name] for name in BRAND_FIELDS if name in values}, "brand_set")
    return brand


def _set(by: Membership, row: Brand | Site | Topic, values: Mapping[str, Any], kind: str, undoes: Change | None = None) -> Change | None:
    """Changes what differs and notes it; None when nothing did."""
    changed = audit.differences(row, values)
    if not changed:
        return None
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=list(changed))
    return audit.note(by=by, kind=kind, subject=row, name=row.name, changes=changed, undoes=undoes)


def add_site(*, by: Membership, name: str, language: str, url: str = "") -> Site:
    """A new site, which may be shown on its own address only. Raises Refused("bad_value") when there are too many."""
    with write():
        if Site.objects.filter(brand_id=by.brand_id).count() >= MOST_SITES:
            raise Refused("bad_value")
        origin = origin_of(url) if url else ""
        made = Site.objects.create(
            brand_id=by.brand_id, name=name, language=language, url=url, allowed_origins=origin, time_zone=ZONES.get(language, "UTC")
        )
        audit.note(by=by, kind="site_added", subject=made, name=name)
    return made


def save_site(*, by: Membership, site: Site, values: Mapping[str, Any]) -> Change | None:
    """The settings of a site, already checked by its form. Returns the log's line, or None when nothing changed."""
    _own(by, site)
    with write():
        fresh = Site.objects.select_for_update().select_related("brand").get(id=site.id)
        return _set(by, fresh, {name: values[name] for name in SITE_FIELDS if name in values}, "site_set")


def undo(*, by: Membership, change: Change) -> Change:
    """Puts the settings of a site back to what they were before that change, once.

    Raises Refused("not_found") for what is not a site's setting of this brand, "conflict" when they were changed again since.
    """
    if change.brand_id != by.brand_id or change.kind != "site_set":
        raise Refused("not_found")
    try:
        with write():
            site = Site.objects.select_for_update().filter(brand_id=by.brand_id, id=int(change.subject.partition(":")[2])).first()
            if site is None:
                raise Refused("not_found")
            if any(getattr(site, field) != after for field, (_before, after) in change.changes.items()):
                raise Refused("conflict")
            made = _set(by, site, {field: before for field, (before, _after) in change.changes.items()}, "site_set", undoes=change)
    except IntegrityError as error:
        raise Refused("conflict") from error
    if made is None:
        raise Refused("conflict")
    return made


def keep_picture(*, by: Membership, site: Site, picture: str) -> Change | None:
    """The button's own picture: the name of a stored file, or "" for none. The one before stays, so that the change can be undone."""
    return save_site(by=by, site=site, values={"picture": picture})


def show_secret(*, by: Membership, site: Site) -> str:
    """The secret that signs customers' names; that it was looked at is noted."""
    _own(by, site)
    with write():
        audit.note(by=by, kind="secret_shown", subject=site, name=site.name)
    return site.identify_secret


def add_greeting(*, by: Membership, site: Site, page_pattern: str, seconds: int, text: str) -> Greeting:
    """A bubble that greets first. Raises Refused("bad_value") when there are too many."""
    _own(by, site)
    with write():
        if site.greetings.count() >= MOST_GREETINGS:
            raise Refused("bad_value")
        made = Greeting.objects.create(brand_id=by.brand_id, site=site, page_pattern=page_pattern, seconds=seconds, text=text)
        audit.note(by=by, kind="greeting_added", subject=site, name=site.name, changes=_greeting(made, added=True))
    return made


def remove_greeting(*, by: Membership, greeting: Greeting) -> None:
    _own(by, greeting)
    with write():
        gone, _ = Greeting.objects.filter(id=greeting.id, brand_id=by.brand_id).delete()
        if gone:
            audit.note(
                by=by, kind="greeting_removed", subject=greeting.site, name=greeting.site.name, changes=_greeting(greeting, added=False)
            )


def _greeting(greeting: Greeting, *, added: bool) -> dict[str, list[Any]]:
    values = {name: getattr(greeting, name) for name in ("page_pattern", "seconds", "text")}
    return {name: [None, value] if added else [value, None] for name, value in values.items()}


def save_topic(*, by: Membership, topic: Topic | None, name: str, keywords: str = "", page_pattern: str = "") -> Topic:
    """A new topic, or a changed one. Raises Refused("conflict") when the name is taken, "bad_value" when there are too many."""
    words = ", ".join(dict.fromkeys(word.strip().lower() for word in keywords.split(",") if word.strip()))
    values = {"name": name, "keywords": words, "page_pattern": page_pattern}
    try:
        with write():
            return _add_topic(by, values) if topic is None else _change_topic(by, topic, values)
    except IntegrityError as error:
        raise Refused("conflict") from error


def _add_topic(by: Membership, values: Mapping[str, str]) -> Topic:
    if Topic.objects.filter(brand_id=by.brand_id).count() >= MOST_TOPICS:
        raise Refused("bad_value")
    made = Topic.objects.create(brand_id=by.brand_id, **values)
    audit.note(by=by, kind="topic_added", subject=made, name=made.name)
    return made


def _change_topic(by: Membership, topic: Topic, values: Mapping[str, str]) -> Topic:
    _own(by, topic)
    fresh = Topic.objects.select_for_update().get(id=topic.id)
    _set(by, fresh, values, "topic_set")
    return fresh


def remove_topic(*, by: Membership, topic: Topic) -> None:
    """Conversations and members that had it go on without."""
    _own(by, topic)
    with write():
        if Topic.objects.filter(id=topic.id, brand_id=by.brand_id).exists():
            audit.note(by=by, kind="topic_removed", subject=topic, name=topic.name)
            Topic.objects.filter(id=topic.id, brand_id=by.brand_id).delete()


def note_mail(*, by: Membership, outcome: str) -> None:
    """That somebody tried the mail, and what became of it."""
    with write():
        audit.note(by=by, kind="mail_tried", changes={"outcome": [None, outcome]})


def _own(by: Membership, what: Site | Topic | Greeting) -> None:
    if what.brand_id != by.brand_id:
        raise Refused("not_found")
