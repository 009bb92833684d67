"""What the safety room lets other rooms do: it knows their names only."""

from typing import Any

from causerie.attentions.actions import forget_member as forget_touches
from causerie.community.forgetting import forget_member as forget_posts
from causerie.conversations.actions import (
    block_network,
    block_visitor,
    decide_held,
    end_for_safety,
    lift_network,
    read_along,
    read_originals,
    save_guard,
)  # fmt: skip
from causerie.conversations.actions.keeping import forget_member as forget_words
from causerie.conversations.actions.keeping import forget_old
from causerie.notify.actions import forget_address, forget_mails, queue_mail
from causerie.people.forgetting import forget_person
from causerie.people.models import Membership
from causerie.recruitment.actions import end_membership

__all__ = [
    "block_network",
    "block_visitor",
    "decide_held",
    "end_for_safety",
    "end_membership",
    "forget_everything_of",
    "forget_mails",
    "forget_old",
    "lift_network",
    "queue_mail",
    "read_along",
    "read_originals",
    "save_guard",
]


def forget_everything_of(member: Membership) -> None:
    """All that a member wrote and said of themselves, room by room; the account last, so that a crash in between can be gone on from."""
    address: str = member.person.email
    rooms: tuple[Any, ...] = (forget_words, forget_posts, forget_touches)
    for forget in rooms:
        forget(member=member)
    forget_address(address=address, brand_id=member.brand_id)
    forget_person(member=member)
