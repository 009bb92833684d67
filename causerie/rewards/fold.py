"""Facts into drafts: pure. Told the same facts, it writes the same ledger, whether as they come or all at once from the beginning.

What only the moment could know is handed in: whether somebody was staff when first seen (`Known.team`), and which rewards wait for a
human (`doubts`). Both are kept when first decided, so that a rebuild finds them again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any, Protocol

from causerie.rewards import ledger
from causerie.rewards.ledger import Draft
from causerie.rewards.rules import DAY, HOUR, MINUTE, Rulebook, Rules, badges_of

NEWCOMER = 14 * DAY
# Posted by the fold, and by nothing else: what a rebuild compares.
FOLDED = ("answered", "thanked", "rated", "liked", "welcomed", "tier")


class Fact(Protocol):
    """A line of the journal."""

    at: int
    kind: str
    data: dict[str, Any]


@dataclass
class Talk:
    """A conversation, as far as rewards care (see models.Talk)."""

    conversation: int
    visitor: int = 0
    own: bool = False
    language: str = ""
    topic: int | None = None
    member: int = 0
    replied_at: int = 0
    answered: bool = False
    helped: bool = False
    thanked_at: int = 0
    stars: int = 0
    rated_at: int = 0
    due_at: int | None = None


@dataclass
class Known:
    """A member's standing. `data` holds counts that only rise (rules.badges_of says what they mean)."""

    member: int
    team: bool = False
    score: int = 0
    data: dict[str, Any] = field(default_factory=dict)

    def count(self, name: str) -> None:
        self.data[name] = self.data.get(name, 0) + 1

    def count_in(self, name: str, key: object) -> None:
        counts = self.data.setdefault(name, {})
        counts[str(key)] = counts.get(str(key), 0) + 1


@dataclass(frozen=True)
class News:
    """Something to tell a member now: kind is `earned`, `held`, `badge`, `tier` or `rest`; what: a cause, a badge, a tier's index."""

    member: int
    kind: str
    what: str
    score: int = 0
    points: int = 0
    at: int = 0


Doubts = Callable[[str, Talk, int, int, Rules], list[str]]
"""(cause, talk, member, instant, rules) → the reasons for a human to look first"""


