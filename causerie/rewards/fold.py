"""Facts into drafts: pure. Told the same facts, it writes the same ledger, whether as they come or all at once from the beginning.

What only the moment could know is handed in: whether somebody was staff when first seen (`Known.team`), and which rewards wait for a
human (`doubts`). Both are kept when first decided, so that a rebuild finds them again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any, Protocol

from causerie.rewards import ledger
from causerie.rewards.fairness import NOBODY_READS_MS, SO_MANY
from causerie.rewards.ledger import Draft
from causerie.rewards.rules import DAY, HOUR, MINUTE, Mission, Rulebook, Rules, badges_of

NEWCOMER = 14 * DAY
# Posted by the fold, and by nothing else: what a rebuild compares.
FOLDED = ("answered", "thanked", "rated", "reused", "liked", "welcomed", "mission", "tier")
# Written even when it gives nothing: how a second telling is known.
TOLD_ONCE = ("liked", "reused")


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


@dataclass(frozen=True)
class Gift:
    """Recognition of `member`, about to be written: by the visitor of a talk, or `by` another member."""

    kind: str
    ref: str
    member: int
    at: int
    talk: Talk | None = None
    by: int = 0


Doubts = Callable[[Gift, Rules], list[str]]
"""The reasons for a human to look first."""


@dataclass
class Fold:
    """One brand's facts, folded. `talks` and `people` hold what the facts speak of; unknown ones begin empty."""

    book: Rulebook
    doubts: Doubts
    is_team: Callable[[int], bool]
    talks: dict[int, Talk] = field(default_factory=dict)
    people: dict[int, Known] = field(default_factory=dict)
    missions: Sequence[Mission] = ()
    told: set[tuple[str, str]] = field(default_factory=set)
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
                doubted = self._earn(Gift("rated", str(talk.conversation), talk.member, talk.rated_at, talk))
                self._helped(talk, talk.member, talk.rated_at, doubted)

    # ---- what each fact means --------------------------------------------------------------------------------------------

    def _asked(self, at: int, data: Mapping[str, Any]) -> None:
        talk = self._talk(data)
        talk.language, talk.topic = data["language"], data["topic"]

    def _claimed(self, at: int, data: Mapping[str, Any]) -> None:
        """A program that takes questions for a member is quicker than any reader: such claims are counted, by the day."""
        if data["waited"] < NOBODY_READS_MS:
            known, day = self.known(data["member"]), self.book.at(at)[1].day(at)
            before, count = known.data.get("unread", ("", 0))
            known.data["unread"] = [day, min(count + 1, SO_MANY) if before == day else 1]

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
            self._earn(Gift("answered", str(talk.conversation), data["member"], at))

    def _thanked(self, at: int, data: Mapping[str, Any]) -> None:
        talk, member = self._talk(data), data["member"]
        if not talk.thanked_at:
            talk.thanked_at = at
            doubted = self._earn(Gift("thanked", str(talk.conversation), member, at, talk))
            self._helped(talk, member, at, doubted)

    def _rated(self, at: int, data: Mapping[str, Any]) -> None:
        talk = self._talk(data)
        if not talk.rated_at:
            talk.rated_at, talk.member = at, data["member"]
            talk.due_at = at + self.book.at(at)[1].rating_minutes * MINUTE
            heappush(self._due, (talk.due_at, talk.conversation))
        if talk.due_at is not None and at < talk.due_at:
            talk.stars, talk.member = data["stars"], data["member"]

    def _liked(self, at: int, data: Mapping[str, Any]) -> None:
        known = self._pleased("liked", f"{data['post']}.{data['member']}", at, data)
        if known:
            known.count("likes")
            self._badges(known, at)

    def _reused(self, at: int, data: Mapping[str, Any]) -> None:
        """A visitor thanked somebody for what another had prepared."""
        known = self._pleased("reused", f"{data['conversation']}.{data['answer']}.{data['member']}", at, data)
        if known:
            known.count("reused")

    def _pleased(self, kind: str, ref: str, at: int, data: Mapping[str, Any]) -> Known | None:
        """What `member` made of `author`'s, once; nobody pleases themselves."""
        if data["author"] == data["member"] or (kind, ref) in self.told:
            return None
        self.told.add((kind, ref))
        known = self.known(data["author"])
        doubted = self._earn(Gift(kind, ref, known.member, at, by=data["member"]))
        self._count(kind, known, at, doubted)
        return known

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
            doubted = self._earn(Gift("welcomed", f"{newcomer}.{by}", by, at))
            self._count("welcomed", known, at, doubted)
            self._badges(known, at)

    def _joined(self, at: int, data: Mapping[str, Any]) -> None:
        self.known(data["member"]).data.setdefault("joined", at)

    def _decided(self, at: int, data: Mapping[str, Any]) -> None:
        """A human gave what was held, or took back what was given: the score follows."""
        known = self.known(data["member"])
        known.score += data["score"]
        self._tiers(known, at)

    # ---- what a cause earns ----------------------------------------------------------------------------------------------

    def _earn(self, gift: Gift) -> bool:
        """What the rules of its day give for it. Returns whether it waits for a human."""
        rules, known = self.book.at(gift.at)[1], self.known(gift.member)
        given = rules.grant(gift.kind)
        if known.team or not (given.gives or gift.kind in TOLD_ONCE):
            return False
        if self._capped(known, gift.kind, given.cap, rules.day(gift.at)):
            return self._grant(gift, 0, 0, [], "cap")
        reasons = self.doubts(gift, rules) if given.gives and (gift.talk or gift.by) else []
        if gift.talk and known.data.get("unread") == [rules.day(gift.at), SO_MANY]:
            reasons = [*reasons, "machine"]
        return self._grant(gift, given.score, given.points, reasons)

    def _grant(self, gift: Gift, score: int, points: int, reasons: list[str], note: str = "") -> bool:
        known, at = self.known(gift.member), gift.at
        if reasons:
            self.held[gift.kind, gift.ref] = reasons
            moves = ledger.grant(known.member, score=score, points=points, into=ledger.HELD, fame=ledger.SCORE_HELD)
            version = self.book.at(at)[0]
            self.drafts.append(Draft(kind=gift.kind, ref=gift.ref, at=at, moves=moves, member=known.member, version=version, note="held"))
            self.news.append(News(known.member, "held", gift.kind, score, points, at))
            return True
        self._give(gift.kind, gift.ref, known, at, score, points, note)
        known.score += score
        if score or points:
            self.news.append(News(known.member, "earned", gift.kind, score, points, at))
        self._tiers(known, at)
        return False

    def _count(self, what: str, known: Known, at: int, doubted: bool, topic: int | None = None) -> None:
        """One more for each mission that counts it. Kept: [how many, how many of those wait for a human, when it was fulfilled]."""
        for mission in () if known.team else self.missions:
            if not mission.counts_in(what, topic, at):
                continue
            done = known.data.setdefault("missions", {}).setdefault(str(mission.number), [0, 0, 0])
            if done[0] < mission.times:
                done[0], done[1] = done[0] + 1, done[1] + doubted
                if done[0] == mission.times:
                    done[2] = at
                    gift = Gift("mission", f"{mission.number}.{known.member}", known.member, at)
                    self._grant(gift, mission.score, mission.points, ["counted_held"] if done[1] else [])

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

    def _helped(self, talk: Talk, member: int, at: int, doubted: bool) -> None:
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
        self._count("helped", known, at, doubted, talk.topic)
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
    "claimed": Fold._claimed,
    "replied": Fold._replied,
    "closed": Fold._closed,
    "thanked": Fold._thanked,
    "rated": Fold._rated,
    "reused": Fold._reused,
    "liked": Fold._liked,
    "commented": Fold._commented,
    "welcomed": Fold._welcomed,
    "joined": Fold._joined,
    "reward_decided": Fold._decided,
}
