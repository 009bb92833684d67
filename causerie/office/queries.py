"""What the manager's pages show."""

from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from causerie.brands.models import Site, Topic
from causerie.community.queries import open_flags, suggestions
from causerie.conversations.models import Conversation, Sighting
from causerie.conversations.queries import held_of
from causerie.journal.models import Change, Fact
from causerie.kernel.clock import now_ms
from causerie.people.doors import READERS
from causerie.people.models import Membership
from causerie.recruitment.queries import to_decide, waits_in_trials
from causerie.rewards.queries import awaiting as rewards_awaiting
from causerie.safety.queries import Case, cases

DAY = 86_400_000


@dataclass(frozen=True)
class Figures:
    """The last 24 hours, as counts."""

    waiting: int
    asked: int
    taken: int
    closed: int
    thanked: int
    first_reply: int
    """Seconds from question to first answer, the median; 0 when nobody answered yet."""

    @property
    def first_reply_parts(self) -> tuple[int, str]:
        """Minutes, and seconds as two digits."""
        return self.first_reply // 60, f"{self.first_reply % 60:02d}"

    @property
    def taken_share(self) -> int:
        return round(100 * self.taken / self.asked) if self.asked else 0

    @property
    def thanked_share(self) -> int:
        return round(100 * self.thanked / self.taken) if self.taken else 0


def figures(brand_id: int, now: int | None = None) -> Figures:
    """Questions asked in the last 24 hours and what became of them, and who waits now."""
    since = (now or now_ms()) - DAY
    mine = Conversation.objects.filter(brand_id=brand_id)
    today = mine.filter(asked_at__gte=since)
    counts = today.aggregate(
        asked=Count("id"),
        taken=Count("id", filter=Q(claimed_at__isnull=False)),
        closed=Count("id", filter=Q(state="closed")),
        thanked=Count("id", filter=Q(claimed_at__isnull=False, thanked_at__isnull=False)),
    )
    replies = today.filter(first_reply_at__isnull=False).values_list("asked_at", "first_reply_at")[:5000]
    waits = [(replied - asked) / 1000 for asked, replied in replies if replied is not None]
    return Figures(waiting=mine.filter(state="waiting").count(), first_reply=ceil(median(waits)) if waits else 0, **counts)


@dataclass(frozen=True)
class Decisions:
    """What waits for a decision of the manager."""

    cases: list[Case]
    """Reports of conversations that nobody decided yet, and those whose decision is to be looked at again."""
    held: int
    flags: int
    suggestions: list[Any]
    """Those whose promised word is late."""
    rewards: int
    applications: int
    """Applicants who wait for an answer, or for words in a trial conversation."""

    @property
    def none(self) -> bool:
        return not (self.cases or self.held or self.flags or self.suggestions or self.rewards or self.applications)


def decisions(manager: Membership, most: int = 5) -> Decisions:
    """The first `most` of each kind, or how many there are."""
    late = suggestions(manager).filter(due_at__lte=now_ms())[:most]
    return Decisions(
        cases=[case for case in cases(manager.brand_id) if case.state in ("open", "appealed")][:most],
        held=len(held_of(manager.brand_id)),
        flags=open_flags(manager),
        suggestions=list(late),
        rewards=rewards_awaiting(manager),
        applications=to_decide(manager) + waits_in_trials(manager.brand_id),
    )


def most_thanked(brand_id: int, days: int = 7, limit: int = 3) -> list[tuple[Membership, int]]:
    """Who was thanked most in these days, with how often: somebody who deserves a word."""
    told = Fact.objects.filter(brand_id=brand_id, kind="thanked", at__gte=now_ms() - days * DAY)
    counts = {row["data__member"]: row["n"] for row in told.values("data__member").annotate(n=Count("id")).order_by("-n")[:limit]}
    people = Membership.objects.current().filter(brand_id=brand_id).in_bulk(list(counts))
    return [(people[number], count) for number, count in counts.items() if number in people]


@dataclass(frozen=True)
class Begun:
    """The first steps of a brand, each done or not."""

    mail: bool
    tag: bool
    people: bool
    answered: bool

    @property
    def count(self) -> int:
        return sum((self.mail, self.tag, self.people, self.answered))

    @property
    def done(self) -> bool:
        return self.count == 4


def begun(brand_id: int) -> Begun:
    """Which of the first steps are done."""
    tried = Change.objects.filter(brand_id=brand_id, kind="mail_tried").order_by("-id").first()
    return Begun(
        mail=tried is not None and tried.changes["outcome"][1] in MAIL_WORKS,
        tag=Sighting.objects.filter(site__brand_id=brand_id).exists(),
        people=Membership.objects.current().filter(brand_id=brand_id, role=Membership.Role.AMBASSADOR).exists(),
        answered=Conversation.objects.filter(brand_id=brand_id, first_reply_at__isnull=False).exists(),
    )


MAIL_WORKS = ("sent", "printed", "shown")


def sites(brand_id: int) -> list[Site]:
    return list(Site.objects.filter(brand_id=brand_id).select_related("brand").order_by("name"))


def topics(brand_id: int) -> QuerySet[Topic]:
    """With how many questions each had."""
    return Topic.objects.filter(brand_id=brand_id).annotate(questions=Count("conversation")).order_by("name")


def people(brand_id: int, search: str = "") -> QuerySet[Membership]:
    """Who is part of the brand today, by name."""
    found = Membership.objects.current().filter(brand_id=brand_id).select_related("person", "brand").order_by("name", "id")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(person__email__icontains=search) | Q(expertise__icontains=search))
    return found


def team(brand_id: int) -> list[Membership]:
    """The brand's own people, owners first."""
    order = [Membership.Role.OWNER, Membership.Role.MANAGER, Membership.Role.SUPPORT, Membership.Role.ANALYST]
    found = Membership.objects.current().filter(brand_id=brand_id, role__in=order).select_related("person", "brand").order_by("name", "id")
    return sorted(found, key=lambda member: order.index(Membership.Role(member.role)))


def offices(person_id: int) -> list[Membership]:
    """The memberships by which a person comes into an office: to manage, to watch over, or to read figures."""
    mine = Membership.objects.current().filter(person_id=person_id, role__in=(*READERS, Membership.Role.SUPPORT))
    return list(mine.select_related("brand").order_by("brand__name"))
