"""Verbs of a reader: how far they read, what they follow, what they were told."""

from causerie.community.access import reads
from causerie.community.models import Notice, Post, Reading, Tag
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership


def have_read(*, by: Membership, newest: int) -> None:
    """The member has seen the feed up to this post; never goes back, never beyond what exists."""
    known = Post.objects.filter(brand_id=by.brand_id, id__lte=newest).order_by("-id").values_list("id", flat=True).first() or 0
    with write():
        Reading.objects.get_or_create(member=by)
        Reading.objects.filter(member=by, last_post__lt=known).update(last_post=known, at=now_ms())


def follow_tag(*, by: Membership, tag: Tag, on: bool) -> None:
    """Posts on this topic stand among the member's own from now on, or no more."""
    reads(by, tag)
    with write():
        (tag.followers.add if on else tag.followers.remove)(by)


def see_notices(*, by: Membership) -> int:
    """Everything that was told to the member is seen. Returns how many were new."""
    with write():
        return Notice.objects.filter(member=by, seen_at=None).update(seen_at=now_ms())
