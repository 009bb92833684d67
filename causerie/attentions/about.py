"""What this room keeps of a member, as plain data: their right to see it."""

from typing import Any

from causerie.attentions.models import About, Address, Attention, Parcel, ShownThanks
from causerie.attentions.sealing import unseal
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership


def about_member(member: Membership) -> dict[str, Any]:
    """Touches and the notes beside them, gifts and where they go, what they told of themselves."""
    touches = Attention.objects.filter(member=member).order_by("id")
    parcels = Parcel.objects.filter(member=member).order_by("id")
    told = ("passions", "story", "birth_day", "birth_month", "place")
    return {
        "touches": list(touches.values("kind", "state", "note", "at", "ended_at")),
        "gifts": list(parcels.values("gift__name", "state", "at", "changed_at")),
        "addresses": [_opened(one) for one in Address.objects.filter(parcel__member=member)],
        "about": list(About.objects.filter(member=member).values(*told)),
        "thanks_shown": list(ShownThanks.objects.filter(member=member).values_list("conversation", flat=True)),
    }


def _opened(address: Address) -> str:
    """Where a parcel goes; what this house's key does not open is said to be so."""
    try:
        return unseal(address.sealed, address.parcel_id)
    except Refused as refused:
        return refused.code
