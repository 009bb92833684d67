"""A member asks to be forgotten: what they posted goes, with its pictures."""

from causerie.community.models import Comment, Like, Post
from causerie.kernel import files
from causerie.kernel.db import after_commit, write
from causerie.people.models import Membership


def forget_member(*, member: Membership) -> None:
    """Posts with what stands under them, comments and likes of the member. Twice is no error."""
    with write():
        mine = Post.objects.filter(brand_id=member.brand_id, author=member)
        pictures = [name for name in mine.values_list("picture", flat=True) if name]
        mine.delete()
        Comment.objects.filter(brand_id=member.brand_id, author=member).delete()
        Like.objects.filter(brand_id=member.brand_id, member=member).delete()
        after_commit(lambda: files.delete_all(pictures))
