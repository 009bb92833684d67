"""Which roles a member of the team may give, change and take away."""

from django.db import connection

from causerie.brands.models import Brand
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership

Role = Membership.Role
# What is not here, nobody may.
_HANDS: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset(Role.values),
    Role.MANAGER: frozenset({Role.AMBASSADOR, Role.SUPPORT, Role.ANALYST}),
}


def owners(brand_id: int) -> int:
    return Membership.objects.current().filter(brand_id=brand_id, role=Role.OWNER).count()


def hands(by: Membership) -> frozenset[str]:
    """The roles in this member's hands; where a brand has no owner, its managers are as free as one."""
    leads = by.role == Role.MANAGER and not owners(by.brand_id)
    return _HANDS[Role.OWNER] if leads else _HANDS.get(by.role, frozenset())


def in_hands(by: Membership, member: Membership, role: str = "") -> Membership:
    """The member as they are now, when `by` may give them that role, or end them (""). Inside the transaction of the verb.

    Raises Refused("not_found") for another brand's or somebody who left, "not_eligible" for roles not in these hands, "bad_value" for
    the last owner: a brand keeps one.
    """
    if connection.vendor == "postgresql":
        # Two owners who end each other: one after the other.
        Brand.objects.select_for_update().get(id=by.brand_id)
    now = {
        one.pk: one for one in Membership.objects.current().filter(brand_id=by.brand_id, pk__in={by.pk, member.pk}).select_related("person")
    }
    if by.pk not in now or member.pk not in now:
        raise Refused("not_found")
    found, held = now[member.pk], hands(now[by.pk])
    if (by.pk != member.pk and found.role not in held) or (role and role not in held):
        raise Refused("not_eligible")
    if found.role == Role.OWNER and role != Role.OWNER and owners(by.brand_id) < 2:
        raise Refused("bad_value")
    return found
