"""Soft signals, coalesced in memory and written down now and then; pictures."""

from collections.abc import Mapping

from causerie.conversations.actions.shared import page_fields
from causerie.conversations.models import Conversation, Picture
from causerie.kernel import files
from causerie.kernel.db import write


def keep_soft(*, seen: Mapping[tuple[int, bool], int], pages: Mapping[int, Mapping[str, str]]) -> None:
    """Write down what was coalesced: positions seen ((conversation, by the visitor?) → seq) and pages (visitor → page)."""
    if not seen and not pages:
        return
    with write():
        for (number, by_visitor), seq in seen.items():
            field = "visitor_seen" if by_visitor else "holder_seen"
            Conversation.objects.filter(id=number, **{f"{field}__lt": seq}, last_seq__gte=seq).update(**{field: seq})
        for visitor, page in pages.items():
            Conversation.objects.filter(visitor_id=visitor).exclude(state="closed").update(**page_fields(page))


def add_picture(*, conversation: Conversation, name: str, width: int, height: int) -> Picture:
    """A picture that was re-encoded and stored; the message that shows it follows through the log."""
    with write():
        return Picture.objects.create(brand_id=conversation.brand_id, conversation=conversation, name=name, width=width, height=height)


def drop_picture(*, picture: Picture) -> None:
    """A picture that no message came to show: the message was refused, or had been sent before."""
    with write():
        dropped, _rows = Picture.objects.filter(id=picture.id, message=None).delete()
    if dropped:
        files.delete(picture.name)
