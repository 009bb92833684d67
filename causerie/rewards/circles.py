"""Circles: who rewards whom far above chance. Looked for once an hour; what is found waits for a human, and so do its rewards.

Nothing is taken back by itself. Visitors are numbers, networks the keyed digests that conversations keep for some days.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from causerie.conversations import queries as conversations
from causerie.kernel.db import write
from causerie.rewards import fairness
from causerie.rewards.fairness import Given, Odd, Watch
from causerie.rewards.models import Circle, Head, Talk, Transaction
from causerie.rewards.queries import rulebook
from causerie.rewards.rules import DAY, HOUR, Rules

WINDOW = 30 * DAY
EVERY = HOUR
_MARK = 12
Thanks = tuple[int, int, int, str, int | None]
"""(visitor, member, instant, language, topic)"""


def look(now: int) -> int:
    """Every brand whose last look is an hour old. Returns how many circles are open that were not before."""
    due = list(Head.objects.filter(looked_at__lte=now - EVERY).values_list("brand", flat=True))
    return sum(_look(brand_id, now) for brand_id in due)


def _look(brand_id: int, now: int) -> int:
    rules = rulebook(brand_id).at(now)[1]
    found = list(_found(brand_id, now, rules)) if rules.beyond_chance else []
    with write():
        Head.objects.filter(brand_id=brand_id).update(looked_at=now)
        Circle.objects.filter(brand_id=brand_id, seen_at__lt=now - WINDOW).delete()
        return sum(_seen(brand_id, now, *one) for one in found)


def _seen(brand_id: int, now: int, kind: str, key: str, members: list[int], figures: tuple[int, int, int]) -> bool:
    """A circle seen again keeps what a human said of it."""
    values = dict(zip(("count", "of", "expected"), figures, strict=True)) | {"seen_at": now}
    _row, new = Circle.objects.update_or_create(
        brand_id=brand_id, kind=kind, key=key, defaults=values, create_defaults={**values, "members": members, "found_at": now}
    )
    return new


Found = tuple[str, str, list[int], tuple[int, int, int]]
"""(kind, key, members, (count, of, expected))"""


def _found(brand_id: int, now: int, rules: Rules) -> Iterator[Found]:
    yield from among_members(_between_members(brand_id, now), rules.beyond_chance)
    thanks = _thanks(brand_id, now)
    yield from by_visitors(thanks, marks({one[0] for one in thanks}), rules)


def among_members(gifts: Iterable[Given], at_least: int) -> Iterator[Found]:
    """Small groups of members who like, and reuse, what the others of the group made, far above chance."""
    found = fairness.odd(gifts, at_least)
    for group in fairness.rings(found):
        inside = [one for one in found if int(one.by) in group and one.to in group]
        yield "circle", ".".join(map(str, group)), list(group), _figures(inside)


def by_visitors(thanks: list[Thanks], networks: dict[int, str], rules: Rules) -> Iterator[Found]:
    """Members to whom the visitors of one network come, and members to whom the same visitors come back, far above chance."""
    for kind, gifts in (("network", _from_networks(thanks, networks, rules)), ("regulars", _again(thanks, rules))):
        for one in fairness.odd(gifts, rules.beyond_chance):
            giver = one.by.partition(":")[2]
            if (kind == "network" and giver) or (kind == "regulars" and giver == str(one.to)):
                yield kind, f"{one.to}.{giver}", [one.to], _figures([one])


def _figures(found: list[Odd]) -> tuple[int, int, int]:
    return sum(one.count for one in found), sum(one.of for one in found), round(sum(one.expected for one in found))


def _between_members(brand_id: int, now: int) -> list[Given]:
    rows = Transaction.objects.filter(brand_id=brand_id, kind__in=("liked", "reused"), at__gte=now - WINDOW, member__isnull=False)
    return [Given(ref.rpartition(".")[2], member) for ref, member in rows.values_list("ref", "member") if member is not None]


def _thanks(brand_id: int, now: int) -> list[Thanks]:
    """The visitors' thanks of the window, in their order; what fell to the members' own address is held already."""
    rows = Talk.objects.filter(brand_id=brand_id, thanked_at__gte=now - WINDOW, thanked_at__gt=0, visitor__gt=0).order_by("thanked_at")
    return list(rows.values_list("visitor", "member", "thanked_at", "language", "topic"))


def _traits(one: Thanks, rules: Rules) -> tuple[str, ...]:
    """Who answers depends on the language, the topic and the part of the day: four of them."""
    _visitor, _member, at, language, topic = one
    return ("", f"language {language}", f"topic {topic}", f"day {rules.local(at).hour // 6}", f"{language} {rules.local(at).hour // 6}")


def _from_networks(thanks: list[Thanks], networks: dict[int, str], rules: Rules) -> Iterator[Given]:
    """The first thanks of each visitor to each member, as given by their network. Who comes from an unknown one is a network alone."""
    seen: set[tuple[int, int]] = set()
    for one in thanks:
        if one[:2] not in seen:
            seen.add(one[:2])
            yield Given(f"network:{networks.get(one[0], '')}" if one[0] in networks else f"visitor {one[0]}", one[1], _traits(one, rules))


def _again(thanks: list[Thanks], rules: Rules) -> Iterator[Given]:
    """The second thanks of each visitor, a day or more after the first, as given by all who came to that member first."""
    by_visitor: dict[int, list[Thanks]] = defaultdict(list)
    for one in thanks:
        by_visitor[one[0]].append(one)
    for some in by_visitor.values():
        yield Given(f"visitor {some[0][0]}", some[0][1], _traits(some[0], rules))
        back = next((after for before, after in pairwise(some) if after[2] - some[0][2] >= DAY), None)
        if back:
            yield Given(f"regulars:{some[0][1]}", back[1], _traits(back, rules))


def marks(visitors: Iterable[int]) -> dict[int, str]:
    """The network of each visitor, as far as it is kept, by the beginning of its digest."""
    return {visitor: digest[:_MARK] for visitor, digest in conversations.networks_of(visitors).items()}


def watch(brand_id: int) -> Watch:
    """The open circles, as doubts need them."""
    rows = list(Circle.objects.filter(brand_id=brand_id, state=Circle.State.OPEN).values_list("kind", "key", "members"))
    pairs = {(a, b) for kind, _, members in rows if kind == "circle" for a in members for b in members if a != b}
    networks = {(key.partition(".")[2], members[0]) for kind, key, members in rows if kind == "network"}
    return Watch(frozenset(pairs), frozenset(networks), frozenset(members[0] for kind, _, members in rows if kind == "regulars"))
