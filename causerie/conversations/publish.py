"""The one place that tells the live sockets what the database now holds. Called after the commit, from any thread.

Topics: ("talk", conversation) its two sides · ("visitor", id) · ("member", id) · ("brand", id) everybody of the community ·
("queue", brand[, site]) who hears of questions · ("team", brand).
"""

from collections.abc import Callable
from typing import Any

import msgspec

from causerie.conversations import shown, wire
from causerie.conversations.models import Conversation
from causerie.kernel.ids import to_public
from causerie.realtime import hub

encode = msgspec.json.Encoder().encode

# Set by conversations.live when a server runs: what to do on the loop when hands change. Without a server, nobody to tell.
hands_changed: Callable[[Conversation, int | None], None] = lambda _conversation, _before: None  # noqa: E731
profile_changed: Callable[[int], None] = lambda _member: None  # noqa: E731
visitor_is_here: Callable[[int], bool] = lambda _visitor: False  # noqa: E731


def to_visitor(conversation: Conversation) -> None:
    hub.publish(("visitor", conversation.visitor_id), encode(wire.Conversation(shown.to_visitor(conversation))))


def to_holder(conversation: Conversation, last_text: str = "") -> None:
    if conversation.holder_id:
        view = shown.to_member(conversation, visitor_here=visitor_is_here(conversation.visitor_id), last_text=last_text)
        hub.publish(("member", conversation.holder_id), encode(wire.Conversation(view)))


def to_both(conversation: Conversation) -> None:
    to_visitor(conversation)
    to_holder(conversation)


def said(item: Any, author: wire.From) -> None:
    """A message that was stored beside the live path, to both sides."""
    public = to_public(item.conversation)
    frame = wire.Message(public, item.seq, f"{public}.{item.seq}", author, item.text, item.sent_at, item.client_id)
    hub.publish(("talk", item.conversation), encode(frame))


def queue_topics_of(brand_id: int, sites: frozenset[int], in_team: bool) -> list[tuple[object, ...]]:
    """Where a member hears of questions: of all sites, or of those they serve; the team also of what is handed to it."""
    topics: list[tuple[object, ...]] = [("queue", brand_id, site) for site in sites] or [("queue", brand_id)]
    return [*topics, ("team", brand_id)] if in_team else topics


def _queue_topics(conversation: Conversation) -> list[tuple[object, ...]]:
    if conversation.for_team:
        return [("team", conversation.brand_id)]
    return [("queue", conversation.brand_id), ("queue", conversation.brand_id, conversation.site_id)]


def queued(conversation: Conversation, *, changed: bool = False) -> None:
    """A question waits, or what is shown of it changed."""
    item = [shown.queue_item(conversation)]
    payload = encode(wire.Queue(changed=item) if changed else wire.Queue(added=item))
    for topic in _queue_topics(conversation):
        hub.publish(topic, payload)


def unqueued(conversation: Conversation, by: str = "") -> None:
    """It no longer waits; `by`: who took it."""
    payload = encode(wire.Queue(removed=[wire.QueueGone(conversation.public_id, by)]))
    for topic in _queue_topics(conversation):
        hub.publish(topic, payload)


def feed(brand_id: int, post: int = 0) -> None:
    hub.publish(("brand", brand_id), encode(wire.Feed(post=post)))


def changed_hands(conversation: Conversation, before: int | None) -> None:
    """The holder is another (or nobody): who may listen follows, on the loop."""
    hub.on_loop(hands_changed, conversation, before)


def released(member: int, conversation: Conversation, why: str) -> None:
    """To who held it: it went back to the queue."""
    hub.publish(("member", member), encode(wire.Released(conversation.public_id, why)))


def blocked(visitor: int) -> None:
    """The visitor may no longer write: their sockets close."""
    hub.close_topic(("visitor", visitor), 4403)


def member_changed(member: int) -> None:
    """What others see of a member is another: the community and their visitors see it at once."""
    hub.on_loop(profile_changed, member)


def revoked(member: int) -> None:
    """The member may answer no longer: their sockets close."""
    hub.close_topic(("member", member), 4403)
