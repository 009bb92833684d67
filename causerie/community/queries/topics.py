"""Topics, names, and what a member was told."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from causerie.community.models import Notice, Tag
from causerie.people.doors import ANSWERING
from causerie.people.models import Membership

_MOST_NOTICES = 50


def tag_view(member: Membership, name: str) -> Any | None:
    """A topic with how many posts and followers it has, and whether the member follows it."""
    return _tags(member).filter(name=name).first()


def popular_tags(member: Membership, limit: int = 12) -> list[Any]:
    """The topics with most posts; those that the member follows come first."""
    return list(_tags(member).filter(post_count__gt=0).order_by("-followed", "-post_count", "name")[:limit])


def _tags(member: Membership) -> Any:
    mine = Tag.followers.through.objects.filter(tag=OuterRef("pk"), membership=member)
    counts = {"post_count": _count(Tag.posts.through), "follower_count": _count(Tag.followers.through)}
    return Tag.objects.filter(brand_id=member.brand_id).annotate(**counts, followed=Exists(mine))


def _count(through: Any) -> Coalesce:
    """As a subquery: two joins would multiply a thousand posts by a thousand followers."""
    rows = through.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def known_names(member: Membership, beginning: str, limit: int = 6) -> list[Membership]:
    """Members whose name begins so, for who writes an @."""
    current = Membership.objects.current().filter(brand_id=member.brand_id, role__in=ANSWERING).exclude(id=member.id)
    return list(current.filter(name__istartswith=beginning[:40]).order_by("name", "id")[:limit]) if beginning else []


def notices(member: Membership) -> list[Notice]:
    """What was told to the member, newest first."""
    return list(Notice.objects.filter(member=member).select_related("by", "post", "comment").order_by("-id")[:_MOST_NOTICES])


def unseen_notices(member: Membership) -> int:
    return Notice.objects.filter(member=member, seen_at=None).count()
