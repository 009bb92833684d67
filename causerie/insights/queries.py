"""Reads: everything the pages show, from the folded tables. Every one is of one brand; `site` narrows it to one of its sites."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from causerie.brands.models import HoldOut, Site, Topic
from causerie.conversations.queries import Words, readable_by, reports_on, words_of
from causerie.insights import rules
from causerie.insights.fold import READER
from causerie.insights.models import Bucket, Helped, Hour, Measures, Presence, Quote, Talk, Tally, Trial
from causerie.insights.periods import Period, first_ms, hour_of
from causerie.insights.uplift import Uplift, measure
from causerie.journal.actions import progress
from causerie.people.models import Membership

COLUMNS = ("asked", "taken", "replied", "left", "thanked", "rated", "stars", "pleased", "again", "ended", "lasted", "handed", "reported")
PAGE = 50


@dataclass(frozen=True)
class Scope:
    """Whose figures: a brand, a period, all its sites or one."""

    brand: int
    period: Period
    site: int | None = None

    @property
    def before(self) -> "Scope":
        return Scope(self.brand, self.period.before, self.site)

    def of(self, model: Any) -> "QuerySet[Any]":
        rows: QuerySet[Any] = model._default_manager.filter(brand_id=self.brand, day__range=self.period.span)
        return rows.filter(site_id=self.site) if self.site else rows


@dataclass
class Figures:
    """The counts of a period. Shares are 0 to 1, times are milliseconds; None where there is nothing to divide."""

    counts: dict[str, int]
    replies: dict[int, int] = field(default_factory=dict)
    helpers: int = 0
    looks: int = 0
    quorum_looks: int = 0

    @property
    def known(self) -> bool:
        """Whether anybody asked, or the server looked at the window."""
        return bool(self.counts["asked"] or self.looks)

    def value(self, key: str) -> float | None:
        """The figure of that name (definitions.DEFINITIONS)."""
        return getattr(self, f"_{key}")() if hasattr(self, f"_{key}") else None

    def _asked(self) -> float:
        return self.counts["asked"]

    def _answered(self) -> float | None:
        return rules.share(self.counts["replied"], self.counts["asked"])

    def _median(self) -> float | None:
        return rules.quantile(self.replies, 0.5)

    def _p90(self) -> float | None:
        return rules.quantile(self.replies, 0.9)

    def _lasted(self) -> float | None:
        return rules.share(self.counts["lasted"], self.counts["ended"])

    def _pleased(self) -> float | None:
        return rules.share(self.counts["pleased"], self.counts["rated"])

    def _thanked(self) -> float | None:
        return rules.share(self.counts["thanked"], self.counts["replied"])

    def _again(self) -> float | None:
        return rules.share(self.counts["again"], self.counts["asked"])

    def _left(self) -> float | None:
        return rules.share(self.counts["left"], self.counts["asked"])

    def _quorum(self) -> float | None:
        return rules.share(self.quorum_looks, self.looks)

    def _helpers(self) -> float:
        return self.helpers


def measures_of(brand_id: int) -> Measures:
    """The brand's yardsticks, or the usual ones."""
    return Measures.objects.filter(brand_id=brand_id).first() or Measures(brand_id=brand_id)


def sites_of(brand_id: int) -> list[Site]:
    return list(Site.objects.filter(brand_id=brand_id).order_by("name"))


def counts(scope: Scope) -> dict[str, int]:
    """What became of the questions of a period (COLUMNS)."""
    return dict(scope.of(Hour).aggregate(**{name: Sum(name, default=0) for name in COLUMNS}))


def figures(scope: Scope) -> Figures:
    """One period, whole."""
    replies = dict(scope.of(Bucket).filter(kind="reply").values("step").annotate(n=Sum("count")).values_list("step", "n"))
    seen = scope.of(Presence).aggregate(looks=Sum("looks", default=0), quorum=Sum("quorum", default=0))
    return Figures(counts(scope), replies, _helpers(scope), seen["looks"], seen["quorum"])


def whole(scope: Scope, course: Sequence[tuple[int, Figures]]) -> Figures:
    """`figures`, where the period's course is known: only who helped is asked for again, since nobody counts twice."""
    points, replies = [point for _, point in course], Counter[int]()
    for point in points:
        replies.update(point.replies)
    sums = {name: sum(point.counts[name] for point in points) for name in COLUMNS}
    looks, quorum = sum(point.looks for point in points), sum(point.quorum_looks for point in points)
    return Figures(sums, dict(replies), _helpers(scope), looks, quorum)


def _helpers(scope: Scope) -> int:
    return int(scope.of(Helped).aggregate(n=Count("member", distinct=True))["n"])


