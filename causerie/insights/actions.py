"""Verbs of the figures: sampling presence, counting views and sales, and what managers and members settle."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db.models import F

from causerie.brands import holdout
from causerie.brands.models import HoldOut, Site
from causerie.conversations.queries import words_of
from causerie.insights import fold
from causerie.insights.models import Habit, Measures, Presence, Quote, Sale, Trial, Willing
from causerie.insights.periods import hour_of, place_of
from causerie.journal import audit
from causerie.journal.actions import start_over
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership

QUARTER = 900_000
MOST_VALUE = 10_000_000


@dataclass(frozen=True)
class Look:
    """A window at one moment, as the roster knows it."""

    site: int
    brand: int
    quorum: bool
    opened: bool
    free: int


def sample(*, looks: Iterable[Look], now: int) -> None:
    """Add one look at each window to its quarter of an hour."""
    quarter, zones = now // QUARTER, dict(Measures.objects.values_list("brand_id", "zone"))
    with write():
        for look in looks:
            added = {"looks": 1, "quorum": int(look.quorum), "opened": int(look.opened), "free": look.free}
            row = Presence.objects.filter(site_id=look.site, quarter=quarter)
            if not row.update(**{name: F(name) + value for name, value in added.items()}):
                day, slot = place_of(hour_of(now), zones.get(look.brand, fold.ZONE))
                keys = {"brand_id": look.brand, "site_id": look.site, "quarter": quarter, "day": day, "slot": slot}
                Presence.objects.bulk_create([Presence(**keys, **added)], ignore_conflicts=True)


def count_views(*, views: Mapping[tuple[int, int, bool], int]) -> None:
    """Pages viewed, by (site, hour, window off). Sites that are gone are forgotten."""
    brands = dict(Site.objects.filter(id__in={site for site, _, _ in views}).values_list("id", "brand_id"))
    with write():
        for (site, hour, off), count in views.items():
            if site in brands:
                _count(site, brands[site], hour, off, views=count)


def _count(site: int, brand: int, hour: int, off: bool, **added: int) -> None:
    row = Trial.objects.filter(site_id=site, hour=hour, off=off)
    changed = {name: F(name) + value for name, value in added.items()}
    if not row.update(**changed):
        Trial.objects.bulk_create([Trial(brand_id=brand, site_id=site, hour=hour, off=off)], ignore_conflicts=True)
        row.update(**changed)


def sell(*, site: Site, order: str, value: int, now: int) -> bool:
    """Count one sale in its hour; the same order again counts nothing. `value`: hundredths. Returns whether it was new.

    A site without a hold-out counts none: there would be nothing to compare. Raises Refused("bad_value").
    """
    plan = HoldOut.objects.filter(site=site).first()
    order = clean_optional(order, limit=100)
    if not order or not 0 <= value <= MOST_VALUE:
        raise Refused("bad_value")
    if plan is None or not plan.share:
        return False
    hour = hour_of(now)
    digest = hmac.new(plan.seed.encode(), f"{site.id}:{order}".encode(), hashlib.sha256).hexdigest()
    try:
        with write():
            Sale.objects.create(brand_id=site.brand_id, site=site, digest=digest, hour=hour)
            _count(site.id, site.brand_id, hour, plan.is_off(now), sales=1, value=value)
    except IntegrityError:
        return False
    return True


def hold_out(*, by: Membership, site: Site, share: int) -> HoldOut:
    """How many hours in a hundred the window stays off, from the next full hour on. Raises Refused("bad_value" | "not_found")."""
    if share not in holdout.SHARES:
        raise Refused("bad_value")
    if site.brand_id != by.brand_id:
        raise Refused("not_found")
    with write():
        plan, _new = HoldOut.objects.get_or_create(site=site, defaults={"brand_id": by.brand_id})
        if plan.share != share:
            HoldOut.objects.filter(id=plan.id).update(share=share, since=hour_of(now_ms()) + 1)
            audit.note(by=by, kind="holdout_set", subject=plan, name=site.name, changes={"share": (plan.share, share)})
    plan.refresh_from_db()
    return plan


def settle(*, by: Membership, values: dict[str, Any]) -> Measures:
    """Keep the brand's yardsticks. Another time zone moves each of the brand's figures: they are folded again from zero."""
    with write():
        measures, _new = Measures.objects.get_or_create(brand_id=by.brand_id)
        moved = values.get("zone", measures.zone) != measures.zone
        audit.note_changes(by=by, kind="measures_set", subject=measures, changes=audit.differences(measures, values))
        Measures.objects.filter(id=measures.id).update(**values)
        if moved:
            _empty(by.brand_id)
            _move_presence(by.brand_id, values["zone"])
    measures.refresh_from_db()
    return measures


def rebuild() -> None:
    """Empty the folds; the next rounds fill them again from the journal."""
    with write():
        _empty()


def _empty(brand_id: int | None = None) -> None:
    start_over(fold.READER, brand_id)
    for model in fold.FOLDED:
        rows = model._default_manager.all() if brand_id is None else model._default_manager.filter(brand_id=brand_id)
        rows.delete()


def _move_presence(brand: int, zone: str) -> None:
    rows = list(Presence.objects.filter(brand_id=brand))
    for row in rows:
        row.day, row.slot = place_of(row.quarter // 4, zone)
    Presence.objects.bulk_update(rows, ["day", "slot"], batch_size=300)


def approve(*, by: Membership, conversation: int, shown: bool) -> None:
    """These words may be shown, or no longer. Raises Refused("not_found") when nobody of this brand wrote words there."""
    if conversation not in words_of(by.brand_id, [conversation]):
        raise Refused("not_found")
    with write():
        audit.note(by=by, kind="words_approved", changes={"shown": (None, shown)})
        if shown:
            Quote.objects.get_or_create(conversation=conversation, defaults={"brand_id": by.brand_id, "approved_at": now_ms()})
        else:
            Quote.objects.filter(conversation=conversation, brand_id=by.brand_id).delete()


def wish_calls(*, by: Membership, wanted: bool) -> None:
    """Be called, now and then, when the window needs somebody in an hour that one likes; or no longer."""
    with write():
        if wanted:
            Willing.objects.get_or_create(member=by, defaults={"brand_id": by.brand_id})
        else:
            Willing.objects.filter(member=by).delete()


def forget_member(*, member: Membership) -> None:
    """Their habits and their wish to be called are gone. Days on which somebody helped stay counted, without a name."""
    with write():
        Habit.objects.filter(brand_id=member.brand_id, member=member.pk).delete()
        Willing.objects.filter(member=member).delete()


def called(*, willing: Willing, now: int, not_since: int) -> bool:
    """Note that they are called now; False when somebody else did so first."""
    with write():
        return bool(Willing.objects.filter(id=willing.id, called_at__lte=not_since).update(called_at=now))
