"""Mails owed to a visitor: written down with the fact; the notify room writes and sends them."""

from django.db.models import F

from causerie.conversations import facts, publish
from causerie.conversations.actions.shared import RELATED, valid_email
from causerie.conversations.models import Conversation, MailRequest, Visitor
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write


def ask_transcript(*, by: Visitor, conversation: Conversation, email: str) -> None:
    """The whole conversation by mail. Raises Refused("bad_email")."""
    with write():
        _owe_mail(conversation, valid_email(email), MailRequest.Kind.TRANSCRIPT)


def _owe_mail(conversation: Conversation, email: str, kind: str) -> None:
    request = MailRequest.objects.create(brand_id=conversation.brand_id, conversation=conversation, kind=kind, email=email, at=now_ms())
    record(facts.MailAsked(brand_id=conversation.brand_id, conversation=conversation.id, request=request.id))


def owe_answers(*, now: int) -> int:
    """Visitors who left an address and are away get word of an answer they have not seen for 20 s. How many."""
    away = [
        conversation
        for conversation in Conversation.objects.filter(state="taken", last_at__lt=now - 20_000, mailed_seq__lt=F("last_seq"))
        .exclude(email="")
        .exclude(last_sender=0)
        .select_related(*RELATED)[:100]
        if conversation.visitor_seen < conversation.last_seq and not publish.visitor_is_here(conversation.visitor_id)
    ]
    for conversation in away:
        with write():
            if Conversation.objects.filter(id=conversation.id, mailed_seq__lt=conversation.last_seq).update(
                mailed_seq=conversation.last_seq
            ):
                _owe_mail(conversation, conversation.email, MailRequest.Kind.ANSWER)
    return len(away)
