"""What people's words bring about: topics found again, members told that they are named."""

from django.db.models import F

from causerie.community import facts, rules
from causerie.community.models import Comment, Notice, Post, Said, Tag
from causerie.community.publish import tell_notice
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import ANSWERING
from causerie.people.models import Membership


def still_there(post: Post) -> None:
    """Takes the post's row, so that nothing is hung on it while it is removed: the first step of every verb on it or under it.

    Raises Refused("not_found").
    """
    if not Post.objects.filter(id=post.id).update(posted_at=F("posted_at")):
        raise Refused("not_found")


def note_removal(by: Membership, what: Post | Comment | Said) -> None:
    """A manager's removal of somebody else's words stands in the team's log. Inside the transaction."""
    if what.author_id != by.id:
        audit.note(by=by, kind="post_removed", subject=what)


def weave_post(by: Membership, post: Post) -> None:
    """The post stands under its topics, and who is named hears of it once."""
    names = rules.tags_in(f"{post.title}\n{post.text}")
    for name in names:
        Tag.objects.get_or_create(brand_id=post.brand_id, name=name)
    post.tags.set(Tag.objects.filter(brand_id=post.brand_id, name__in=names))
    for member in named_in(by, post.text):
        tell(Notice.Kind.MENTION, member, by=by, post=post)


def weave_comment(by: Membership, comment: Comment) -> None:
    """Who is named hears of it; so does the post's author, unless they wrote it or were named."""
    told = named_in(by, comment.text)
    for member in told:
        tell(Notice.Kind.MENTION, member, by=by, post=comment.post, comment=comment)
    author = comment.post.author
    if author.id != by.id and author.id not in {member.id for member in told}:
        tell(Notice.Kind.COMMENT, author, by=by, post=comment.post, comment=comment)


def named_in(by: Membership, text: str) -> list[Membership]:
    """Members of the brand today whom the text names by @, but for its author; at most ten."""
    candidates = rules.may_be_names(text)
    if not candidates:
        return []
    current = Membership.objects.current().filter(brand_id=by.brand_id, role__in=ANSWERING)
    found = list(current.filter(name__in=candidates).exclude(id=by.id)[: 4 * rules.MOST_NAMES])
    named = {piece.value for piece in rules.pieces(text, [member.name for member in found]) if piece.kind == "name"}
    return [member for member in found if member.name in named][: rules.MOST_NAMES]


def tell(kind: Notice.Kind, member: Membership, *, by: Membership | None, post: Post, comment: Comment | None = None) -> None:
    """One line in the member's list and a live word, inside the transaction of its cause. A mention is told once."""
    values = {"brand_id": post.brand_id, "by": by, "at": now_ms()}
    if kind in (Notice.Kind.MENTION, Notice.Kind.COMMENT):
        notice, new = Notice.objects.get_or_create(member=member, kind=kind, post=post, comment=comment, defaults=values)
    else:
        notice, new = Notice.objects.create(member=member, kind=kind, post=post, **values), True
    if not new:
        return
    if kind == Notice.Kind.MENTION and by:
        number = comment.id if comment else 0
        record(facts.Mentioned(brand_id=post.brand_id, post=post.id, comment=number, member=member.id, by=by.id))
    tell_notice(notice)
