"""Reads: purses, statements, the trial balance, the catalogue. Each a few queries, whatever the size."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, QuerySet, Sum, When

from causerie.brands.models import Brand, Site, Topic
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership
from causerie.rewards import ledger, words
from causerie.rewards.models import (
    Account,
    Circle,
    Correction,
    Entry,
    Exchange,
    Hold,
    Mission,
    Payout,
    Redemption,
    Reward,
    RuleSet,
    Standing,
    Transaction,
    Wish,
)
from causerie.rewards.rules import DAY, LINES, Rulebook, Rules
from causerie.rewards.rules import Mission as Plan

PAGE = 25


def rulebook(brand_id: int) -> Rulebook:
    """All versions of the brand's rules."""
    return Rulebook(RuleSet.objects.filter(brand_id=brand_id).values_list("version", "since", "data"))


def missions(brand_id: int) -> list[Plan]:
    """All missions of the brand, as the fold counts them."""
    rows = Mission.objects.filter(brand_id=brand_id).order_by("id")
    return [Plan(*row) for row in rows.values_list("id", "counts", "topic", "times", "score", "points", "begins_at", "ends_at")]


@dataclass
class Purse:
    """What a member has, and how far they came. `share`: percent of the way to the next tier."""

    score: int = 0
    score_held: int = 0
    available: int = 0
    vesting: int = 0
    held: int = 0
    tier: int = 0
    tier_name: str = ""
    next_name: str = ""
    next_score: int = 0
    share: int = 100


def purse(member: Membership, rules: Rules | None = None) -> Purse:
    """The member's balances and tier, by the rules of today."""
    rules = rules or rulebook(member.brand_id).latest[1]
    rows = dict(Account.objects.filter(brand_id=member.brand_id, member=member).values_list("name", "balance"))
    found = Purse(
        score=rows.get(ledger.SCORE, 0),
        score_held=rows.get(ledger.SCORE_HELD, 0),
        available=rows.get(ledger.AVAILABLE, 0),
        vesting=rows.get(ledger.VESTING, 0),
        held=rows.get(ledger.HELD, 0),
    )
    found.tier = rules.tier_of(found.score)
    found.tier_name = words.tier_name(rules, found.tier)
    if found.tier + 1 < len(rules.tiers):
        here, ahead = rules.tiers[found.tier].score, rules.tiers[found.tier + 1].score
        found.next_name, found.next_score = words.tier_name(rules, found.tier + 1), ahead
        found.share = (found.score - here) * 100 // (ahead - here)
    return found


@dataclass
class Known:
    """What a member is known for."""

    badges: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    expert: list[str] = field(default_factory=list)
    animator: bool = False
    answers: int = 0
    helped: int = 0
    rested_at: int = 0
    team: bool = False


def known_for(member: Membership, rules: Rules | None = None) -> Known:
    """Badges, and the two lines of standing: Expert by topic, Animator."""
    rules = rules or rulebook(member.brand_id).latest[1]
    row = Standing.objects.filter(member=member).first()
    data = row.data if row else {}
    worn = data.get("badges", {})
    own = [_mission_badge(one) for one in missions_of(member, now_ms()) if one.row.badge and one.got == "given"] if worn else []
    topics = [int(number) for number, count in data.get("topics", {}).items() if count >= rules.expert_after > 0]
    return Known(
        badges=[{**words.badge(name), "at": at} for name, at in worn.items() if name in words.BADGES] + own,
        missing=[words.badge(name) for name in words.BADGES if name not in worn],
        expert=list(Topic.objects.filter(brand_id=member.brand_id, id__in=topics).order_by("name").values_list("name", flat=True)),
        animator=data.get("likes", 0) + data.get("welcomed", 0) >= rules.animator_after > 0,
        answers=data.get("answers", 0),
        helped=data.get("helped", 0),
        rested_at=data.get("rested", 0),
        team=bool(row and row.team),
    )


def _mission_badge(one: "Proposed") -> dict[str, Any]:
    return {"key": f"mission-{one.row.pk}", "title": one.row.badge, "text": one.row.title, "icon": "award"}


@dataclass
class Line:
    """One line of a statement. `moves`: (account's words, amount); `points` and `score`: what it changed for the member."""

    transaction: Transaction
    words: str
    note: str
    points: int
    score: int
    hold: Hold | None = None
    why: str = ""
    reversible: bool = False


