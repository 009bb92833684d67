"""What the manager decides on: reports, traces, suggestions."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet

from causerie.community.models import Flag, Suggestion, Trace
from causerie.kernel.clock import now_ms
from causerie.people.models import Membership


@dataclass
class Reported:
    """A post, a comment or a chat message, with who asked to look at it and why. `kind`: post, comment or said."""

    kind: str
    what: Any
    flags: list[Flag] = field(default_factory=list)


def open_reports(manager: Membership, limit: int = 200) -> list[Reported]:
    """What waits for a decision, the first reported first; several reports of one thing are one."""
    related = ("by", "post__author", "comment__author", "comment__post", "said__author")
    flags = Flag.objects.filter(brand_id=manager.brand_id, settled_at=None).select_related(*related).order_by("id")[:limit]
    found: dict[tuple[str, int], Reported] = {}
    for flag in flags:
        kind = "post" if flag.post_id else "comment" if flag.comment_id else "said"
        what = getattr(flag, kind)
        found.setdefault((kind, what.id), Reported(kind, what)).flags.append(flag)
    return list(found.values())


def open_flags(manager: Membership) -> int:
    """How many reports wait."""
    return Flag.objects.filter(brand_id=manager.brand_id, settled_at=None).count()


def overdue_suggestions(manager: Membership) -> int:
    """How many suggestions wait for a word that is owed by now."""
    return Suggestion.objects.filter(brand_id=manager.brand_id, due_at__lte=now_ms()).count()


def traces_removed(manager: Membership, limit: int = 50) -> list[Trace]:
    """What was removed lately, newest first."""
    traces = Trace.objects.filter(brand_id=manager.brand_id, removed=True).select_related("author", "by")
    return list(traces.order_by("-id")[:limit])


def traces_of(manager: Membership, post_id: int) -> list[Trace]:
    """Earlier words of a post and of its comments, newest first."""
    return list(Trace.objects.filter(brand_id=manager.brand_id, post=post_id).select_related("author", "by").order_by("-id")[:200])


def suggestions(manager: Membership, *, settled: bool = False) -> QuerySet[Suggestion, Any]:
    """Those that wait for a word of the brand, the most overdue first; or those that are done and declined, newest first."""
    mine = Suggestion.objects.filter(brand_id=manager.brand_id).select_related("post__author")
    over = Q(status__in=("done", "no"))
    return mine.filter(over).order_by("-id") if settled else mine.exclude(over).order_by(F("due_at").asc(nulls_last=True), "id")


@dataclass(frozen=True)
class Suggested:
    """A suggestion and where it stands: the brand's last word on it is `answer`."""

    text: str
    author: str
    status: str
    outcome: str
    answer: str
    overdue: bool


def suggested_between(brand_id: int, begin: int, end: int) -> list[Suggested]:
    """Suggestions told in that time (milliseconds), answered in it, or still owed an answer at its end; oldest first."""
    rows = Suggestion.objects.filter(brand_id=brand_id, post__posted_at__lt=end).select_related("post__author").prefetch_related("steps")
    told = Q(post__posted_at__gte=begin) | Q(steps__at__range=(begin, end)) | Q(due_at__isnull=False)
    return [_suggested(one) for one in rows.filter(told).distinct().order_by("id")[:100]]


def _suggested(one: Suggestion) -> Suggested:
    words = ["", *(step.text for step in sorted(one.steps.all(), key=lambda step: step.id) if step.text)]
    late = one.due_at is not None and one.due_at < now_ms()
    return Suggested(one.post.title or one.post.text, one.post.author.name, one.status, one.get_status_display(), words[-1], late)
