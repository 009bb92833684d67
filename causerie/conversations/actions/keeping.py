"""Forgetting: by the visitor's wish, by a member's, and when the brand's days are over."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from causerie.conversations import facts
from causerie.conversations.models import (
    BlockedNetwork,
    Conversation,
    Held,
    MailRequest,
    Message,
    Original,
    Picture,
    PreparedAnswer,
    Reading,
    Report,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.journal.actions import blank, record
from causerie.kernel import files
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership

DAY = 86_400_000
NETWORK_DAYS = 30
BATCH = 200


def empty(conversation: Conversation) -> list[str]:
    """Inside a transaction: words, pictures, addresses and pages of a conversation are gone; counts stay. Returns the files to delete."""
    pictures = list(Picture.objects.filter(conversation=conversation).values_list("name", flat=True))
    Message.objects.filter(conversation=conversation).update(text="", picture=None)
    Picture.objects.filter(conversation=conversation).delete()
    for apart in (MailRequest, Original, Held):
        apart.objects.filter(conversation=conversation).delete()
    Reading.objects.filter(conversation=conversation).update(reason="")
    Report.objects.filter(conversation=conversation).update(reason="")
    now = now_ms()
    changed = Conversation.objects.filter(id=conversation.id, erased_at=None).update(
        state="closed",
        erased_at=now,
        preview="",
        page_url="",
        page_title="",
        page_picture="",
        email="",
        comment="",
        check_at=None,
    )
    Conversation.objects.filter(id=conversation.id, closed_at=None).update(closed_at=now)
    blank(brand_id=conversation.brand_id, kind=facts.Asked.kind, conversations=[conversation.id], field="page")
    if changed:
        record(facts.Erased(brand_id=conversation.brand_id, conversation=conversation.id))
    return pictures


def forget_old(*, brand_id: int, days: Mapping[str, int], now: int) -> dict[str, int]:
    """What is older than the brand's days, a batch of each kind: words, pages, originals, mails. Returns how many rows of each.

    Resumable: each batch is one transaction and the next call goes on.
    """
    found = {
        "words": _old_words(brand_id, now - days["words"] * DAY),
        "pages": _old_pages(brand_id, now - days["pages"] * DAY),
        "originals": _old_rows(Original.objects.filter(brand_id=brand_id, at__lt=now - days["originals"] * DAY)),
        "mails": _old_addresses(brand_id, now - days["mails"] * DAY),
        "networks": _old_rows(VisitorNetwork.objects.filter(brand_id=brand_id, at__lt=now - NETWORK_DAYS * DAY)),
        "blocks": _old_rows(BlockedNetwork.objects.filter(brand_id=brand_id, until__lt=now - NETWORK_DAYS * DAY)),
        "visitors": _old_rows(
            Visitor.objects.filter(brand_id=brand_id, created_at__lt=now - days["words"] * DAY, conversations=None, blocked_at=None)
        ),
    }
    return {kind: count for kind, count in found.items() if count}


def _old_words(brand_id: int, before: int) -> int:
    old = list(Conversation.objects.filter(brand_id=brand_id, closed_at__lt=before, erased_at=None)[:BATCH])
    for conversation in old:
        with write():
            pictures = empty(conversation)
            others = Conversation.objects.filter(visitor_id=conversation.visitor_id, erased_at=None)
            if not others.exists():
                Visitor.objects.filter(id=conversation.visitor_id).update(name="", identity="")
        files.delete_all(pictures)
    return len(old)


def _old_pages(brand_id: int, before: int) -> int:
    with write():
        old = Conversation.objects.filter(brand_id=brand_id, closed_at__lt=before).exclude(page_url="")
        numbers = list(old.values_list("id", flat=True)[:BATCH])
        blank(brand_id=brand_id, kind=facts.Asked.kind, conversations=numbers, field="page")
        return Conversation.objects.filter(id__in=numbers).update(page_url="", page_title="", page_picture="")


def _old_addresses(brand_id: int, before: int) -> int:
    with write():
        numbers = list(MailRequest.objects.filter(brand_id=brand_id, at__lt=before).values_list("id", flat=True)[:BATCH])
        MailRequest.objects.filter(id__in=numbers).delete()
        left = Conversation.objects.filter(brand_id=brand_id, closed_at__lt=before).exclude(email="")
        talks = list(left.values_list("id", flat=True)[:BATCH])
        return len(numbers) + Conversation.objects.filter(id__in=talks).update(email="")


def _old_rows(rows: QuerySet[Any]) -> int:
    with write():
        numbers = list(rows.values_list("pk", flat=True)[:BATCH])
        return rows.model._default_manager.filter(pk__in=numbers).delete()[0] if numbers else 0


def forget_member(*, member: Membership) -> None:
    """What a member wrote in conversations, and their prepared answers. The visitor's own words stay the visitor's."""
    with write():
        mine = Message.objects.filter(brand_id=member.brand_id, sender=member.id)
        seen = list(mine.values_list("conversation_id", "seq"))
        names = list(mine.filter(picture__isnull=False).values_list("picture__name", flat=True))
        mine.update(text="", picture=None)
        Picture.objects.filter(name__in=names, brand_id=member.brand_id).delete()
        for conversation, seq in seen:
            Original.objects.filter(conversation_id=conversation, seq=seq).delete()
        PreparedAnswer.objects.filter(member=member).delete()
        Report.objects.filter(by=member).update(reason="")
        Reading.objects.filter(member=member).update(reason="")
    files.delete_all(names)
