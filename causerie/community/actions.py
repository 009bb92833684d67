"""Verbs of the feed."""

import msgspec

from causerie.community import facts
from causerie.community.access import may_remove
from causerie.community.models import Comment, Like, Post
from causerie.journal.actions import record
from causerie.kernel import files, pictures
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.realtime import hub

MOST_TEXT = 4000
MOST_COMMENT = 1000


def post(*, by: Membership, text: str, title: str = "", picture: bytes = b"") -> Post:
    """Tell something to the community. A title makes it an article, and only the brand's managers write those.

    Raises Refused("empty" | "too_long" | "too_big" | "not_a_picture" | "not_found").
    """
    title = clean_optional(title, limit=120)
    if title and not by.is_manager:
        raise Refused("not_found")
    words = {"title": title, "text": clean(text, limit=MOST_TEXT)}
    shown = _keep(picture) if picture else {}
    try:
        with write():
            made = Post.objects.create(brand_id=by.brand_id, author=by, posted_at=now_ms(), **words, **shown)
            record(facts.Posted(brand_id=by.brand_id, post=made.id, member=by.id, article=bool(title)))
            _tell(by.brand_id, made.id)
    except BaseException:
        if shown:
            files.delete(str(shown["picture"]))
        raise
    return made


def comment(*, by: Membership, post: Post, text: str) -> Comment:
    """Answer a post. Raises Refused("empty" | "too_long" | "not_found")."""
    _same_brand(by, post)
    text = clean(text, limit=MOST_COMMENT)
    with write():
        _still_there(post)
        made = Comment.objects.create(brand_id=by.brand_id, post=post, author=by, text=text, posted_at=now_ms())
        record(facts.Commented(brand_id=by.brand_id, post=post.id, comment=made.id, member=by.id, author=post.author_id))
        _tell(by.brand_id, post.id)
    return made


def like(*, by: Membership, post: Post) -> bool:
    """Like a post; once is enough. Returns whether it is new."""
    _same_brand(by, post)
    with write():
        _still_there(post)
        _, new = Like.objects.get_or_create(post=post, member=by, defaults={"brand_id": by.brand_id})
        if new:
            record(facts.Liked(brand_id=by.brand_id, post=post.id, member=by.id, author=post.author_id))
            _tell(by.brand_id, post.id)
    return new


def unlike(*, by: Membership, post: Post) -> bool:
    """Take the like back. Returns whether there was one."""
    with write():
        gone, _ = Like.objects.filter(brand_id=by.brand_id, post=post, member=by).delete()
        if gone:
            _tell(by.brand_id, post.id)
    return gone > 0


def delete_post(*, by: Membership, post: Post) -> None:
    """The post, its comments, likes and picture are gone. By its author or a manager; else Refused("not_found")."""
    if not may_remove(by, post):
        raise Refused("not_found")
    picture = post.picture
    with write():
        Post.objects.filter(brand_id=by.brand_id, id=post.id).delete()
        _tell(by.brand_id, post.id)
        if picture:
            after_commit(lambda: files.delete(picture))


def delete_comment(*, by: Membership, comment: Comment) -> None:
    """By its author or a manager; else Refused("not_found")."""
    if not may_remove(by, comment):
        raise Refused("not_found")
    with write():
        Comment.objects.filter(brand_id=by.brand_id, id=comment.id).delete()
        _tell(by.brand_id, comment.post_id)


def _keep(picture: bytes) -> dict[str, str | int]:
    cleaned = pictures.clean_picture(picture)
    name = files.store(cleaned.data, ".webp")
    return {"picture": name, "picture_width": cleaned.width, "picture_height": cleaned.height}


def _same_brand(by: Membership, post: Post) -> None:
    if post.brand_id != by.brand_id:
        raise Refused("not_found")


def _still_there(post: Post) -> None:
    if not Post.objects.filter(id=post.id).exists():
        raise Refused("not_found")


def _tell(brand_id: int, post_id: int) -> None:
    """Open feeds look at this post again. The frame is the wire's `feed`."""
    frame = msgspec.json.encode({"type": "feed", "post": post_id})
    after_commit(lambda: hub.publish(("brand", brand_id), frame))