_OWN = {ledger.SCORE: "score", ledger.AVAILABLE: "points", ledger.VESTING: "points"}


def statement(member: Membership, *, before: int = 0, limit: int = PAGE) -> tuple[list[Line], int]:
    """The member's movements, newest first, with the number to ask for the page that follows (0 at the end)."""
    rows = Transaction.objects.filter(brand_id=member.brand_id, member=member).exclude(kind="vested").order_by("-id")
    found = list((rows.filter(id__lt=before) if before else rows)[: limit + 1])
    return _lines(found[:limit]), found[limit - 1].pk if len(found) > limit else 0


def _lines(rows: list[Transaction]) -> list[Line]:
    numbers = [row.pk for row in rows]
    sums: dict[tuple[int, str], int] = {}
    for number, name, amount in Entry.objects.filter(transaction__in=numbers, account__member__isnull=False).values_list(
        "transaction", "account__name", "amount"
    ):
        key = number, _OWN.get(name, "aside")
        sums[key] = sums.get(key, 0) + amount
    holds = Hold.objects.in_bulk(numbers)
    why = dict(Correction.objects.filter(transaction__in=numbers).values_list("transaction", "why"))
    titles = dict(Mission.objects.filter(id__in=[_mission(row) for row in rows]).values_list("id", "title"))
    reversed_ = set(Transaction.objects.filter(reverses__in=numbers).values_list("reverses", flat=True))
    return [
        Line(
            row,
            str(words.KINDS.get(row.kind, row.kind)),
            str(words.NOTES.get(row.note, "")),
            sums.get((row.pk, "points"), 0),
            sums.get((row.pk, "score"), 0),
            holds.get(row.pk),
            why.get(row.pk, "") or titles.get(_mission(row), ""),
            row.kind in words.CAUSES and row.note != "held" and row.pk not in reversed_ and (row.pk, "score") in sums,
        )
        for row in rows
    ]


def _mission(row: Transaction) -> int:
    """The mission that a transaction rewards, or 0."""
    return int(row.ref.partition(".")[0]) if row.kind == "mission" else 0


def trial_balance(brand_id: int) -> list[dict[str, Any]]:
    """For each account: its words, the currency, how many hold one, their balance. Each currency sums to zero."""
    rows = Account.objects.filter(brand_id=brand_id).values("name").annotate(total=Sum("balance"), holders=Count("member"))
    order = list(ledger.CURRENCY)
    return [
        {**row, "words": words.ACCOUNTS[row["name"]], "currency": ledger.CURRENCY[row["name"]]}
        for row in sorted(rows, key=lambda row: order.index(row["name"]))
    ]


@dataclass
class Offer:
    """A reward as one member sees it. `why`: the code of what keeps them from it, or ""."""

    reward: Reward
    why: str
    tier_name: str
    missing: int = 0


def offers(member: Membership, mine: Purse, rules: Rules) -> list[Offer]:
    """The catalogue, what is within reach first."""
    rows = Reward.objects.filter(brand_id=member.brand_id, shown=True).prefetch_related("sites").order_by("price", "id")
    serves = set(member.sites.values_list("id", flat=True))
    found = [
        Offer(row, obstacle(row, mine, serves), words.tier_name(rules, row.tier), max(0, row.price - mine.available)) for row in rows[:200]
    ]
    return sorted(found, key=lambda offer: (bool(offer.why), offer.reward.price))


def obstacle(reward: Reward, mine: Purse, serves: set[int]) -> str:
    """What keeps a member from a reward: sold_out, too_early (tier), elsewhere (site), not_enough; or ""."""
    only = {site.pk for site in reward.sites.all()}
    if reward.stock == 0:
        return "sold_out"
    if mine.tier < reward.tier:
        return "too_early"
    if only and serves and not only & serves:
        return "elsewhere"
    return "not_enough" if mine.available < reward.price else ""


def redemptions_of(member: Membership) -> QuerySet[Redemption]:
    return Redemption.objects.filter(brand_id=member.brand_id, member=member).select_related("reward").order_by("-id")[:50]


def payouts_of(member: Membership) -> QuerySet[Payout]:
    return Payout.objects.filter(brand_id=member.brand_id, member=member).order_by("-id")[:20]


