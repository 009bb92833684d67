"""Seeded talks and posts are moved into the days before: made in one second, they would tell of waits of nothing."""

import random

from causerie.brands.models import Brand
from causerie.community.models import Comment, Post
from causerie.conversations.models import Conversation, Message, Visitor
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.simulator import community_life

_MINUTE, _HOUR = 60_000, 3_600_000


def settle(brand: Brand, rng: random.Random) -> None:
    """Talks over the last fortnight, posts over months, each with a believable rhythm; the journal tells the same."""
    now = now_ms()
    with write():
        for turn, conversation in enumerate(Conversation.objects.filter(brand=brand, asked_at__gt=now - _HOUR).order_by("-id")):
            # Half of them today, so that the manager's day is not empty; then one every other day.
            before = 1 + 3 * turn if turn < 6 else 48 * (turn - 5)
            talk(conversation, now - before * _HOUR - rng.randrange(5, 50) * _MINUTE, rng)
        for turn, post in enumerate(Post.objects.filter(brand=brand).order_by("-id")):
            _post(post, now - community_life.hours_before(turn) * _HOUR - rng.randrange(100, 200) * _MINUTE, rng)
        community_life.settle_talk(brand, rng)


def talk(conversation: Conversation, asked: int, rng: random.Random) -> None:
    """One talk, asked at that instant, in the transaction under way."""
    waited = rng.randrange(12_000, 55_000)
    claimed = at = asked + waited
    replied = 0
    for message in Message.objects.filter(conversation=conversation).order_by("seq"):
        if message.seq > 1:
            at += rng.randrange(9_000, 38_000)
            replied = replied or (at if message.sender else 0)
        Message.objects.filter(pk=message.pk).update(sent_at=asked if message.seq == 1 else at)
    moments = {"asked": asked, "claimed": claimed, "replied": replied, "thanked": at + 20_000, "rated": at + 31_000, "closed": at + 40_000}
    Conversation.objects.filter(pk=conversation.pk).update(
        asked_at=asked,
        waiting_since=asked,
        claimed_at=claimed,
        first_reply_at=replied,
        last_at=at,
        thanked_at=moments["thanked"] if conversation.thanked_at else None,
        closed_at=moments["closed"],
    )
    Visitor.objects.filter(pk=conversation.visitor_id).update(created_at=asked - 5_000)
    spans = {"claimed": {"waited": waited}, "replied": {"waited": replied - asked}, "closed": {"lasted": moments["closed"] - claimed}}
    for fact in Fact.objects.filter(brand_id=conversation.brand_id, data__conversation=conversation.pk):
        fact.at, fact.data = moments.get(fact.kind, at), {**fact.data, **spans.get(fact.kind, {})}
        fact.save(update_fields=["at", "data"])


def _post(post: Post, posted: int, rng: random.Random) -> None:
    at = posted
    Post.objects.filter(pk=post.pk).update(posted_at=posted)
    for comment in Comment.objects.filter(post=post).order_by("id"):
        at += rng.randrange(3, 25) * _MINUTE
        Comment.objects.filter(pk=comment.pk).update(posted_at=at)
        Fact.objects.filter(brand_id=post.brand_id, kind="commented", data__comment=comment.pk).update(at=at)
    Fact.objects.filter(brand_id=post.brand_id, kind__in=["posted", "liked"], data__post=post.pk).update(at=posted)
    community_life.settle_post(post, posted)
