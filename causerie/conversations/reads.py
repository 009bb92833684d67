"""What the live part reads in threads, and who is behind a link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections, connection

from causerie.conversations import access, actions, publish, queries, shown, store, wire
from causerie.conversations.log import Append
from causerie.conversations.models import Conversation, Visitor
from causerie.conversations.prepared_actions import prepared_for
from causerie.conversations.roster import OnDuty
from causerie.people.models import Membership
from causerie.realtime import hub


@dataclass(slots=True)
class VisitorHere:
    """The visitor behind a link."""

    id: int
    brand: int
    site: int
    site_key: str
    kind = "visitor"


@dataclass(slots=True)
class MemberHere:
    """The member behind a link."""

    id: int
    brand: int
    team: bool
    author: wire.From
    arrived: bool = False
    kind = "member"


@dataclass(slots=True)
class Watching:
    """A member who only reads along: another kind than MemberHere, so that no verb takes it for one."""

    id: int
    brand: int
    team: bool
    author: wire.From
    kind = "watching"


@dataclass(slots=True)
class Follow:
    """What a link may do in one conversation: settled once, dropped when hands change."""

    conversation: int
    public: str
    brand: int
    sender: int
    lease: int
    author: wire.From


def site_of(visitor: Visitor) -> dict[str, object]:
    site = visitor.site
    return {
        "name": site.name,
        "language": site.language,
        "brand": site.brand.name,
        "colour": site.accent,
        "greeting": site.greeting,
        "about": site.about,
        "rewarded": site.rewarded,
        "support_url": site.support_url,
        "offline": site.offline,
        "join_url": site.join_url,
    }


def me(member: Membership, duty: OnDuty) -> dict[str, object]:
    view = duty.view
    return {
        "kind": shown.kind_of(member),
        "id": member.id,
        "name": member.name,
        "photo": view.photo,
        "role": member.role,
        "languages": view.languages,
        "topics": sorted(duty.topics),
        "state": view.state,
        "capacity": view.capacity,
        "cap": duty.cap,
        "brand": member.brand.name,
        "load": view.load,
    }


def fresh_connection(function: Callable[..., Any], *args: Any) -> Any:
    if connection.connection is not None and connection.vendor != "sqlite":
        close_old_connections()
    return function(*args)


def on_duty(member: Membership) -> OnDuty:
    """A member as the roster keeps them, with the load the database knows."""
    view = wire.MemberView(
        id=member.id,
        name=member.name,
        photo=shown.photo(member),
        expertise=member.expertise,
        languages=list(member.languages),
        role=member.role,
        state="available" if member.available else "paused",
        load=queries.load_of(member.id),
        capacity=min(member.capacity, member.brand.capacity_cap),
    )
    return OnDuty(
        id=member.id,
        brand=member.brand_id,
        view=view,
        sites=frozenset(member.sites.values_list("id", flat=True)),
        topics=frozenset(member.topics.values_list("id", flat=True)),
        cap=member.brand.capacity_cap,
    )


def member_on_duty(number: int) -> tuple[Membership, OnDuty] | None:
    """A member as they are now, and as the roster keeps them; None when they may answer no longer."""
    member = access.answering().filter(id=number).select_related("brand").first()
    return (member, on_duty(member)) if member else None


def desk_snapshot(member: Membership) -> tuple[list[Conversation], list[Conversation], list[wire.Prepared], dict[int, str]]:
    held = queries.held(member)
    return held, queries.waiting(member), prepared_for(member), queries.last_texts(held)


def sent_before(item: Append) -> tuple[int, str, int] | None:
    return store.stored([item]).get((item.conversation, item.sender, item.client_id))


def held_before(number: int, member: int, brand: int) -> bool:
    return Conversation.objects.filter(id=number, brand_id=brand, messages__sender=member).exists()


def write_soft(seen: dict[tuple[int, bool], int], pages: dict[int, dict[str, str]]) -> None:
    actions.keep_soft(seen=seen, pages=pages)
    for visitor in pages:
        for conversation in (
            Conversation.objects.filter(visitor_id=visitor).exclude(state="closed").select_related("site", "topic", "holder")
        ):
            place = shown.page(conversation)
            if place and conversation.holder_id:
                hub.publish(("member", conversation.holder_id), publish.encode(wire.Looking(conversation.public_id, place)))
            elif place:
                publish.queued(conversation, changed=True)


def tell_holders(visitor: int) -> None:
    for conversation in Conversation.objects.filter(visitor_id=visitor, state="taken").select_related("site", "topic", "visitor", "holder"):
        publish.to_holder(conversation, queries.last_texts([conversation]).get(conversation.id, ""))


def tell_visitors(member: int) -> None:
    """What a member's visitors see of them is another."""
    for conversation in Conversation.objects.filter(holder_id=member, state="taken").select_related("holder"):
        publish.to_visitor(conversation)


def no_longer(here: frozenset[int]) -> set[int]:
    """Who of these members may answer no longer."""
    return set(here) - set(access.answering().filter(id__in=here).values_list("id", flat=True))


def fetch(who: VisitorHere | MemberHere, frame: wire.Fetch) -> wire.Messages:
    """Messages by position, for one of the two sides."""
    key = "visitor" if isinstance(who, VisitorHere) else "member"
    conversation = access.readable(**{key: who.id}, public_id=frame.conversation)
    messages = queries.messages_after(conversation, frame.after, frame.limit)
    return wire.Messages(frame.conversation, messages, max(conversation.last_seq, messages[-1].seq if messages else 0))