def course(scope: Scope) -> list[tuple[int, Figures]]:
    """The period in steps of days (period.step): (first day, figures) for each, oldest first, empty ones too."""
    first, last = scope.period.span
    step = scope.period.step
    at = (F("day") - first) / step
    points = [Figures(dict.fromkeys(COLUMNS, 0)) for _ in range(first, last + 1, step)]
    for row in scope.of(Hour).values(at=at).annotate(**{name: Sum(name) for name in COLUMNS}):
        points[row.pop("at")].counts.update(row)
    steps = scope.of(Bucket).filter(kind="reply").values("step", at=at).annotate(n=Sum("count"))
    for number, point, count in steps.values_list("step", "at", "n"):
        points[point].replies[number] = count
    for row in scope.of(Presence).values(at=at).annotate(seen=Sum("looks"), free_enough=Sum("quorum")):
        points[row["at"]].looks, points[row["at"]].quorum_looks = row["seen"], row["free_enough"]
    for row in scope.of(Helped).values(at=at).annotate(n=Count("member", distinct=True)):
        points[row["at"]].helpers = row["n"]
    return list(zip(range(first, last + 1, step), points, strict=True))


@dataclass(frozen=True)
class Cell:
    """An hour of the week: the share of time with a quorum, questions asked, and those that nobody took."""

    chance: float | None
    asked: int
    left: int

    @property
    def level(self) -> str:
        """none, or 0 (never) to 4 (always)."""
        return "none" if self.chance is None else str(round(self.chance * 4))


def week(scope: Scope) -> list[list[Cell]]:
    """Seven days of 24 hours, Monday first."""
    seen = {row["slot"]: row for row in scope.of(Presence).values("slot").annotate(looks=Sum("looks"), quorum=Sum("quorum"))}
    asked = {row["slot"]: row for row in scope.of(Hour).values("slot").annotate(asked=Sum("asked"), left=Sum("left"))}
    none = {"looks": 0, "quorum": 0, "asked": 0, "left": 0}
    rows = [{**none, **seen.get(slot, {}), **asked.get(slot, {})} for slot in range(168)]
    cells = [Cell(rules.share(row["quorum"], row["looks"]), row["asked"], row["left"]) for row in rows]
    return [cells[day * 24 : day * 24 + 24] for day in range(7)]


@dataclass(frozen=True)
class Top:
    """A topic, page or language: questions, share answered, share of those that said thank you."""

    key: str
    name: str
    asked: int
    before: int
    answered: float | None
    thanked: float | None


def top(scope: Scope, kind: str, limit: int = 8) -> list[Top]:
    """What was asked about most, with what it was in the period before."""
    sums = {name: Sum(name) for name in ("asked", "replied", "thanked")}
    rows = list(scope.of(Tally).filter(kind=kind).values("key").annotate(**sums).order_by("-asked", "key")[:limit])
    keys = [row["key"] for row in rows]
    before = dict(scope.before.of(Tally).filter(kind=kind, key__in=keys).values("key").annotate(n=Sum("asked")).values_list("key", "n"))
    names = _topic_names(scope.brand, keys) if kind == "topic" else {}
    return [
        Top(
            key=row["key"],
            name=names.get(row["key"], "" if kind == "topic" else row["key"]),
            asked=row["asked"],
            before=before.get(row["key"], 0),
            answered=rules.share(row["replied"], row["asked"]),
            thanked=rules.share(row["thanked"], row["replied"]),
        )
        for row in rows
    ]


def _topic_names(brand_id: int, keys: list[str]) -> dict[str, str]:
    rows = Topic.objects.filter(brand_id=brand_id, id__in=[int(key) for key in keys]).values_list("id", "name")
    return {str(number): name for number, name in rows}


# ---- the conversations behind ----------------------------------------------------------------------------------------------

WHAT: dict[str, dict[str, Any]] = {
    "asked": {},
    "answered": {"replied__isnull": False},
    "unanswered": {"replied": None},
    "left": {"ended": True, "taken": False},
    "thanked": {"thanked": True},
    "pleased": {"stars__gte": 4},
    "unhappy": {"stars__lte": 2},
    "again": {"again": True},
    "handed": {"handed": True},
    "reported": {"reported": True},
}


@dataclass(frozen=True)
class Line:
    """A conversation in a list: no words of anybody. `report`, `own`: where whoever looks may read it, if there is such a page."""

    talk: Talk
    site: str
    topic: str
    report: int | None
    own: str = ""


def bounds(scope: Scope, zone: str) -> tuple[int, int]:
    """When the period begins and ends (not included), in milliseconds."""
    return first_ms(scope.period.span[0], zone), first_ms(scope.period.span[1] + 1, zone)


def talks(
    scope: Scope, zone: str, what: str = "asked", before: int | None = None, limit: int = PAGE, reader: Membership | None = None
) -> list[Line]:
    """The conversations behind a figure, newest first, from `before` (milliseconds) on.

    `reader`: a manager, who may read those that were reported, those of their own and those that they joined.
    """
    begin, end = bounds(scope, zone)
    rows = Talk.objects.filter(brand_id=scope.brand, asked_at__gte=begin, asked_at__lt=min(end, before or end), **WHAT[what])
    if scope.site:
        rows = rows.filter(site_id=scope.site)
    found = list(rows.order_by("-asked_at", "-id")[:limit])
    sites = dict(Site.objects.filter(brand_id=scope.brand).values_list("id", "name"))
    topics = dict(Topic.objects.filter(brand_id=scope.brand).values_list("id", "name"))
    numbers = [talk.id for talk in found] if reader else []
    reports, own = reports_on(scope.brand, numbers), readable_by(reader, numbers) if reader else {}
    return [
        Line(talk, sites.get(talk.site_id, ""), topics.get(talk.topic or 0, ""), reports.get(talk.id), own.get(talk.id, ""))
        for talk in found
    ]


