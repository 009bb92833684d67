"""What the community keeps of a member, as plain data: their right to see it."""

from typing import Any

from causerie.community.models import Comment, Flag, Like, LineWord, Post, Said, Tag, Trace, Vote
from causerie.people.models import Membership


def about_member(member: Membership) -> dict[str, Any]:
    """Everything they wrote and felt, their private line with the words of both sides."""
    by = {"author": member}
    return {
        "posts": list(Post.objects.filter(**by).order_by("id").values("corner", "title", "text", "picture", "posted_at", "edited_at")),
        "comments": list(Comment.objects.filter(**by).order_by("id").values("post", "text", "posted_at", "edited_at")),
        "before_they_were_changed": list(
            Trace.objects.filter(**by).order_by("id").values("post", "comment", "title", "text", "at", "removed")
        ),
        "chat": list(Said.objects.filter(**by).order_by("id").values("text", "at")),
        "feelings": list(Like.objects.filter(member=member).order_by("id").values("post", "kind")),
        "votes": list(Vote.objects.filter(member=member).order_by("id").values("choice__text")),
        "topics_followed": list(Tag.objects.filter(followers=member).order_by("name").values_list("name", flat=True)),
        "reports": list(Flag.objects.filter(by=member).order_by("id").values("post", "comment", "said", "reason", "at")),
        "private_line": list(LineWord.objects.filter(line__member=member).order_by("id").values("sender__name", "text", "at")),
    }