@dataclass
class Fold:
    """One brand's facts, folded. `talks` and `people` hold what the facts speak of; unknown ones begin empty."""

    book: Rulebook
    doubts: Doubts
    is_team: Callable[[int], bool]
    talks: dict[int, Talk] = field(default_factory=dict)
    people: dict[int, Known] = field(default_factory=dict)
    liked: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    held: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    _due: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._due = sorted((talk.due_at, talk.conversation) for talk in self.talks.values() if talk.due_at is not None)

    def tell(self, fact: Fact) -> None:
        """One fact, after what was due before it: so the order is that of life, not of the readings."""
        self.settle(fact.at)
        handle = HANDLERS.get(fact.kind)
        if handle:
            handle(self, fact.at, fact.data)

    def settle(self, until: int) -> None:
        """Ratings whose window has closed count now, the earliest first; a later change of mind changes nothing."""
        while self._due and self._due[0][0] <= until:
            talk = self.talks[heappop(self._due)[1]]
            talk.due_at = None
            if talk.stars >= self.book.at(talk.rated_at)[1].stars:
                self._earn("rated", str(talk.conversation), talk.member, talk.rated_at, talk)
                self._helped(talk, talk.member, talk.rated_at)

    # ---- what each fact means --------------------------------------------------------------------------------------------

    def _asked(self, at: int, data: Mapping[str, Any]) -> None:
        talk = self._talk(data)
        talk.language, talk.topic = data["language"], data["topic"]

    def _replied(self, at: int, data: Mapping[str, Any]) -> None:
        talk, known = self._talk(data), self.known(data["member"])
        talk.member, talk.replied_at = data["member"], talk.replied_at or at
        known.count("answers")
        rules = self.book.at(at)[1]
        known.count_in("hours", rules.local(at).hour)
        self._rest(known, at, rules)
        self._badges(known, at)

    def _closed(self, at: int, data: Mapping[str, Any]) -> None:
        talk = self._talk(data)
        if data["member"] and talk.replied_at and not talk.answered:
            talk.answered = True
            self._earn("answered", str(talk.conversation), data["member"], at)

    def _thanked(self, at: int, data: Mapping[str, Any]) -> None:
        talk, member = self._talk(data), data["member"]
        if not talk.thanked_at:
            talk.thanked_at = at
            self._earn("thanked", str(talk.conversation), member, at, talk)
            self._helped(talk, member, at)

    def _rated(self, at: int, data: Mapping[str, Any]) -> None:
        talk = self._talk(data)
        if not talk.rated_at:
            talk.rated_at, talk.member = at, data["member"]
            talk.due_at = at + self.book.at(at)[1].rating_minutes * MINUTE
            heappush(self._due, (talk.due_at, talk.conversation))
        if talk.due_at is not None and at < talk.due_at:
            talk.stars, talk.member = data["stars"], data["member"]

    def _liked(self, at: int, data: Mapping[str, Any]) -> None:
        ref = f"{data['post']}.{data['member']}"
        if data["author"] == data["member"] or ref in self.liked:
            return
        self.liked.add(ref)
        known = self.known(data["author"])
        known.count("likes")
        self._earn("liked", ref, known.member, at)
        self._badges(known, at)

    def _commented(self, at: int, data: Mapping[str, Any]) -> None:
        """The first words of somebody to a newcomer are a welcome; once for each pair."""
        joined = self.known(data["author"]).data.get("joined", 0)
        if data["author"] != data["member"] and joined and at - joined < NEWCOMER:
            self._welcome(at, data["member"], data["author"])

    def _welcomed(self, at: int, data: Mapping[str, Any]) -> None:
        """The first hour of a newcomer is lived, with somebody beside them."""
        by = data["godparent"]
        if by and by != data["member"]:
            self._welcome(at, by, data["member"])

    def _welcome(self, at: int, by: int, newcomer: int) -> None:
        known = self.known(by)
        if newcomer not in known.data.get("greeted", ()):
            known.data.setdefault("greeted", []).append(newcomer)
            known.count("welcomed")
            self._earn("welcomed", f"{newcomer}.{by}", by, at)
            self._badges(known, at)

    def _joined(self, at: int, data: Mapping[str, Any]) -> None:
        self.known(data["member"]).data.setdefault("joined", at)

    def _decided(self, at: int, data: Mapping[str, Any]) -> None:
        """A human gave what was held, or took back what was given: the score follows."""
        known = self.known(data["member"])
        known.score += data["score"]
        self._tiers(known, at)

    # ---- what a cause earns ----------------------------------------------------------------------------------------------

    def _earn(self, kind: str, ref: str, member: int, at: int, talk: Talk | None = None) -> None:
        version, rules = self.book.at(at)
        given, known = rules.grant(kind), self.known(member)
        if known.team or not (given.gives or kind == "liked"):
            return
        score, points, note = given.score, given.points, ""
        if self._capped(known, kind, given.cap, rules.day(at)):
            score, points, note = 0, 0, "cap"
        reasons = self.doubts(kind, talk, member, at, rules) if talk and (score or points) else []
        if reasons:
            self.held[kind, ref] = reasons
            moves = ledger.grant(member, score=score, points=points, into=ledger.HELD, fame=ledger.SCORE_HELD)
            self.drafts.append(Draft(kind=kind, ref=ref, at=at, moves=moves, member=member, version=version, note="held"))
            self.news.append(News(member, "held", kind, score, points, at))
            return
        self._give(kind, ref, known, at, score, points, note)
        known.score += score
        if score or points:
            self.news.append(News(member, "earned", kind, score, points, at))
        self._tiers(known, at)

    def _give(self, kind: str, ref: str, known: Known, at: int, score: int, points: int, note: str = "") -> None:
        version, rules = self.book.at(at)
        wait = rules.vesting_days * DAY
        moves = ledger.grant(known.member, score=score, points=points, into=ledger.VESTING if wait else ledger.AVAILABLE)
        self.drafts.append(
            Draft(kind=kind, ref=ref, at=at, moves=moves, member=known.member, version=version, note=note, due_at=at + wait if wait else 0)
        )

    def _capped(self, known: Known, kind: str, cap: int, day: str) -> bool:
        """Whether the day's limit for this cause is reached; counts this one when it is not."""
        if not cap:
            return False
        caps = known.data.setdefault("caps", {})
        before, count = caps.get(kind, ("", 0))
        count = count + 1 if before == day else 1
        caps[kind] = [day, min(count, cap)]
        return count > cap

    def _tiers(self, known: Known, at: int) -> None:
        """Each step is a gift once."""
        rules = self.book.at(at)[1]
        reached, before = rules.tier_of(known.score), known.data.get("tier", 0)
        for step in range(before + 1, reached + 1):
            self._give("tier", f"{known.member}.{step}", known, at, 0, rules.tiers[step].points)
            self.news.append(News(known.member, "tier", str(step), 0, rules.tiers[step].points, at))
        known.data["tier"] = max(before, reached)

    def _helped(self, talk: Talk, member: int, at: int) -> None:
        """Somebody said it helped: counted once a talk, whichever way it was said."""
        if talk.helped:
            return
        talk.helped = True
        known = self.known(member)
        known.count("helped")
        if talk.topic:
            known.count_in("topics", talk.topic)
        if talk.language and talk.language not in known.data.setdefault("languages", []):
            known.data["languages"].append(talk.language)
        self._badges(known, at)

    def _badges(self, known: Known, at: int) -> None:
        worn = known.data.setdefault("badges", {})
        for badge in badges_of(known.data):
            if badge not in worn and not known.team:
                worn[badge] = at
                self.news.append(News(known.member, "badge", badge, at=at))

    def _rest(self, known: Known, at: int, rules: Rules) -> None:
        """Answers in many hours of one stretch: a friendly word, once in it."""
        hour = at // HOUR
        stretch = [one for one in known.data.get("stretch", []) if hour - one <= rules.rest_hours + 1]
        if hour not in stretch:
            stretch.append(hour)
            if rules.rest_hours and len(stretch) == rules.rest_hours:
                self.news.append(News(known.member, "rest", str(rules.rest_hours), at=at))
                known.data["rested"] = at
        known.data["stretch"] = stretch

    # ---- who and what ----------------------------------------------------------------------------------------------------

    def _talk(self, data: Mapping[str, Any]) -> Talk:
        number = data["conversation"]
        return self.talks.get(number) or self.talks.setdefault(number, Talk(number))

    def known(self, member: int) -> Known:
        """A member's standing, begun when first heard of."""
        found = self.people.get(member)
        if found is None:
            found = self.people[member] = Known(member, team=self.is_team(member))
        return found


HANDLERS: dict[str, Callable[[Fold, int, Mapping[str, Any]], None]] = {
    "asked": Fold._asked,
    "replied": Fold._replied,
    "closed": Fold._closed,
    "thanked": Fold._thanked,
    "rated": Fold._rated,
    "liked": Fold._liked,
    "commented": Fold._commented,
    "welcomed": Fold._welcomed,
    "joined": Fold._joined,
    "reward_decided": Fold._decided,
}
