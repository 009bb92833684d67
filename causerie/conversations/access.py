"""The only doors to visitors and conversations: fetching is authorising."""

from django.db.models import QuerySet

from causerie.conversations.models import Conversation, Picture, Visitor, VisitorToken
from causerie.kernel.ids import digest, from_public
from causerie.kernel.refusal import Refused
from causerie.people.doors import ANSWERING
from causerie.people.models import Membership

_RELATED = ("site", "brand", "visitor", "holder", "topic")


def visitor_of(token: str, *, even_blocked: bool = False) -> Visitor:
    """The visitor who shows this token. Raises Refused("not_you"), or "blocked": their rights over their own data stay (`even_blocked`)."""
    row = (
        VisitorToken.objects.filter(digest=digest(token)).select_related("visitor__site__brand").first() if 40 <= len(token) <= 64 else None
    )
    if row is None:
        raise Refused("not_you")
    if row.visitor.blocked_at and not even_blocked:
        raise Refused("blocked")
    return row.visitor


def visitor_row(number: int) -> Visitor:
    """The visitor behind an open link, as they are now. Raises Refused("blocked")."""
    visitor = Visitor.objects.select_related("site__brand").get(id=number)
    if visitor.blocked_at:
        raise Refused("blocked")
    return visitor


def answering() -> QuerySet[Membership]:
    """Those who may answer today: part of their brand, in a role that answers, with an account that is open."""
    return Membership.objects.current().filter(role__in=ANSWERING)


def member_row(number: int) -> Membership:
    """The member behind an open link, as they are now. Raises Refused("not_you") when they may answer no longer."""
    member = answering().filter(id=number).select_related("brand").first()
    if member is None:
        raise Refused("not_you")
    return member


def readable(*, visitor: int | None = None, member: int | None = None, public_id: str) -> Conversation:
    """A conversation that this visitor, or this member, takes part in. Raises Refused("not_found")."""
    if visitor is not None:
        return visitors_conversation(visitor_row(visitor), public_id)
    return held_conversation(member_row(member or 0), public_id)


def _conversation(public_id: str, **scope: object) -> Conversation:
    number = from_public(public_id)
    found = Conversation.objects.filter(id=number, **scope).select_related(*_RELATED).first() if number is not None else None
    if found is None:
        raise Refused("not_found")
    return found


def visitors_conversation(visitor: Visitor, public_id: str) -> Conversation:
    """One of the visitor's own. Raises Refused("not_found")."""
    return _conversation(public_id, visitor=visitor, brand_id=visitor.brand_id)


def held_conversation(member: Membership, public_id: str) -> Conversation:
    """One that the member holds, or held last. Raises Refused("not_found")."""
    return _conversation(public_id, holder=member, brand_id=member.brand_id)


def open_conversation(member: Membership, public_id: str) -> Conversation:
    """One that the member may see to claim: of their brand, on a site they serve, for their kind. Raises Refused("not_found")."""
    found = _conversation(public_id, brand_id=member.brand_id)
    if found.for_team and not member.in_team:
        raise Refused("not_found")
    return found


def visible_conversation(member: Membership, public_id: str) -> Conversation:
    """One that stands on the member's desk: held by them, or in the queue as they see it. Raises Refused("not_found")."""
    found = _conversation(public_id, brand_id=member.brand_id)
    if found.holder_id == member.id:
        return found
    sites = set(member.sites.values_list("id", flat=True))
    if found.state != Conversation.State.WAITING or (found.for_team and not member.in_team) or (sites and found.site_id not in sites):
        raise Refused("not_found")
    return found


def picture_for(name: str, *, visitor: Visitor | None = None, member: Membership | None = None) -> Picture:
    """A picture of a conversation one takes part in. Raises Refused("not_found")."""
    query = Picture.objects.filter(name=name, conversation__erased_at=None)
    if visitor is not None:
        query = query.filter(brand_id=visitor.brand_id, conversation__visitor=visitor)
    elif member is not None:
        query = query.filter(brand_id=member.brand_id, conversation__holder=member)
    found = query.first() if visitor is not None or member is not None else None
    if found is None:
        raise Refused("not_found")
    return found


def held_or_stale(member: Membership, public_id: str) -> Conversation:
    """One of the brand that the member holds or once wrote in: the verb itself looks at the lease. Raises Refused("not_found")."""
    found = _conversation(public_id, brand_id=member.brand_id)
    if found.holder_id != member.id and not found.messages.filter(sender=member.id).exists():
        raise Refused("not_found")
    return found
