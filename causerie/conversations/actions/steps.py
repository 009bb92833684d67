"""What time itself does to a conversation."""

from typing import Any

from causerie.conversations import publish, rules
from causerie.conversations.actions.claims import close, release
from causerie.conversations.actions.shared import fresh, patience
from causerie.conversations.models import Conversation
from causerie.kernel.db import after_commit, write


def step(*, conversation: Conversation, holder_here: bool, now: int) -> str:
    """Do what is due for one conversation (rules.next_step) and note when to look again. Returns the step."""
    due, again = rules.next_step(life(conversation, holder_here), patience(conversation.site), now)
    same = Conversation.objects.filter(id=conversation.id, state=conversation.state, lease=conversation.lease)
    if due == "take_back" and conversation.holder:
        release(by=conversation.holder, conversation=conversation, lease=conversation.lease, why="silence")
    elif due == "close_idle":
        close(by=None, conversation=conversation, lease=conversation.lease)
    else:
        change: dict[str, Any] = {
            "widen": {"widened": True},
            "offer": {"offered": True},
            "warn": {"warned": True},
            "calm": {"warned": False},
        }.get(due, {})
        with write():
            if same.update(check_at=again, **change) and due:
                after_commit(lambda: _stepped(conversation.id, due))
    return due


def life(conversation: Conversation, holder_here: bool) -> rules.Life:
    return rules.Life(
        state=conversation.state,
        waiting_since=conversation.waiting_since,
        widened=conversation.widened,
        offered=conversation.offered,
        later=bool(conversation.email),
        claimed_at=conversation.claimed_at or 0,
        last_at=conversation.last_at,
        last_by_visitor=conversation.last_sender == 0,
        warned=conversation.warned,
        holder_here=holder_here,
    )


def _stepped(number: int, due: str) -> None:
    conversation = fresh(number)
    if due == "widen":
        publish.queued(conversation, changed=True)
    elif due == "offer":
        publish.to_visitor(conversation)
    else:
        publish.to_holder(conversation)
