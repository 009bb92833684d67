"""The feed, read in a handful of queries whatever its length."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from causerie.community.access import may_remove
from causerie.community.models import Comment, Like, Post
from causerie.journal.models import Fact
from causerie.people.models import Membership

PAGE = 20
LATEST = 3
GATHER = 3
_MOST_THANKS = 40


@dataclass
class Thanks:
    """A visitor's thank-you to a member. The visitor's words are not here: they may be erased."""

    fact: int
    member: Membership
    stars: int


@dataclass
class Item:
    """One thing in the feed: a post or a thank-you."""

    at: int
    post: Any = None
    thanks: Thanks | None = None
    others: list[Thanks] = field(default_factory=list)
    """Thank-yous told just before this one, gathered with it: a good evening must not bury the posts."""

    @property
    def names(self) -> str:
        """The gathered members, each once, the latest first."""
        told = [self.thanks, *self.others] if self.thanks else []
        return ", ".join(dict.fromkeys(one.member.name for one in told))


@dataclass
class FeedPage:
    """Items, newest first; `before` and `until` ask for the page that follows, 0 at the end."""

    items: list[Item] = field(default_factory=list)
    before: int = 0
    until: int = 0


def feed_items(member: Membership, *, before: int = 0, until: int = 0, limit: int = PAGE) -> FeedPage:
    """A page of the feed: posts with id < `before`, and the thank-yous told between them, before the instant `until`."""
    query = _posts(member)
    posts = list((query.filter(id__lt=before) if before else query)[: limit + 1])
    more, posts = len(posts) > limit, posts[:limit]
    floor = posts[-1].posted_at if more else 0
    items = _merged(member, posts, _thanks(member, floor, until))
    return FeedPage(items, posts[-1].id if more else 0, floor)


def news(member: Membership, *, after: int, since: int) -> list[Item]:
    """What came since: posts with id > `after`, thank-yous later than `since`."""
    return _merged(member, list(_posts(member).filter(id__gt=after)[:50]), _thanks(member, since + 1, 0))


def one_post(member: Membership, post_id: int, *, all_comments: bool = False) -> Any | None:
    """A post as the feed shows it, or None when it is gone."""
    post = _posts(member, latest=500 if all_comments else LATEST).filter(id=post_id).first()
    return _dressed(member, post) if post else None


def _posts(member: Membership, latest: int = LATEST) -> QuerySet[Post]:
    comments = Comment.objects.filter(brand_id=member.brand_id).select_related("author").order_by("-id")[:latest]
    return (
        Post.objects.filter(brand_id=member.brand_id)
        .select_related("author")
        .annotate(
            like_count=_count(Like),
            comment_count=_count(Comment),
            liked=Exists(Like.objects.filter(post=OuterRef("pk"), member=member)),
        )
        .prefetch_related(Prefetch("comments", queryset=comments, to_attr="latest"))
        .order_by("-id")
    )


def _count(model: type[Like] | type[Comment]) -> Coalesce:
    """How many of these the post has, as a subquery: two joins would multiply each other."""
    rows = model._default_manager.filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _dressed(member: Membership, post: Any) -> Any:
    """With what the template asks: comments in order, how many more there are, who may remove what."""
    post.latest.reverse()
    post.earlier = max(0, post.comment_count - len(post.latest))
    post.removable = may_remove(member, post)
    for comment in post.latest:
        comment.removable = may_remove(member, comment)
    return post


def _thanks(member: Membership, floor: int, until: int) -> list[Fact]:
    facts = Fact.objects.filter(brand_id=member.brand_id, kind__in=("thanked", "rated"), at__gte=floor)
    return list((facts.filter(at__lt=until) if until else facts).order_by("-id")[: 2 * _MOST_THANKS])


def _merged(member: Membership, posts: list[Any], facts: list[Fact]) -> list[Item]:
    stars = {fact.data["conversation"]: fact.data["stars"] for fact in reversed(facts) if fact.kind == "rated"}
    thanked = [fact for fact in facts if fact.kind == "thanked"][:_MOST_THANKS]
    people = Membership.objects.filter(brand_id=member.brand_id).in_bulk({fact.data["member"] for fact in thanked})
    items = [Item(post.posted_at, post=_dressed(member, post)) for post in posts]
    for fact in thanked:
        who = people.get(fact.data["member"])
        if who is not None:
            items.append(Item(fact.at, thanks=Thanks(fact.id, who, stars.get(fact.data["conversation"], 0))))
    return _gathered(sorted(items, key=lambda item: item.at, reverse=True))


def _gathered(items: list[Item]) -> list[Item]:
    """Three thank-yous or more in a row become one."""
    kept: list[Item] = []
    for is_thanks, row in groupby(items, key=lambda item: item.thanks is not None):
        run = list(row)
        if is_thanks and len(run) >= GATHER:
            run[0].others = [item.thanks for item in run[1:] if item.thanks]
            run = run[:1]
        kept += run
    return kept
