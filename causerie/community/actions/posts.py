"""Verbs of posts: tell, change, remove, pin, like."""

from collections.abc import Mapping, Sequence

from causerie.community import facts
from causerie.community.access import may_edit, may_remove, reads
from causerie.community.actions import polls, suggestions, woven
from causerie.community.actions.woven import still_there
from causerie.community.models import Corner, Like, Post, Trace
from causerie.community.publish import tell_feed
from causerie.community.rules import folded
from causerie.journal.actions import record
from causerie.kernel import files, pictures
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

MOST_TEXT = 4000
MOST_TITLE = 120
MOST_PINNED = 3


def post(
    *,
    by: Membership,
    text: str,
    title: str = "",
    picture: bytes = b"",
    corner: str = "",
    early: bool = False,
    choices: Sequence[str] = (),
    days: int = polls.USUAL_DAYS,
) -> Post:
    """Tell something to the community. A title makes it an article, and only the brand's managers write those.

    `corner`: where it stands (the bar unless said; an article is news). `choices`: two to six answers make it a poll for `days`.
    Raises Refused("empty" | "too_long" | "too_big" | "not_a_picture" | "not_found" | "bad_value").
    """
    reads(by)
    title = clean_optional(title, limit=MOST_TITLE)
    if (title or early or corner == Corner.NEWS) and not by.is_manager:
        raise Refused("not_found")
    corner = Corner.NEWS if title else _corner(corner)
    answers = polls.cleaned(choices)
    words = {"title": title, "text": clean(text, limit=MOST_TEXT), "corner": corner, "early": bool(title) and early}
    shown = _keep(picture) if picture else {}
    try:
        with write():
            made = Post.objects.create(brand_id=by.brand_id, author=by, posted_at=now_ms(), sought=_sought(by, words), **words, **shown)
            _complete(by, made, answers, days)
    except BaseException:
        if shown:
            files.delete(str(shown["picture"]))
        raise
    return made


def _complete(by: Membership, made: Post, answers: list[str], days: int) -> None:
    """What a new post brings: its poll, the debt of a suggestion, who is told."""
    if answers:
        polls.open_poll(made, answers, days)
    fact = facts.Posted(brand_id=by.brand_id, post=made.id, member=by.id, article=bool(made.title), corner=made.corner, poll=bool(answers))
    record(fact)
    if made.corner == Corner.SUGGESTIONS:
        suggestions.owe(made)
    woven.weave_post(by, made)
    tell_feed(by.brand_id, made.id)


def edit_post(*, by: Membership, post: Post, text: str, title: str = "") -> Post:
    """Other words in their place; what stood there before is kept as a trace. Authors change their own.

    Raises Refused("empty" | "too_long" | "not_found").
    """
    if not may_edit(by, post):
        raise Refused("not_found")
    title = (clean_optional(title, limit=MOST_TITLE) or post.title) if post.title else ""
    words = {"title": title, "text": clean(text, limit=MOST_TEXT)}
    if words == {"title": post.title, "text": post.text}:
        return post
    with write():
        still_there(post)
        leave_trace(by, Post.objects.get(id=post.id))
        Post.objects.filter(id=post.id).update(edited_at=now_ms(), sought=_sought(by, words), **words)
        post.refresh_from_db()
        woven.weave_post(by, post)
        tell_feed(by.brand_id, post.id, words=True)
    return post


def delete_post(*, by: Membership, post: Post) -> None:
    """The post, its comments, likes and picture are gone; a trace stays with the managers for a time.

    By its author or a manager; else Refused("not_found").
    """
    if not may_remove(by, post):
        raise Refused("not_found")
    picture = post.picture
    with write():
        still_there(post)
        leave_trace(by, post, removed=True)
        woven.note_removal(by, post)
        Post.objects.filter(brand_id=by.brand_id, id=post.id).delete()
        record(facts.Removed(brand_id=by.brand_id, post=post.id, comment=0, member=post.author_id, by=by.id))
        tell_feed(by.brand_id, post.id)
        if picture:
            after_commit(lambda: files.delete(picture))


def pin(*, by: Membership, post: Post, on: bool) -> None:
    """A manager keeps a post at the top; the three pinned last stay there. Raises Refused("not_found")."""
    if post.brand_id != by.brand_id or not by.is_manager:
        raise Refused("not_found")
    with write():
        Post.objects.filter(brand_id=by.brand_id, id=post.id).update(pinned_at=now_ms() if on else None)
        newest = Post.objects.filter(brand_id=by.brand_id, pinned_at__isnull=False).order_by("-pinned_at", "-id")
        over = list(newest.values_list("id", flat=True)[MOST_PINNED:])
        Post.objects.filter(id__in=over).update(pinned_at=None)
        tell_feed(by.brand_id, post.id)


def like(*, by: Membership, post: Post, kind: str = Like.Kind.LIKE) -> bool:
    """Like a post, or feel otherwise about it; once is enough, the last kind stands. Returns whether it is new.

    Raises Refused("bad_value") for a kind there is not.
    """
    reads(by, post)
    if kind not in Like.Kind.values:
        raise Refused("bad_value")
    with write():
        still_there(post)
        _, new = Like.objects.get_or_create(post=post, member=by, defaults={"brand_id": by.brand_id, "kind": kind})
        changed = new or Like.objects.filter(post=post, member=by).exclude(kind=kind).update(kind=kind)
        if new:
            record(facts.Liked(brand_id=by.brand_id, post=post.id, member=by.id, author=post.author_id, reaction=kind))
        if changed:
            tell_feed(by.brand_id, post.id)
    return new


def unlike(*, by: Membership, post: Post) -> bool:
    """Take the like back, whatever its kind. Returns whether there was one."""
    with write():
        gone, _ = Like.objects.filter(brand_id=by.brand_id, post=post, member=by).delete()
        if gone:
            tell_feed(by.brand_id, post.id)
    return gone > 0


def leave_trace(by: Membership, post: Post, *, removed: bool = False) -> None:
    """The words as they stand, inside the transaction that changes them."""
    words = {"author_id": post.author_id, "title": post.title, "text": post.text}
    Trace.objects.create(brand_id=post.brand_id, post=post.id, by=by, removed=removed, at=now_ms(), **words)


def _corner(corner: str) -> str:
    if corner and corner not in Corner.values:
        raise Refused("bad_value")
    return corner or Corner.BAR


def _sought(by: Membership, words: Mapping[str, object]) -> str:
    return folded(f"{words['title']} {words['text']} {by.name}")


def _keep(picture: bytes) -> dict[str, str | int]:
    cleaned = pictures.clean_picture(picture)
    name = files.store(cleaned.data, ".webp")
    return {"picture": name, "picture_width": cleaned.width, "picture_height": cleaned.height}