def holds_of(member: Membership) -> list[Hold]:
    """The member's own rewards that wait for a human, or that were declined in the last month."""
    rows = Hold.objects.filter(brand_id=member.brand_id, member=member).exclude(state="released").select_related("transaction")
    return _reasoned(rows.order_by("-pk")[:20])


def waiting_holds(brand_id: int) -> list[Hold]:
    """What a manager has to decide, those with an appeal first."""
    rows = Hold.objects.filter(brand_id=brand_id, state="waiting").select_related("transaction", "member").order_by("-appeal", "pk")
    return _reasoned(rows[:100])


def appealed_holds(brand_id: int) -> list[Hold]:
    """Declined, and the member has answered since."""
    rows = Hold.objects.filter(brand_id=brand_id, state="declined", decided_by=None).select_related("transaction", "member")
    return _reasoned(rows.order_by("pk")[:100])


def _reasoned(rows: Iterable[Hold]) -> list[Hold]:
    found = list(rows)
    held: dict[tuple[int, str], int] = {}
    for number, name, amount in Entry.objects.filter(
        transaction__in=[row.pk for row in found], account__name__in=(ledger.HELD, ledger.SCORE_HELD)
    ).values_list("transaction", "account__name", "amount"):
        held[number, name] = amount
    for row in found:
        row.words = [words.REASONS[reason] for reason in row.reasons]  # type: ignore[attr-defined]
        row.cause = words.KINDS[row.transaction.kind]  # type: ignore[attr-defined]
        row.points, row.score = held.get((row.pk, ledger.HELD), 0), held.get((row.pk, ledger.SCORE_HELD), 0)  # type: ignore[attr-defined]
    return found


_ON_ITS_WAY = Case(When(state="sent", then=1), default=0)


def to_handle(brand_id: int, *, closed: bool = False) -> QuerySet[Redemption]:
    """Redemptions: those that wait for the team first, then those on their way, each in the order in which they were asked;
    `closed`: those that are over, newest first."""
    over = (Redemption.State.RECEIVED, Redemption.State.CANCELLED)
    rows = Redemption.objects.filter(brand_id=brand_id).select_related("reward", "member")
    return rows.filter(state__in=over).order_by("-id")[:50] if closed else rows.exclude(state__in=over).order_by(_ON_ITS_WAY, "id")[:200]


def awaiting(manager: Membership) -> int:
    """How many holds, circles and redemptions wait for a word of the manager."""
    waiting = Hold.objects.filter(brand_id=manager.brand_id, state="waiting").count()
    waiting += Circle.objects.filter(brand_id=manager.brand_id, state=Circle.State.OPEN).count()
    return waiting + Redemption.objects.filter(brand_id=manager.brand_id, state__in=("asked", "approved")).count()


def unclear_payouts(brand_id: int) -> QuerySet[Payout]:
    """Points that left and whose arrival nobody confirmed: a person asks the programme."""
    return Payout.objects.filter(brand_id=brand_id, state=Payout.State.UNCLEAR).select_related("member").order_by("id")[:50]


def catalogue(brand_id: int) -> QuerySet[Reward]:
    return Reward.objects.filter(brand_id=brand_id).prefetch_related("sites").order_by("-shown", "price", "id")


def exchange(brand_id: int) -> Exchange | None:
    return Exchange.objects.filter(brand_id=brand_id).first()


def weekly(brand_id: int, line: str, since: int, *, most: int = 10) -> list[dict[str, Any]]:
    """The week's score of members who chose to stand on a list, in one line of standing; the others are not even counted."""
    listed = Wish.objects.filter(brand_id=brand_id, listed=True).values("member")
    rows = Entry.objects.filter(
        transaction__brand_id=brand_id,
        account__name=ledger.SCORE,
        account__member__in=listed,
        transaction__at__gte=since,
        transaction__kind__in=[kind for kind, of in LINES.items() if of == line],
    )
    found = list(
        rows.values("account__member").annotate(score=Sum("amount")).filter(score__gt=0).order_by("-score", "account__member")[:most]
    )
    people = Membership.objects.in_bulk([row["account__member"] for row in found])
    return [{"member": people[row["account__member"]], "score": row["score"]} for row in found]


def week_begins(now: int, rules: Rules) -> int:
    """Monday's first instant, in the brand's own time."""
    local = rules.local(now)
    return now - local.weekday() * DAY - (local.hour * 3600 + local.minute * 60 + local.second) * 1000


