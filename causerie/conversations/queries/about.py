"""What this room keeps of a visitor or a member, as plain data: their right to see it."""

from django.db.models import Q

from causerie.conversations import access
from causerie.conversations.models import (
    Conversation,
    Held,
    MailRequest,
    Message,
    Original,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.kernel.clock import to_datetime
from causerie.people.models import Membership

_RELATED = ("site", "brand", "visitor", "holder", "topic")


def visitor_of(token: str) -> Visitor:
    """The visitor who shows this token, blocked or not: for what they may see, take along and erase. Raises Refused("not_you")."""
    return access.visitor_of(token, even_blocked=True)


def not_erased(visitor: Visitor) -> list[Conversation]:
    """The visitor's conversations that were not erased, oldest first."""
    rows = Conversation.objects.filter(visitor=visitor, brand_id=visitor.brand_id, erased_at=None)
    return list(rows.select_related(*_RELATED).order_by("asked_at", "id"))


def not_erased_by_number(brand_id: int, number: int) -> Conversation | None:
    """A conversation that was not erased, or None."""
    return Conversation.objects.filter(brand_id=brand_id, id=number, erased_at=None).first()


def held_from(visitor: Visitor) -> list[dict[str, object]]:
    """Messages of theirs that the team read first: when, and whether they wait, passed or were kept out."""
    rows = Held.objects.filter(brand_id=visitor.brand_id, conversation__visitor=visitor).order_by("-at")[:20]
    return [{"at": row.at, "state": "waits" if row.decided_at is None else "passed" if row.passed else "kept_out"} for row in rows]


def about_visitor(visitor: Visitor) -> dict[str, object]:
    """Everything kept of a visitor, as plain data: their right to see it."""
    talks = Conversation.objects.filter(visitor=visitor).select_related("site", "holder", "topic").order_by("asked_at")
    return {
        "name": visitor.name,
        "identity": visitor.identity,
        "site": visitor.site.name,
        "first_seen": _instant(visitor.created_at),
        "network_kept_as_digest": VisitorNetwork.objects.filter(visitor=visitor).exists(),
        "conversations": [_talk(talk, 0) for talk in talks],
    }


def _talk(talk: Conversation, mine: int) -> dict[str, object]:
    """A conversation with the words of both sides; the words hidden from others where `mine` (0: the visitor) wrote them."""
    hidden = dict(Original.objects.filter(conversation=talk).values_list("seq", "text"))
    rows = Message.objects.filter(conversation=talk).order_by("seq")
    lines = [
        {
            "at": _instant(row.sent_at),
            "by": "me" if row.sender == mine else "the other side",
            "text": hidden.get(row.seq, row.text) if row.sender == mine else row.text,
            "picture": row.picture_id is not None,
        }
        for row in rows
    ]
    own: dict[str, object] = {"id": talk.public_id, "site": talk.site.name, "asked": _instant(talk.asked_at), "messages": lines}
    if mine:
        return own
    mails = MailRequest.objects.filter(conversation=talk).values_list("kind", "email", "at")
    return own | {
        "answered_by": talk.holder.name if talk.holder else "",
        "page": talk.page_url,
        "page_title": talk.page_title,
        "email": talk.email,
        "stars": talk.stars,
        "comment": talk.comment,
        "mails": [{"kind": kind, "to": email, "asked": _instant(at)} for kind, email, at in mails],
        "erased": talk.erased_at is not None,
    }


def about_member(member: Membership) -> list[dict[str, object]]:
    """The conversations in which a member wrote, with both sides' words as they read them."""
    numbers = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values_list("conversation_id", flat=True).distinct()
    return [_talk(talk, member.id) for talk in Conversation.objects.filter(id__in=list(numbers)).select_related("site", "holder")]


def requests_with(member: Membership) -> list[int]:
    """Mails that visitors asked for of conversations in which this member wrote."""
    wrote = Message.objects.filter(brand_id=member.brand_id, sender=member.id).values("conversation_id")
    rows = MailRequest.objects.filter(brand_id=member.brand_id).filter(Q(conversation__in=wrote) | Q(conversation__holder=member))
    return list(rows.values_list("id", flat=True))


def _instant(ms: int) -> str:
    return to_datetime(ms).isoformat(timespec="seconds")
