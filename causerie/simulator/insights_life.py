"""Six months of a community that grew: told to the journal, as its verbs would have, and folded; the hours members were there."""

import math
import random
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from causerie.brands.models import Brand, Site, Topic
from causerie.conversations import facts
from causerie.conversations.models import Conversation
from causerie.insights import actions
from causerie.insights.models import Presence, Trial
from causerie.insights.periods import hour_of, place_of
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership

_MINUTE, _HOUR = 60_000, 3_600_000
_DAY = 24 * _HOUR
_DAYS = 182
_ZONE = "Europe/Paris"
_PAGES = {"fr": "/shop/listing/lille", "en": "/shop/listing/jura", "es": "/shop/listing/sevilla"}
_SHARED_PAGES = ("/shop/", "/shop/basket", "/shop/how", "/shop/prices", "/shop/insurance")
_PER_DAY = {"fr": 9, "en": 4, "es": 3}
# How likely somebody is there at each hour of the day: mornings a little, evenings most, nights never.
_USUAL = [0, 0, 0, 0, 0, 0, 0.05, 0.2, 0.45, 0.6, 0.65, 0.6, 0.5, 0.55, 0.6, 0.6, 0.65, 0.8, 0.92, 0.97, 0.95, 0.85, 0.45, 0.1]


def remember(brand: Brand, rng: random.Random) -> None:
    """Six months of figures for a brand made today. Talks of the last fortnight are those that `past` settled."""
    members = list(Membership.objects.filter(brand=brand, role="ambassador"))
    topics = list(Topic.objects.filter(brand=brand).order_by("id"))
    now = now_ms()
    with write():
        for site in brand.sites.order_by("id"):
            able = [member for member in members if site.language in member.languages]
            Fact.objects.bulk_create(_talks(site, able, topics, rng, now), batch_size=500)
            Presence.objects.bulk_create(_presence(site, rng, now), batch_size=500)
    _manage(brand, rng, now)


def _growth(day: int) -> float:
    """From a quarter at first to whole, over the first four months."""
    return min(1.0, 0.25 + 0.75 * day / 120)


