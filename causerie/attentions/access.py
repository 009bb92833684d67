"""The only doors to what this room holds: of one's own brand, or it does not exist."""

from typing import TypeVar

from causerie.attentions.models import Attention, Gift, Parcel
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

Row = TypeVar("Row")


def attention_for(manager: Membership, number: int) -> Attention:
    return _there(Attention.objects.filter(brand_id=manager.brand_id, id=number).select_related("member", "brand").first())


def gift_for(manager: Membership, number: int) -> Gift:
    return _there(Gift.objects.filter(brand_id=manager.brand_id, id=number).first())


def parcel_for(manager: Membership, number: int) -> Parcel:
    return _there(Parcel.objects.filter(brand_id=manager.brand_id, id=number).select_related("member", "gift").first())


def own_parcel(member: Membership, number: int) -> Parcel:
    """A parcel for this member, and for nobody else."""
    return _there(Parcel.objects.filter(member=member, id=number).select_related("gift").first())


def member_for(viewer: Membership, number: int) -> Membership:
    """Somebody of the same brand, who is still there. Raises Refused("not_found")."""
    found = Membership.objects.current().filter(brand_id=viewer.brand_id, id=number).select_related("brand", "person").first()
    return _there(found)


def _there(row: Row | None) -> Row:
    if row is None:
        raise Refused("not_found")
    return row
