"""Rows as frames: what each side may see of a conversation, and nothing else."""

from typing import Literal, cast

from causerie.conversations import wire
from causerie.conversations.models import Conversation, Message, Visitor
from causerie.kernel.ids import to_public
from causerie.people.models import Membership


def holder(member: Membership) -> wire.Holder:
    return wire.Holder(name=member.name, photo=photo(member), story=member.story, kind=kind_of(member))


def kind_of(member: Membership) -> Literal["ambassador", "team"]:
    return "team" if member.in_team else "ambassador"


def photo(member: Membership) -> str:
    return f"/faces/{member.photo}" if member.photo else ""


def author(member: Membership) -> wire.From:
    """A member as the writer of a message."""
    return wire.From(kind=kind_of(member), name=member.name, photo=photo(member), id=member.id)


def visitor(row: Visitor) -> wire.From:
    """The visitor as the writer of a message."""
    return wire.From(kind="visitor", name=row.name)


def page(conversation: Conversation) -> wire.Page | None:
    if not conversation.page_url:
        return None
    return wire.Page(url=conversation.page_url, title=conversation.page_title, picture=conversation.page_picture)


def to_visitor(conversation: Conversation) -> wire.ConversationView:
    """The visitor's view."""
    return wire.ConversationView(
        id=conversation.public_id,
        state=cast(Literal["waiting", "taken", "closed"], conversation.state),
        head_seq=conversation.last_seq,
        asked_at=conversation.asked_at,
        waiting_since=conversation.waiting_since,
        holder=holder(conversation.holder) if conversation.holder else None,
        seen=conversation.holder_seen,
        read=conversation.visitor_seen,
        offered=conversation.offered and conversation.state == "waiting",
        returned=conversation.lease > 0 and conversation.state == "waiting",
        for_team=conversation.for_team,
        later=bool(conversation.email),
        thanked=conversation.thanked_at is not None,
        stars=conversation.stars or 0,
        comment=conversation.comment,
        closed_at=conversation.closed_at or 0,
        erased=conversation.erased_at is not None,
    )


def to_member(conversation: Conversation, *, visitor_here: bool = False, last_text: str = "") -> wire.ConversationView:
    """The holder's view."""
    view = to_visitor(conversation)
    view.seen, view.read = conversation.visitor_seen, conversation.holder_seen
    view.holder, view.offered = None, False
    view.lease = conversation.lease
    view.language = conversation.language
    view.site = wire.SiteView(name=conversation.site.name, language=conversation.site.language)
    view.topic = conversation.topic.name if conversation.topic else ""
    view.page = page(conversation)
    view.visitor = conversation.visitor.name
    view.visitor_here = visitor_here
    view.preview = conversation.preview
    view.last_text = last_text or conversation.preview
    view.last_from = "visitor" if conversation.last_sender == 0 else "us"
    view.last_at = conversation.last_at
    view.warned = conversation.warned
    return view


def queue_item(conversation: Conversation) -> wire.QueueItem:
    """A waiting question, for everybody who may take it."""
    return wire.QueueItem(
        id=conversation.public_id,
        text=conversation.preview,
        language=conversation.language,
        site=wire.SiteView(name=conversation.site.name, language=conversation.site.language),
        waiting_since=conversation.waiting_since,
        topic=conversation.topic.name if conversation.topic else "",
        topic_id=conversation.topic_id or 0,
        page=page(conversation),
        widened=conversation.widened,
        for_team=conversation.for_team,
        later=bool(conversation.email),
        returned=conversation.lease > 0,
    )


def message(row: Message, authors: dict[int, wire.From]) -> wire.Message:
    """A stored message. `authors` maps membership ids to writers; 0 is the visitor."""
    conversation = to_public(row.conversation_id)
    return wire.Message(
        conversation=conversation,
        seq=row.seq,
        id=f"{conversation}.{row.seq}",
        from_=authors.get(row.sender, wire.From(kind="ambassador")),
        text=row.text,
        sent_at=row.sent_at,
        client_id=row.client_id,
        picture=wire.PictureView(row.picture.name, row.picture.width, row.picture.height) if row.picture else None,
    )