def _talks(site: Site, members: list[Membership], topics: list[Topic], rng: random.Random, now: int) -> list[Fact]:
    told: list[tuple[int, Any]] = []
    for day in range(_DAYS):
        begin = (now // _DAY - _DAYS + day) * _DAY
        busy = _PER_DAY[site.language] * _growth(day) * (1.3 if (begin // _DAY + 3) % 7 > 4 else 1.0)
        for _ in range(_poisson(rng, busy)):
            at = begin + rng.choices(range(24), [0.02 + usual for usual in _USUAL])[0] * _HOUR + rng.randrange(_HOUR)
            told += _talk(site, members, topics, rng, at, day)
    told.sort(key=lambda row: row[0])
    return [_fact(at, fact) for at, fact in told if at < now - _HOUR]


def _fact(at: int, fact: Any) -> Fact:
    data = asdict(fact)
    return Fact(brand_id=data.pop("brand_id"), at=at, kind=fact.kind, data=data)


def _talk(site: Site, members: list[Membership], topics: list[Topic], rng: random.Random, at: int, day: int) -> Iterator[tuple[int, Any]]:
    """One question and what became of it; help grew quicker, and kinder, with the months."""
    # Numbers of the past: those that the rows of that moment would have had.
    here: dict[str, Any] = {"brand_id": site.brand_id, "conversation": ((at - 1_767_225_600_000) << 13) | rng.randrange(1 << 13)}
    topic = rng.choices([*topics, None], [5, 3, *[2] * max(0, len(topics) - 2), 3][: len(topics) + 1])[0]
    page = rng.choice([*_SHARED_PAGES, _PAGES[site.language], _PAGES[site.language]])
    again = rng.random() < 0.18
    yield at, facts.Asked(**here, site=site.id, language=site.language, topic=topic.id if topic else None, page=page, again=again)
    member, better = rng.choice(members), _growth(day)
    waited = int(rng.lognormvariate(math.log(150_000 - 95_000 * better), 0.8))
    if rng.random() > 0.72 + 0.22 * better:
        yield at + 3 * _MINUTE, facts.Closed(**here, member=None, by="visitor", lasted=0)
        return
    claimed = at + waited
    yield claimed, facts.Claimed(**here, site=site.id, member=member.id, lease=1, waited=waited)
    first = waited + rng.randrange(8_000, 40_000)
    yield at + first, facts.Replied(**here, member=member.id, waited=first)
    talked = int(rng.lognormvariate(math.log(8.5 * _MINUTE), 0.5))
    if rng.random() < 0.55 + 0.17 * better:
        yield claimed + talked, facts.Thanked(**here, member=member.id)
    if rng.random() < 0.4:
        stars = rng.choices([1, 2, 3, 4, 5], [2, 2, 6 - 3 * better, 20, 55 + 15 * better])[0]
        yield claimed + talked + 9_000, facts.Rated(**here, member=member.id, stars=stars)
    yield claimed + talked + _MINUTE, facts.Closed(**here, member=member.id, by="visitor", lasted=talked + _MINUTE, talked=talked)


def _poisson(rng: random.Random, mean: float) -> int:
    """Knuth's way: enough for small means."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product, count = product * rng.random(), count + 1
    return count


def _presence(site: Site, rng: random.Random, now: int) -> Iterator[Presence]:
    share = {"fr": 1.0, "en": 0.8, "es": 0.7}[site.language]
    for hour in range(hour_of(now) - _DAYS * 24, hour_of(now)):
        day, slot = place_of(hour, _ZONE)
        chance = _USUAL[slot % 24] * share * (0.75 if slot >= 144 else 1.0) * _growth(_DAYS - (hour_of(now) - hour) // 24)
        there = rng.random() < chance
        quorum = rng.choice([60, 60, 60, 45]) if there else 0
        yield Presence(
            brand_id=site.brand_id, site=site, quarter=hour * 4, day=day, slot=slot, looks=60, quorum=quorum, opened=quorum,
            free=quorum * rng.randrange(1, 4),
        )  # fmt: skip


def _manage(brand: Brand, rng: random.Random, now: int) -> None:
    """What the manager settled: yardsticks, a measurement of sales that begins, words to show."""
    manager = Membership.objects.filter(brand=brand, role="manager").first()
    if manager is None:
        return
    money = {"job_cost": 3200, "rewards_cost": 240, "gifts_cost": 120, "software_cost": 60, "manager_hours": 30, "manager_cost": 38}
    actions.settle(by=manager, values={name: Decimal(amount) for name, amount in money.items()})
    for number in Conversation.objects.filter(brand=brand, stars=5).exclude(comment="").values_list("id", flat=True)[:4]:
        actions.approve(by=manager, conversation=number, shown=True)
    site = brand.sites.filter(language="fr").first()
    if site:
        _sales(manager, site, rng, now)


def _sales(manager: Membership, site: Site, rng: random.Random, now: int) -> None:
    """Ten weeks of a shop in which the window brings a fifth more sales. It is over: whoever tries the demo finds the window open."""
    plan = actions.hold_out(by=manager, site=site, share=5)
    rows = []
    for hour in range(hour_of(now) - 70 * 24, hour_of(now)):
        off = plan.drawn(hour)
        views = 20 + int(260 * _USUAL[place_of(hour, _ZONE)[1] % 24]) + rng.randrange(20)
        sales = _poisson(rng, views * 0.03 * (1.0 if off else 1.2))
        rows.append(Trial(brand_id=site.brand_id, site=site, hour=hour, off=off, views=views, sales=sales, value=sales * 4_900))
    with write():
        Trial.objects.bulk_create(rows, batch_size=500)
    actions.hold_out(by=manager, site=site, share=0)
