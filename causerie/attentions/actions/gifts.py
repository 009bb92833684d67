"""Verbs of the list of gifts."""

from typing import Any

from django.db.models import F

from causerie.attentions.actions.shared import manages
from causerie.attentions.models import Gift
from causerie.journal import audit
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

MOST = 100_000


def save_gift(*, by: Membership, gift: Gift | None, name: str, about: str = "", by_post: bool = True, shown: bool = True) -> Gift:
    """Add one to the list, or change it; stock moves by `restock` alone. Raises Refused("not_found" | "empty" | "too_long")."""
    gift = gift or Gift(brand_id=by.brand_id)
    manages(by, gift)
    new, text = gift.pk is None, clean_optional(about, limit=200)
    values: dict[str, Any] = {"name": clean(name, limit=80, lines=False), "about": text, "by_post": by_post, "shown": shown}
    fields: dict[str, Any] = {} if new else {"update_fields": list(values)}
    with write():
        changed = audit.differences(Gift.objects.filter(pk=gift.pk).first() or Gift(), values)
        for field, value in values.items():
            setattr(gift, field, value)
        gift.save(**fields)
        audit.note_changes(by=by, kind="gift_added" if new else "gift_set", subject=gift, changes=changed, name=gift.name)
    return gift


def restock(*, by: Membership, gift: Gift, more: int) -> Gift:
    """So many more on the shelf, or fewer (negative). Raises Refused("not_found" | "bad_value") when that many are not there."""
    manages(by, gift)
    if not -MOST <= more <= MOST:
        raise Refused("bad_value")
    with write():
        if not Gift.objects.filter(id=gift.pk, stock__gte=-more, stock__lte=MOST - more).update(stock=F("stock") + more):
            raise Refused("bad_value")
        before, gift = gift.stock, Gift.objects.get(pk=gift.pk)
        audit.note(by=by, kind="gift_restocked", subject=gift, name=gift.name, changes={"stock": (before, gift.stock)})
    return gift
