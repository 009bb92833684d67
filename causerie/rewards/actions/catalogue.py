"""What a brand offers: rewards, and the way to its own programme."""

from collections.abc import Iterable
from typing import Any

from causerie.brands.models import Site
from causerie.journal import audit
from causerie.kernel import files, outbound, pictures
from causerie.kernel.db import after_commit, write
from causerie.kernel.ids import new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership
from causerie.rewards.models import Exchange, Reward
from causerie.rewards.rules import read_table

SIDE = 800


def save_reward(
    *,
    by: Membership,
    reward: Reward | None,
    title: str,
    price: int,
    text: str = "",
    stock: int | None = None,
    tier: int = 0,
    sites: Iterable[Site] = (),
    shown: bool = True,
    picture: bytes = b"",
) -> Reward:
    """A new reward, or a changed one: a new price holds for who sees it from now on, what was redeemed keeps its own.

    Raises Refused("empty" | "too_long" | "bad_value" | "too_big" | "not_a_picture").
    """
    values: dict[str, Any] = {"title": clean(title, limit=80, lines=False), "text": clean_optional(text, limit=400, lines=True)}
    if any(type(one) is not int or one < 0 for one in (price, stock or 0, tier)) or not 1 <= price <= 1_000_000:
        raise Refused("bad_value")
    values |= {"price": price, "stock": stock, "tier": tier, "shown": shown}
    old = reward.picture if reward else ""
    if picture:
        values["picture"] = files.store(pictures.clean_picture(picture, max_side=SIDE).data, ".webp")
    with write():
        row = reward or Reward(brand_id=by.brand_id)
        before = Reward.objects.filter(pk=row.pk).first() or Reward()
        changed = audit.differences(before, {name: value for name, value in values.items() if name != "picture"})
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values) if reward else None)
        row.sites.set(site for site in sites if site.brand_id == by.brand_id)
        audit.note_changes(by=by, kind="reward_set" if reward else "reward_added", subject=row, changes=changed, name=row.title)
        if picture and old:
            after_commit(lambda: files.delete(old))
    return row


def change_exchange(*, by: Membership, name: str, url: str, table: Iterable[tuple[int, str]], open: bool = True) -> Exchange:
    """Where points go, and what they become there. The secret is made once. Raises Refused("address_refused" | "bad_value" | "empty")."""
    outbound.target_of(url)
    rows = read_table(table)
    with write():
        row = Exchange.objects.filter(brand_id=by.brand_id).first() or Exchange(brand_id=by.brand_id, secret=new_secret())
        values = {"name": clean(name, limit=60, lines=False), "url": url, "table": rows, "open": open}
        changed = audit.differences(row, values)
        for field, value in values.items():
            setattr(row, field, value)
        row.save()
        audit.note_changes(by=by, kind="exchange_set", subject=row, changes=changed)
    return row
