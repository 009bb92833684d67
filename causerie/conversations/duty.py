"""Members on duty while the database changes under them: a new name shows at once, who lost their part is gone within seconds."""

import contextlib
from typing import TYPE_CHECKING

from causerie.conversations import access, actions, publish, reads, shown
from causerie.conversations.models import Conversation
from causerie.kernel.refusal import Refused
from causerie.realtime import hub

if TYPE_CHECKING:
    from causerie.conversations.live import Live


async def changed(live: "Live", number: int) -> None:
    """Presence, what they write from now on, and their visitors' windows show the member as they are now."""
    found = await live.run(reads.member_on_duty, number)
    if found is None or number not in live.roster.members:
        return
    member, on_duty = found
    live.roster.put(on_duty)
    author = shown.author(member)
    for link in tuple(hub.listeners(("member", number))):
        link.who.author = author
        for follow in link.follows.values():
            follow.author = author
    await live.run(reads.tell_visitors, number)


async def sweep(live: "Live") -> None:
    """Whoever may answer no longer, by whatever hand: their connections end and their questions go back to the queue."""
    for number in await live.run(reads.no_longer, frozenset(live.roster.members)):
        live.roster.remove(number)
        publish.revoked(number)
    await live.run(give_back)


def give_back() -> int:
    """The conversations in hands that may hold none go back to the queue. Returns how many."""
    stranded = Conversation.objects.filter(state="taken").exclude(holder__in=access.answering())
    count = 0
    for conversation in stranded.select_related("holder", "site", "brand", "visitor")[:200]:
        assert conversation.holder
        # Somebody else ended it in between: then there is nothing to give back.
        with contextlib.suppress(Refused):
            actions.release(by=conversation.holder, conversation=conversation, lease=conversation.lease)
            count += 1
    return count
