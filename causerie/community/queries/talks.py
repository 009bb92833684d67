"""The room's chat and the private lines."""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from causerie.community.models import Line, LineWord, Said
from causerie.people.models import Membership

PAGE = 60


def chat_before(member: Membership, before: int = 0, limit: int = PAGE) -> list[Said]:
    """The chat's last messages (those before `before`), oldest first."""
    found = Said.objects.filter(brand_id=member.brand_id).select_related("author").order_by("-id")
    return list((found.filter(id__lt=before) if before else found)[:limit])[::-1]


def member_line(member: Membership) -> Line | None:
    """The member's private line with the brand, when somebody has begun it."""
    return Line.objects.filter(member=member).first()


def words_before(member: Membership, before: int = 0, limit: int = PAGE) -> list[LineWord]:
    """The last words of that member's line (those before `before`), oldest first."""
    found = LineWord.objects.filter(line__member=member, line__brand_id=member.brand_id).select_related("sender").order_by("-id")
    return list((found.filter(id__lt=before) if before else found)[:limit])[::-1]


def unread_line(member: Membership) -> int:
    """Words of the brand that the member has not seen."""
    line = member_line(member)
    if line is None or line.last <= line.seen_by_member:
        return 0
    return LineWord.objects.filter(line=line, id__gt=line.seen_by_member).exclude(sender=member).count()


def lines_of(manager: Membership) -> QuerySet[Line, Any]:
    """The brand's private lines, the latest word first; `waits`: nobody of the team has seen it."""
    last = LineWord.objects.filter(line=OuterRef("pk")).order_by("-id")
    lines = Line.objects.filter(brand_id=manager.brand_id, last__gt=0, member__ended_at=None).select_related("member")
    words = {"last_text": Subquery(last.values("text")[:1]), "last_sender": Subquery(last.values("sender")[:1])}
    return lines.annotate(**words).order_by("-last_at", "-id")


def unread_lines(manager: Membership) -> int:
    """How many lines have a word that nobody of the team has seen."""
    return Line.objects.filter(brand_id=manager.brand_id, last__gt=F("seen_by_team"), member__ended_at=None).count()
