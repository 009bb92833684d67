"""When a human should look before a reward is given. Pure, few, and shown on the rules' page: nothing here tracks anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p
from typing import Protocol

from causerie.rewards.rules import DAY, HOUR, Rules

NOBODY_READS_MS = 200
"""A question that is taken sooner was not read by a person: a reaction to a mere flash takes 231 ms at the mean (Woods et al. 2015)."""
SO_MANY = 5


class Seen(Protocol):
    """What is known of a talk."""

    conversation: int
    visitor: int
    own: bool
    member: int
    replied_at: int
    thanked_at: int
    rated_at: int


@dataclass(frozen=True)
class Watch:
    """Circles that wait for a human (circles.py): who rewards whom far above chance."""

    pairs: frozenset[tuple[int, int]] = frozenset()
    """(who gave, who received), both members"""
    networks: frozenset[tuple[str, int]] = frozenset()
    """(mark of the network, member)"""
    regulars: frozenset[int] = frozenset()
    """members to whom the same visitors come back"""


NOBODY = Watch()


def doubts(talk: Seen, member: int, at: int, others: Iterable[Seen], rules: Rules, watch: Watch = NOBODY, network: str = "") -> list[str]:
    """Why this thanks or rating should wait for a human; nothing for nearly all. `others`: talks of the same visitor.

    own_mail: the visitor left the member's own address · no_answer: nobody had answered · too_fast: seconds after the first answer ·
    same_pair: one visitor rewards one member again and again · burst: one visitor thanks many within the hour · network, regulars:
    a circle is open, of visitors who come back to this member from one network, or one by one.
    """
    appreciated = [one for one in others if one.conversation != talk.conversation and (one.thanked_at or one.rated_at)]
    pair = sum(1 for one in appreciated if one.member == member and at - max(one.thanked_at, one.rated_at) < 30 * DAY)
    hour = sum(1 for one in appreciated if 0 <= at - max(one.thanked_at, one.rated_at) < HOUR)
    found = {
        "own_mail": talk.own,
        "no_answer": not talk.replied_at,
        "too_fast": bool(talk.replied_at) and at - talk.replied_at < rules.too_fast * 1000,
        "same_pair": bool(rules.same_pair) and pair >= rules.same_pair,
        "burst": bool(rules.burst) and hour >= rules.burst,
        "network": (network, member) in watch.networks,
        "regulars": member in watch.regulars and any(one.member == member for one in appreciated),
    }
    return [reason for reason, yes in found.items() if yes]


def between(by: int, member: int, watch: Watch) -> list[str]:
    """Why a member's recognition of another should wait: a circle of theirs is open."""
    return ["circle"] if (by, member) in watch.pairs else []


# ---- far above chance ----------------------------------------------------------------------------------------------------------

RARE = 1e-4
"""How seldom a look at a brand whose members and visitors meet by chance may find anything at all."""
MOST_IN_A_CIRCLE = 6


@dataclass(frozen=True)
class Given:
    """One thanks or like. `by`: who, or what, gave; `traits`: what it was like (its language, its topic, its part of the day)."""

    by: str
    to: int
    traits: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Odd:
    """Of what `by` gave, `count` of `of` went to one member, where chance would send `expected`."""

    by: str
    to: int
    count: int
    of: int
    expected: float


def odd(gifts: Iterable[Given], at_least: int) -> list[Odd]:
    """Who gives to whom far above chance, from `at_least` gifts on.

    Chance: the member's share of what all others gave, in the language, the topic or the part of the day where it is greatest, and twice
    as likely again, as people come back to whom they liked. The mean of these serves as p of a binomial, which overestimates the tail
    of the true sum (Hoeffding 1956); the limit is divided by the number of pairs that could have been found (Bonferroni).
    """
    by_giver: dict[str, list[Given]] = defaultdict(list)
    for gift in gifts:
        by_giver[gift.by].append(gift)
    shares = _Shares(by_giver)
    some = {by: given for by, given in by_giver.items() if len(given) >= at_least}
    limit = RARE / max(1, len(some) * len(shares.members))
    found = (_odd(by, to, given, shares, limit) for by, given in some.items() for to, times in _often(given) if times >= at_least)
    return [one for one in found if one]


def _often(given: Iterable[Given]) -> list[tuple[int, int]]:
    return Counter(gift.to for gift in given).most_common()


def _odd(by: str, to: int, given: list[Given], shares: "_Shares", limit: float) -> Odd | None:
    count, of = sum(1 for gift in given if gift.to == to), len(given)
    chances = [shares.chance(gift, to) for gift in given]
    generous = sum(1 - (1 - chance) ** 2 for chance in chances) / of
    if tail(count, of, generous) >= limit:
        return None
    return Odd(by, to, count, of, sum(chances))


class _Shares:
    """How much of each trait's gifts went to each member; what one giver gave left out."""

    def __init__(self, by_giver: dict[str, list[Given]]) -> None:
        self._own: dict[str, Counter[tuple[str, int | None]]] = {by: self._counted(given) for by, given in by_giver.items()}
        self._all = self._counted(gift for given in by_giver.values() for gift in given)
        self.members = {to for _, to in self._all if to is not None}

    @staticmethod
    def _counted(given: Iterable[Given]) -> Counter[tuple[str, int | None]]:
        counts: Counter[tuple[str, int | None]] = Counter()
        for gift in given:
            for trait in gift.traits:
                counts[trait, gift.to] += 1
                counts[trait, None] += 1
        return counts

    def chance(self, gift: Given, to: int) -> float:
        """Where nothing is known of others, everything may be chance."""
        own = self._own[gift.by]
        # A member cannot give to themselves: what others gave them is no choice of theirs.
        me = int(gift.by) if gift.by.isdigit() else None
        return max(self._share(trait, to, own, me) for trait in gift.traits)

    def _share(self, trait: str, to: int, own: "Counter[tuple[str, int | None]]", me: int | None) -> float:
        theirs = self._all[trait, to] - own[trait, to]
        others = self._all[trait, None] - own[trait, None] - (self._all[trait, me] if me is not None else 0)
        return min(1.0, (theirs + 2) / (others + 2))


def tail(count: int, of: int, chance: float) -> float:
    """P(X ≥ count) for a binomial of `of` draws, each with `chance`."""
    if count <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    logs = (lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(chance) + (of - k) * log1p(-chance) for k in range(count, of + 1))
    return min(1.0, fsum(exp(one) for one in logs))


def rings(found: Iterable[Odd]) -> list[tuple[int, ...]]:
    """Small groups of members in which it goes round: each reaches each along what is odd. `by` holds members' numbers."""
    edges: dict[int, set[int]] = defaultdict(set)
    for one in found:
        edges[int(one.by)].add(one.to)
    reach = {member: _reached(member, edges) for member in edges}
    groups = {tuple(sorted(other for other in there if member in reach.get(other, ()))) for member, there in reach.items()}
    return sorted(group for group in groups if 2 <= len(group) <= MOST_IN_A_CIRCLE)


def _reached(start: int, edges: dict[int, set[int]]) -> set[int]:
    """Whom one comes to from here; oneself too, when it goes round."""
    seen: set[int] = set()
    ahead = list(edges.get(start, ()))
    while ahead:
        member = ahead.pop()
        if member not in seen:
            seen.add(member)
            ahead += edges.get(member, ())
    return seen
