"""What happens in another room when somebody leaves or pauses."""

import contextlib

from causerie.conversations.actions import release
from causerie.conversations.models import Conversation
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def give_back(member: Membership) -> None:
    """The conversations in their hands go back to the queue."""
    for conversation in Conversation.objects.filter(holder=member, state="taken").select_related("site", "brand", "visitor"):
        # Somebody else ended it in between: then there is nothing to give back.
        with contextlib.suppress(Refused):
            release(by=member, conversation=conversation, lease=conversation.lease)
