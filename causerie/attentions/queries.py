"""Reads: the to-do, the shelf, parcels, profiles, the map."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from causerie.attentions import atlas, rules
from causerie.attentions.models import About, Attention, Gift, Parcel, ShownThanks
from causerie.attentions.places import COUNTRIES, PLACES, Place
from causerie.conversations.queries import Praise, words_of_thanks
from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms
from causerie.people.doors import ANSWERING
from causerie.people.models import Membership

ICONS = {"welcome": "hand", "first": "message-circle", "hundredth": "award", "birthday": "calendar", "back": "undo", "unwell": "heart"}
_OPEN = (Parcel.State.ASKED, Parcel.State.READY)


def to_do(brand_id: int) -> QuerySet[Attention]:
    """Open touches of members who are there, the most urgent first."""
    rows = Attention.objects.filter(brand_id=brand_id, state="open", member__ended_at=None)
    return rows.select_related("member__person", "brand").order_by("due_at", "id")


def urgent(manager: Membership, most: int = 3) -> list[Attention]:
    """The first of them, for a manager's day."""
    return [dress(one) for one in to_do(manager.brand_id)[:most]]


def dress(attention: Attention) -> Attention:
    """With what the pages draw beside its words: `icon`, and `late` when its day is past."""
    attention.icon = ICONS.get(attention.kind, "sparkles")  # type: ignore[attr-defined]
    attention.late = attention.state == Attention.State.OPEN and attention.due_at < now_ms()  # type: ignore[attr-defined]
    return attention


def due_now(manager: Membership) -> int:
    """How many touches wait, and parcels to post: the number in the rail. Those whose day is still far are not counted."""
    soon = now_ms() + rules.DAY
    parcels = Parcel.objects.filter(brand_id=manager.brand_id, state="ready").count()
    return to_do(manager.brand_id).filter(due_at__lte=soon).count() + parcels


def ended(brand_id: int, state: str) -> QuerySet[Attention]:
    """Those that are done, or were let pass; newest first."""
    return Attention.objects.filter(brand_id=brand_id, state=state).select_related("member", "by").order_by("-ended_at")


def attentions_of(member: Membership) -> QuerySet[Attention]:
    return Attention.objects.filter(member=member).select_related("by").order_by("-at")[:30]


def shelf(brand_id: int) -> QuerySet[Gift]:
    """Every gift, with how many are promised and were sent."""
    promised = Count("parcels", filter=Q(parcels__state__in=_OPEN))
    sent = Count("parcels", filter=Q(parcels__state="sent"))
    return Gift.objects.filter(brand_id=brand_id).annotate(promised=promised, sent=sent).order_by("-shown", "name")


def to_give(brand_id: int) -> list[Gift]:
    """What is there to give now."""
    return list(Gift.objects.filter(brand_id=brand_id, shown=True, stock__gt=0).order_by("name"))


def parcels(brand_id: int) -> dict[str, list[Parcel]]:
    """By state: to send (oldest first), awaited, and the latest that left."""
    rows = Parcel.objects.filter(brand_id=brand_id).select_related("member", "gift", "by")
    return {
        "ready": list(rows.filter(state="ready").order_by("changed_at")[:200]),
        "asked": list(rows.filter(state="asked").order_by("at")[:200]),
        "sent": list(rows.filter(state="sent").order_by("-changed_at")[:30]),
    }


def parcels_of(member: Membership) -> QuerySet[Parcel]:
    return Parcel.objects.filter(member=member).select_related("gift").order_by("-at")[:30]


def awaits_address(member: Membership) -> int:
    """How many of the member's gifts may still be told an address: the desk's entry stands only then."""
    return Parcel.objects.filter(member=member, state__in=_OPEN).count()


def readings(member: Membership, parcel_ids: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """Who looked at the address of each parcel, and when: (name, milliseconds)."""
    wanted = set(parcel_ids)
    rows = Fact.objects.filter(brand_id=member.brand_id, kind="address_read", data__member=member.pk).order_by("-id")[:100]
    told = [(fact.data["parcel"], fact.data["by"], fact.at) for fact in rows if fact.data["parcel"] in wanted]
    names = dict(Membership.objects.filter(id__in={by for _parcel, by, _at in told}).values_list("id", "name"))
    found: dict[int, list[tuple[str, int]]] = {}
    for parcel, by, at in told:
        found.setdefault(parcel, []).append((names.get(by, "?"), at))
    return found


@dataclass
class Shown:
    """What a member shows of themselves."""

    about: About | None
    passions: list[str] = field(default_factory=list)
    place: Place | None = None
    thanks: list[Praise] = field(default_factory=list)


def shown(member: Membership) -> Shown:
    """For their page: passions apart, their place, the thanks they chose."""
    about = About.objects.filter(member=member).first()
    chosen = shown_thanks(member)
    return Shown(
        about=about,
        passions=[one.strip() for one in about.passions.split(",") if one.strip()] if about else [],
        place=PLACES.get(about.place) if about else None,
        thanks=[one for one in words_of_thanks(member) if one.conversation in chosen] if chosen else [],
    )


def shown_thanks(member: Membership) -> set[int]:
    return set(ShownThanks.objects.filter(member=member).values_list("conversation", flat=True))


@dataclass
class Spot:
    """A place of the map, with who lives near it. `x`, `y`: on the drawing, None beyond its edges."""

    place: Place
    country: str
    people: list[Membership]
    x: float | None = None
    y: float | None = None


def spots(brand_id: int) -> list[Spot]:
    """Everybody of the brand who chose a place, by country, then town."""
    rows = About.objects.filter(brand_id=brand_id, member__ended_at=None, member__role__in=ANSWERING, member__person__is_active=True)
    near: dict[str, list[Membership]] = {}
    for about in rows.exclude(place="").select_related("member").order_by("member__name"):
        near.setdefault(about.place, []).append(about.member)
    return [_spot(place, near[key]) for key, place in PLACES.items() if key in near]


def _spot(place: Place, people: list[Membership]) -> Spot:
    spot = Spot(place, str(COUNTRIES[place.country]), people)
    if place.north is not None and place.east is not None:
        spot.x, spot.y = atlas.point(place.east, place.north)
    return spot
