"""Verbs of comments."""

from causerie.community import facts
from causerie.community.access import may_edit, may_remove, reads
from causerie.community.actions.woven import note_removal, still_there, weave_comment
from causerie.community.models import Comment, Post, Trace
from causerie.community.publish import tell_feed
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership

MOST_COMMENT = 1000


def comment(*, by: Membership, post: Post, text: str) -> Comment:
    """Answer a post. Raises Refused("empty" | "too_long" | "not_found")."""
    reads(by, post)
    text = clean(text, limit=MOST_COMMENT)
    with write():
        still_there(post)
        made = Comment.objects.create(brand_id=by.brand_id, post=post, author=by, text=text, posted_at=now_ms())
        record(facts.Commented(brand_id=by.brand_id, post=post.id, comment=made.id, member=by.id, author=post.author_id))
        weave_comment(by, made)
        tell_feed(by.brand_id, post.id)
    return made


def edit_comment(*, by: Membership, comment: Comment, text: str) -> Comment:
    """Other words in their place; those before are kept as a trace. Raises Refused("empty" | "too_long" | "not_found")."""
    if not may_edit(by, comment):
        raise Refused("not_found")
    text = clean(text, limit=MOST_COMMENT)
    if text == comment.text:
        return comment
    with write():
        _leave_trace(by, _locked(comment))
        Comment.objects.filter(id=comment.id).update(text=text, edited_at=now_ms())
        comment.refresh_from_db(fields=["text", "edited_at"])
        weave_comment(by, comment)
        tell_feed(by.brand_id, comment.post_id)
    return comment


def delete_comment(*, by: Membership, comment: Comment) -> None:
    """By its author or a manager, with a trace; else Refused("not_found")."""
    if not may_remove(by, comment):
        raise Refused("not_found")
    with write():
        _leave_trace(by, _locked(comment), removed=True)
        note_removal(by, comment)
        Comment.objects.filter(brand_id=by.brand_id, id=comment.id).delete()
        record(facts.Removed(brand_id=by.brand_id, post=comment.post_id, comment=comment.id, member=comment.author_id, by=by.id))
        tell_feed(by.brand_id, comment.post_id)


def _locked(comment: Comment) -> Comment:
    """The comment as it stands, its post's row taken first. Raises Refused("not_found")."""
    still_there(comment.post)
    found = Comment.objects.select_for_update().filter(id=comment.id).first()
    if found is None:
        raise Refused("not_found")
    return found


def _leave_trace(by: Membership, comment: Comment, *, removed: bool = False) -> None:
    values = {"brand_id": comment.brand_id, "post": comment.post_id, "comment": comment.id, "author_id": comment.author_id}
    Trace.objects.create(by=by, removed=removed, text=comment.text, at=now_ms(), **values)
