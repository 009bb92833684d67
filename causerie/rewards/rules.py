"""A brand's rules, versioned and pure: what is recognised, how much, when; tiers and badges. No database, no clock."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from causerie.kernel.refusal import Refused

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

Amount = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Few = Annotated[int, msgspec.Meta(ge=0, le=1_000)]

# What is recognised, and the line of standing it belongs to.
LINES = {
    "answered": "expert",
    "thanked": "expert",
    "rated": "expert",
    "reused": "expert",
    "liked": "animator",
    "welcomed": "animator",
}
# What a mission may count. Not answers by themselves: quantity is not the aim.
COUNTED = ("helped", "reused", "liked", "welcomed")


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one cause gives, at most `cap` times a day (0: without limit)."""

    score: Amount = 0
    points: Amount = 0
    cap: Few = 0

    @property
    def gives(self) -> bool:
        return bool(self.score or self.points)


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of the ladder. An empty name is the house's own word for it; `points` are given once, on arrival."""

    score: Amount
    name: Annotated[str, msgspec.Meta(max_length=40)] = ""
    perks: Annotated[str, msgspec.Meta(max_length=200)] = ""
    points: Amount = 0


GRANTS = {
    "answered": Grant(),
    "thanked": Grant(10, 10, 20),
    "rated": Grant(5, 5, 20),
    "reused": Grant(5, 5, 5),
    "liked": Grant(2, 1, 10),
    "welcomed": Grant(5, 5, 5),
}


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that decides. Volume alone gives nothing by default: `answered` is 0 until a brand says otherwise."""

    grants: dict[str, Grant] = msgspec.field(default_factory=lambda: dict(GRANTS))
    tiers: tuple[Tier, ...] = (Tier(0), Tier(100, points=50), Tier(500, points=100), Tier(1500, points=200), Tier(4000, points=500))
    stars: Annotated[int, msgspec.Meta(ge=1, le=5)] = 4
    """A rating counts from so many stars on."""
    rating_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] = 30
    """The visitor may change their mind so long after their first stars; the last ones count."""
    vesting_days: Annotated[int, msgspec.Meta(ge=0, le=365)] = 7
    """Points can be spent after so many days."""
    idle_months: Annotated[int, msgspec.Meta(ge=0, le=120)] = 0
    """Points of a member who neither earned nor spent for so long expire; 0: never."""
    expert_after: Few = 5
    animator_after: Few = 30
    rest_hours: Annotated[int, msgspec.Meta(ge=0, le=24)] = 4
    """A word of rest after answers in so many hours of one stretch; 0: never."""
    same_pair: Few = 5
    """Thanks of one visitor to one member in 30 days, beyond which a human looks; likewise the next two."""
    burst: Few = 5
    too_fast: Few = 5
    beyond_chance: Few = 8
    """Thanks or likes in 30 days between the same people, far above chance, from which on a human looks; 0: never."""
    timezone: Annotated[str, msgspec.Meta(max_length=40)] = "Europe/Paris"

    def grant(self, kind: str) -> Grant:
        return self.grants.get(kind, _NOTHING)

    def day(self, at: int) -> str:
        """The brand's own calendar day of an instant."""
        return self.local(at).date().isoformat()

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, tz=_zone(self.timezone))

    def tier_of(self, score: int) -> int:
        """The index of the tier that a score reaches."""
        return max(0, bisect_right([tier.score for tier in self.tiers], score) - 1)


class Mission(msgspec.Struct, frozen=True):
    """What a brand proposes for a while: `times` of what it `counts` (on a topic, if one is named), from `begins` until before `ends`."""

    number: int
    counts: str
    topic: int | None
    times: int
    score: int
    points: int
    begins: int
    ends: int

    def counts_in(self, what: str, topic: int | None, at: int) -> bool:
        return what == self.counts and self.topic in (None, topic) and self.begins <= at < self.ends


_NOTHING = Grant()
_zone = lru_cache(ZoneInfo)


def read(data: Mapping[str, Any]) -> Rules:
    """Rules as they are stored. Raises ValueError for what is no rule: a fraction, a negative, an unknown name, tiers that do not rise."""
    rules = msgspec.convert(data, Rules, strict=True)
    scores = [tier.score for tier in rules.tiers]
    if not scores or scores[0] != 0 or any(after <= before for before, after in pairwise(scores)):
        raise ValueError("tiers begin at 0 and rise")
    if set(rules.grants) - set(LINES):
        raise ValueError("an unknown cause")
    try:
        _zone(rules.timezone)
    except (KeyError, OSError) as error:
        raise ValueError("an unknown time zone") from error
    return rules


def written(rules: Rules) -> dict[str, Any]:
    """The same rules as plain values, for storing."""
    return dict(msgspec.to_builtins(rules))


class Rulebook:
    """All versions of a brand's rules, by when they began. Before the first, the defaults (version 0) held."""

    def __init__(self, versions: Iterable[tuple[int, int, Mapping[str, Any]]] = ()) -> None:
        """`versions`: (version, since, data), in any order."""
        ordered = sorted(versions, key=lambda row: row[0])
        self._since = [-1, *(since for _, since, _ in ordered)]
        self._rules = [(0, Rules()), *((version, read(data)) for version, _, data in ordered)]

    def at(self, instant: int) -> tuple[int, Rules]:
        """The version in force at that instant, and its rules."""
        return self._rules[bisect_right(self._since, instant) - 1]

    @property
    def latest(self) -> tuple[int, Rules]:
        return self._rules[-1]


# ---- badges: each a name and what a standing must hold ------------------------------------------------------------------------

NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5})


def badges_of(data: Mapping[str, Any]) -> list[str]:
    """The badges that these counts deserve, in the order in which they are shown. Counts only rise, so badges stay."""
    hours = data.get("hours", {})
    night = sum(count for hour, count in hours.items() if int(hour) in NIGHT)
    deserved = {
        "first_answer": data.get("answers", 0) >= 1,
        "ten_thanks": data.get("helped", 0) >= 10,
        "hundred_thanks": data.get("helped", 0) >= 100,
        "night_owl": night >= 10,
        "polyglot": len(data.get("languages", ())) >= 2,
        "newcomers_friend": data.get("welcomed", 0) >= 3,
        "storyteller": data.get("likes", 0) >= 25,
        "round_the_clock": len(hours) == 24,
    }
    return [name for name, yes in deserved.items() if yes]


def read_table(rows: Iterable[tuple[int, str]]) -> list[list[int | str]]:
    """A conversion table, cheapest first: [[1000, "10 €"], …]. Raises Refused("bad_value")."""
    found = {points: worth.strip()[:40] for points, worth in rows}
    if not found or any(type(points) is not int or not 0 < points <= 1_000_000 or not worth for points, worth in found.items()):
        raise Refused("bad_value")
    return [[points, worth] for points, worth in sorted(found.items())]