def is_listed(member: Membership) -> bool:
    return Wish.objects.filter(member=member, listed=True).exists()


def versions(brand_id: int) -> QuerySet[RuleSet]:
    return RuleSet.objects.filter(brand_id=brand_id).select_related("by").order_by("-version")


def sites_of(brand: Brand) -> QuerySet[Site]:
    return Site.objects.filter(brand=brand).order_by("name")


def best(brand_id: int, search: str = "") -> QuerySet[Account]:
    """Members' score accounts, highest first: the office's list, never shown to members."""
    rows = Account.objects.filter(brand_id=brand_id, name=ledger.SCORE, member__isnull=False).select_related("member")
    return (rows.filter(member__name__icontains=search) if search else rows).order_by("-balance", "id")


@dataclass
class Proposed:
    """A mission as somebody sees it. `done`: how many the member has; `got`: "given", "held" or ""; `by`: how many fulfilled it."""

    row: Mission
    open: bool
    topic: str = ""
    done: int = 0
    got: str = ""
    by: int = 0


def proposed(brand_id: int, now: int) -> list[Proposed]:
    """All missions, those that are open or to come first, newest first, with how many fulfilled each."""
    found = _proposed(brand_id, now)
    fulfilled = Counter(
        int(ref.partition(".")[0])
        for ref in Transaction.objects.filter(brand_id=brand_id, kind="mission", reversed_by=None).values_list("ref", flat=True)
    )
    for one in found:
        one.by = fulfilled[one.row.pk]
    return found


def _proposed(brand_id: int, now: int) -> list[Proposed]:
    rows = list(Mission.objects.filter(brand_id=brand_id).order_by("-ends_at", "-id")[:200])
    topics = dict(Topic.objects.filter(brand_id=brand_id).values_list("id", "name"))
    found = [Proposed(row, row.ends_at > now, topics.get(row.topic or 0, "")) for row in rows]
    return sorted(found, key=lambda one: not one.open)


def missions_of(member: Membership, now: int) -> list[Proposed]:
    """The missions that have begun, with how far the member has come; those that are over only when they were fulfilled."""
    row = Standing.objects.filter(member=member).first()
    counts = row.data.get("missions", {}) if row else {}
    got = {
        int(ref.partition(".")[0]): note or "given"
        for ref, note in Transaction.objects.filter(member=member, kind="mission", reversed_by=None).values_list("ref", "note")
    }
    holds = Hold.objects.filter(member=member, transaction__kind="mission", state=Hold.State.RELEASED)
    got |= {int(ref.partition(".")[0]): "given" for ref in holds.values_list("transaction__ref", flat=True)}
    found = [one for one in _proposed(member.brand_id, now) if one.row.begins_at <= now]
    for one in found:
        one.done, one.got = counts.get(str(one.row.pk), [0])[0], got.get(one.row.pk, "")
    return [one for one in found if one.open or one.got]


def open_circles(brand_id: int) -> list[Circle]:
    """Groups that a human has not looked at yet, with their members' names and how many rewards wait because of them."""
    rows = list(Circle.objects.filter(brand_id=brand_id, state=Circle.State.OPEN).order_by("found_at"))
    people = Membership.objects.in_bulk({number for row in rows for number in row.members})
    for row in rows:
        row.people = [people[number] for number in row.members if number in people]  # type: ignore[attr-defined]
        row.words = words.REASONS[row.kind]  # type: ignore[attr-defined]
        row.waiting = len(holds_of_circle(row))  # type: ignore[attr-defined]
    return rows


def holds_of_circle(row: Circle) -> list[Hold]:
    """What waits for this circle alone."""
    rows = Hold.objects.filter(brand_id=row.brand_id, state="waiting", member__in=row.members).select_related("transaction")
    return [hold for hold in rows if hold.reasons == [row.kind]]


def effect(brand_id: int, before: Rules, after: Rules) -> dict[str, int]:
    """What new rules would change today: members whose tier rises or falls."""
    scores = list(Account.objects.filter(brand_id=brand_id, name=ledger.SCORE, member__isnull=False).values_list("balance", flat=True))
    moved = [after.tier_of(score) - before.tier_of(score) for score in scores]
    return {"members": len(scores), "rise": sum(1 for one in moved if one > 0), "fall": sum(1 for one in moved if one < 0)}