# ---- words -----------------------------------------------------------------------------------------------------------------


def words_to_choose(scope: Scope, zone: str, limit: int = 60) -> list[tuple[Words, bool]]:
    """What visitors wrote beside their stars, newest first, and whether it may be shown."""
    begin, end = bounds(scope, zone)
    rows = Talk.objects.filter(brand_id=scope.brand, words=True, asked_at__gte=begin, asked_at__lt=end)
    if scope.site:
        rows = rows.filter(site_id=scope.site)
    numbers = list(rows.order_by("-asked_at").values_list("id", flat=True)[:limit])
    found = words_of(scope.brand, numbers)
    shown = set(Quote.objects.filter(brand_id=scope.brand, conversation__in=numbers).values_list("conversation", flat=True))
    return [(found[number], number in shown) for number in numbers if number in found]


def quotes(scope: Scope, zone: str, limit: int = 6) -> list[Words]:
    """Words that the manager approved, newest first."""
    begin, end = bounds(scope, zone)
    approved = Quote.objects.filter(brand_id=scope.brand).values("conversation")
    rows = Talk.objects.filter(brand_id=scope.brand, words=True, asked_at__gte=begin, asked_at__lt=end, id__in=approved)
    if scope.site:
        rows = rows.filter(site_id=scope.site)
    found = words_of(scope.brand, rows.order_by("-asked_at").values_list("id", flat=True)[:limit])
    return sorted(found.values(), key=lambda words: -words.at)


def approved(site: Site, limit: int = 3) -> list[Words]:
    """What may be quoted of a site's good talks, the newest first: for its public page."""
    quoted = Quote.objects.filter(brand_id=site.brand_id).values("conversation")
    rows = Talk.objects.filter(brand_id=site.brand_id, site_id=site.id, words=True, stars__gte=4, id__in=quoted)
    found = words_of(site.brand_id, rows.order_by("-asked_at").values_list("id", flat=True)[:limit])
    return sorted(found.values(), key=lambda words: -words.at)


# ---- worth and sales -------------------------------------------------------------------------------------------------------


def worth(scope: Scope, measures: Measures) -> rules.Worth:
    """What the answers of the period stand for, by the brand's yardsticks."""
    counted = figures_of_work(scope)
    by = rules.Yardstick(
        measures.month_hours,
        measures.job_cost,
        measures.rewards_cost,
        measures.gifts_cost,
        measures.software_cost,
        measures.manager_hours,
        measures.manager_cost,
    )
    return rules.worth(answered=counted[0], minutes=counted[1], months=scope.period.months, by=by)


def figures_of_work(scope: Scope) -> tuple[int, Any]:
    """Answered questions, and their mean duration in minutes."""
    sums = scope.of(Hour).aggregate(replied=Sum("replied", default=0), ended=Sum("ended", default=0), lasted=Sum("lasted", default=0))
    minutes = Decimal(sums["lasted"]) / sums["ended"] / 60_000 if sums["ended"] else Decimal(0)
    return sums["replied"], minutes


def holdouts(brand_id: int) -> dict[int, HoldOut]:
    """Site to its plan."""
    return {plan.site_id: plan for plan in HoldOut.objects.filter(brand_id=brand_id)}


def uplift(scope: Scope, zone: str) -> Uplift:
    """Sales per page view, open hours against switched-off hours."""
    begin, end = map(hour_of, bounds(scope, zone))
    rows = Trial.objects.filter(brand_id=scope.brand, hour__gte=begin, hour__lt=end)
    if scope.site:
        rows = rows.filter(site_id=scope.site)
    return measure(rows.values_list("off", "views", "sales"))


def views_of(scope: Scope, zone: str) -> int:
    """Pages viewed in the period, where they are counted."""
    begin, end = map(hour_of, bounds(scope, zone))
    rows = Trial.objects.filter(brand_id=scope.brand, hour__gte=begin, hour__lt=end)
    return int((rows.filter(site_id=scope.site) if scope.site else rows).aggregate(n=Sum("views", default=0))["n"])


# ---- the brand and its community -------------------------------------------------------------------------------------------


def report_readers() -> list[Membership]:
    """Managers and analysts of the brands that have their report mailed."""
    without = Measures.objects.filter(mailed=False).values("brand_id")
    roles = ("owner", "manager", "analyst")
    return list(Membership.objects.current().filter(role__in=roles).exclude(brand__in=without).select_related("brand", "person"))


def counting(brand_id: int) -> int | None:
    """While the folds are far behind: how many percent are counted; else None."""
    reached, newest = progress(READER, brand_id)
    return round(100 * reached / newest) if newest - reached > 5000 else None
