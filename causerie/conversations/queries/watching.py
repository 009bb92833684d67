"""What the team sees of talks: reports, what is held, who is blocked, how it goes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from causerie.conversations.models import (
    BlockedNetwork,
    Conversation,
    Guard,
    Held,
    Original,
    Reading,
    Report,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.kernel.ids import from_public
from causerie.people.models import Membership

_RELATED = ("site", "brand", "visitor", "holder", "topic")


def reports_on(brand_id: int, numbers: Iterable[int]) -> dict[int, int]:
    """Of these conversations, those that the brand's team was asked to look at: conversation to report."""
    return dict(Report.objects.filter(brand_id=brand_id, conversation__in=list(numbers)).values_list("conversation_id", "id"))


def readable_by(member: Membership, numbers: Iterable[int]) -> dict[int, str]:
    """Of these conversations, those that the member held last or joined in view of both sides: number to public name."""
    theirs = Q(holder=member) | Q(reading__member=member, reading__kind=Reading.Kind.ALONG)
    rows = Conversation.objects.filter(theirs, brand_id=member.brand_id, id__in=list(numbers), erased_at=None)
    return {row.id: row.public_id for row in rows}


_REPORT = ("by__person", "conversation__site", "conversation__brand", "conversation__visitor", "conversation__holder__person")
HOUR = 3_600_000


def report_of(brand_id: int, number: int) -> Report | None:
    """A report of that brand, with its conversation."""
    return Report.objects.filter(brand_id=brand_id, id=number).select_related(*_REPORT).first()


def reports_of(brand_id: int, limit: int = 200) -> list[Report]:
    """The newest reports, with their conversations."""
    return list(Report.objects.filter(brand_id=brand_id).select_related(*_REPORT).order_by("-id")[:limit])


def counted(brand_id: int) -> tuple[int, int]:
    """How many reports there are, and how many messages wait for the team."""
    waiting = Held.objects.filter(brand_id=brand_id, decided_at=None)
    return Report.objects.filter(brand_id=brand_id).count(), waiting.count()


def held_of(brand_id: int) -> list[Held]:
    """Messages that wait for the team, oldest first."""
    waiting = Held.objects.filter(brand_id=brand_id, decided_at=None).select_related("conversation__site", "conversation__visitor")
    return list(waiting.order_by("at")[:100])


def held_one(brand_id: int, number: int) -> Held | None:
    return Held.objects.filter(brand_id=brand_id, id=number).select_related("conversation").first()


def hides_something(conversation: Conversation) -> bool:
    """Whether what was written stands apart, for the team to read with a reason."""
    return Original.objects.filter(conversation=conversation).exists()


def readings_of(conversation: Conversation) -> list[Reading]:
    """Who of the team read what was hidden, or came along, and why."""
    return list(Reading.objects.filter(conversation=conversation).select_related("member").order_by("id"))


def reads_along(member: Membership, conversation: Conversation) -> bool:
    """Whether this member has joined the talk, in view of both sides."""
    return Reading.objects.filter(conversation=conversation, member=member, kind=Reading.Kind.ALONG).exists()


def conversation_of(brand_id: int, public_id: str) -> Conversation | None:
    """A conversation of that brand."""
    number = from_public(public_id)
    found = Conversation.objects.filter(brand_id=brand_id, id=number) if number is not None else Conversation.objects.none()
    return found.select_related(*_RELATED).first()


def guard_of(brand_id: int) -> Guard:
    """The brand's rules, or the usual ones, not saved."""
    return Guard.objects.filter(brand_id=brand_id).first() or Guard(brand_id=brand_id)


def blocked_visitors(brand_id: int) -> list[Visitor]:
    """Who may no longer write, the latest first."""
    return list(Visitor.objects.filter(brand_id=brand_id, blocked_at__isnull=False).select_related("site").order_by("-blocked_at")[:100])


def visitor_in(brand_id: int, number: int) -> Visitor | None:
    return Visitor.objects.filter(brand_id=brand_id, id=number).first()


def blocked_networks(brand_id: int, now: int) -> list[BlockedNetwork]:
    return list(BlockedNetwork.objects.filter(brand_id=brand_id, until__gt=now).select_related("by").order_by("until"))


def block_in(brand_id: int, number: int) -> BlockedNetwork | None:
    return BlockedNetwork.objects.filter(brand_id=brand_id, id=number).first()


@dataclass(frozen=True)
class Signals:
    """What a visitor's last day looks like: counts only, to see a flood."""

    from_network: int
    """Visitors who came from the same network in the last 24 hours; 0 when it is no longer known."""
    questions: int
    reports: int


def signals_of(visitor: Visitor, now: int) -> Signals:
    network = VisitorNetwork.objects.filter(visitor=visitor).first()
    same = VisitorNetwork.objects.filter(brand_id=visitor.brand_id, at__gt=now - 24 * HOUR)
    return Signals(
        from_network=same.filter(digest=network.digest).count() if network else 0,
        questions=Conversation.objects.filter(visitor=visitor, asked_at__gt=now - 24 * HOUR).count(),
        reports=Report.objects.filter(conversation__visitor=visitor).exclude(by=None).count(),
    )


def open_conversations(brand_id: int) -> list[Conversation]:
    """Waiting and taken, the longest wait first: for a board that shows no words."""
    rows = Conversation.objects.filter(brand_id=brand_id).exclude(state="closed").select_related(*_RELATED)
    return list(rows.order_by("-state", "waiting_since")[:200])


def mood(brand_id: int, since: int) -> tuple[float, int]:
    """The mean of the stars given since then, and how many gave some; (0, 0) when nobody did."""
    stars = list(
        Conversation.objects.filter(brand_id=brand_id, closed_at__gt=since, stars__isnull=False).values_list("stars", flat=True)[:1000]
    )
    given = [one for one in stars if one]
    return (sum(given) / len(given), len(given)) if given else (0.0, 0)
