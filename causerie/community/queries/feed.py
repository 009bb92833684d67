"""The feed, read in a handful of queries whatever its length."""

from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby
from operator import and_
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from causerie.community.models import Comment, Like, Post, Reading
from causerie.community.queries.dressing import dress
from causerie.community.rules import sought_words
from causerie.journal.models import Fact
from causerie.people.models import Membership

PAGE = 20
MOST = 200
LATEST = 3
GATHER = 3
_MOST_THANKS = 40


@dataclass(frozen=True)
class Lens:
    """Which part of the feed is looked at: a corner, a topic, the topics one follows, what a search finds; nothing chosen is all of it."""

    corner: str = ""
    tag: str = ""
    sought: str = ""
    mine: bool = False

    @property
    def whole(self) -> bool:
        return not (self.corner or self.tag or self.sought or self.mine)

    def chosen(self, member: Membership) -> Q:
        """What it lets through."""
        chosen = Q(brand_id=member.brand_id)
        if self.corner:
            chosen &= Q(corner=self.corner)
        if self.tag:
            chosen &= Q(tags__name=self.tag)
        if self.mine:
            chosen &= Q(id__in=Post.tags.through.objects.filter(tag__followers=member).values("post_id"))
        return reduce(and_, (Q(sought__contains=word) for word in sought_words(self.sought)), chosen)


@dataclass
class Thanks:
    """A visitor's thank-you to a member. The visitor's words are not here: they may be erased."""

    fact: int
    member: Membership
    stars: int


@dataclass
class Item:
    """One thing in the feed: a post or a thank-you. `left`: here the reader left off last time; what stands above is new."""

    at: int
    post: Any = None
    thanks: Thanks | None = None
    others: list[Thanks] = field(default_factory=list)
    """Thank-yous told just before this one, gathered with it: a good evening must not bury the posts."""
    left: bool = False

    @property
    def names(self) -> str:
        """The gathered members, each once, the latest first."""
        told = [self.thanks, *self.others] if self.thanks else []
        return ", ".join(dict.fromkeys(one.member.name for one in told))


@dataclass
class FeedPage:
    """Items, newest first; `before` and `until` ask for the page that follows, 0 at the end. `left`: the last post read before."""

    items: list[Item] = field(default_factory=list)
    before: int = 0
    until: int = 0
    pinned: list[Any] = field(default_factory=list)
    left: int = 0
    unread: int = 0


def feed_items(
    member: Membership, *, lens: Lens = Lens(), before: int = 0, until: int = 0, left: int = 0, down_to: int = 0, limit: int = PAGE
) -> FeedPage:
    """A page of the feed: posts with id < `before`, and the thank-yous told between them, before the instant `until`.

    What is pinned stands apart on the first page of the whole feed. `down_to`: as far as this post, to find one's place again.
    """
    query = _posts(member).filter(lens.chosen(member))
    if lens.whole:
        query = query.filter(pinned_at=None)
    if down_to:
        limit = min(MOST, max(limit, query.filter(id__gte=down_to).count()))
    posts = list((query.filter(id__lt=before) if before else query)[: limit + 1])
    more, posts = len(posts) > limit, posts[:limit]
    floor = posts[-1].posted_at if more else 0
    pinned = list(_posts(member).filter(pinned_at__isnull=False).order_by("-pinned_at")) if lens.whole and not before else []
    dress(member, [*posts, *pinned])
    items = _merged(member, posts, _thanks(member, floor, until) if lens.whole else [])
    _mark(items, left, before)
    return FeedPage(items, posts[-1].id if more else 0, floor, pinned, left)


def news(member: Membership, *, after: int, since: int, lens: Lens = Lens()) -> list[Item]:
    """What came since: posts with id > `after`, thank-yous later than `since`."""
    posts = list(_posts(member).filter(lens.chosen(member), id__gt=after, pinned_at=None)[:50])
    return _merged(member, dress(member, posts), _thanks(member, since + 1, 0) if lens.whole else [])


def one_post(member: Membership, post_id: int, *, all_comments: bool = False) -> Any | None:
    """A post as the feed shows it, or None when it is gone."""
    post = _posts(member, latest=500 if all_comments else LATEST).filter(id=post_id).first()
    return dress(member, [post])[0] if post else None


def left_at(member: Membership) -> int:
    """The last post that the member has seen; 0 for who reads for the first time."""
    return Reading.objects.filter(member=member).values_list("last_post", flat=True).first() or 0


def unread(member: Membership, left: int) -> int:
    """Others' posts since, up to a hundred; none for who reads for the first time."""
    if not left:
        return 0
    return Post.objects.filter(brand_id=member.brand_id, id__gt=left).exclude(author=member).order_by()[:100].count()


def _posts(member: Membership, latest: int = LATEST) -> QuerySet[Post]:
    # Of the brand because their posts are: with the brand named again, SQLite reads all of its comments (60,000 of them: 55 ms).
    comments = Comment.objects.select_related("author").order_by("-id")[:latest]
    mine = Like.objects.filter(post=OuterRef("pk"), member=member).values("kind")
    return (
        Post.objects.filter(brand_id=member.brand_id)
        .select_related("author", "suggestion", "poll")
        .annotate(like_count=_count(Like), comment_count=_count(Comment), my_kind=Subquery(mine))
        .prefetch_related(Prefetch("comments", queryset=comments, to_attr="latest"))
        .order_by("-id")
    )


def _count(model: type[Like] | type[Comment]) -> Coalesce:
    """How many of these the post has, as a subquery: two joins would multiply each other."""
    rows = model._default_manager.filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def _thanks(member: Membership, floor: int, until: int) -> list[Fact]:
    facts = Fact.objects.filter(brand_id=member.brand_id, kind__in=("thanked", "rated"), at__gte=floor)
    return list((facts.filter(at__lt=until) if until else facts).order_by("-id")[: 2 * _MOST_THANKS])


def _merged(member: Membership, posts: list[Any], facts: list[Fact]) -> list[Item]:
    stars = {fact.data["conversation"]: fact.data["stars"] for fact in reversed(facts) if fact.kind == "rated"}
    thanked = [fact for fact in facts if fact.kind == "thanked"][:_MOST_THANKS]
    numbers = {fact.data["member"] for fact in thanked}
    people = Membership.objects.filter(brand_id=member.brand_id).in_bulk(numbers) if numbers else {}
    items = [Item(post.posted_at, post=post) for post in posts]
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


def _mark(items: list[Item], left: int, before: int) -> None:
    """The first post that was read already carries the mark, when something new stands above it."""
    new_above = bool(before and before > left)
    for item in items:
        if item.post and left:
            if item.post.id <= left:
                item.left = new_above
                return
            new_above = True
