"""What one room asks of another: conversations given back when somebody leaves, a word on the private line, a stop that campaigns obey."""

import contextlib

from causerie.community.actions import write_line
from causerie.conversations.actions import release
from causerie.conversations.models import Conversation
from causerie.kernel.refusal import Refused
from causerie.notify.rules import CAMPAIGN
from causerie.people.models import Membership
from causerie.recruitment.actions import refuse


def give_back(member: Membership) -> None:
    """The conversations in their hands go back to the queue."""
    for conversation in Conversation.objects.filter(holder=member, state="taken").select_related("site", "brand", "visitor"):
        # Somebody else ended it in between: then there is nothing to give back.
        with contextlib.suppress(Refused):
            release(by=member, conversation=conversation, lease=conversation.lease)


def private_word(*, by: Membership, member: Membership, text: str, client_id: str) -> None:
    """A manager's word to a member; the same `client_id` again says it once."""
    write_line(by=by, member=member, text=text, client_id=client_id)


def stopped(*, brand_id: int, email: str, kind: str) -> None:
    """Somebody stopped a kind of mail with one click: a campaign's own list knows it too. Inside the transaction of the stop."""
    if kind == CAMPAIGN:
        refuse(brand_id=brand_id, email=email)
