"""The only doors to the programme's objects: of one's own brand, and one's own, or they do not exist."""

from causerie.brands.models import Brand
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.rewards.models import Circle, Hold, Mission, Payout, Redemption, Reward, Transaction


def brand_called(slug: str) -> Brand:
    """The brand whose rules anybody may read. Raises Refused("not_found")."""
    found = Brand.objects.filter(slug=slug).first()
    if found is None:
        raise Refused("not_found")
    return found


def reward_for(member: Membership, number: int) -> Reward:
    """A reward of the member's brand: what is not shown exists for managers only. Raises Refused("not_found")."""
    found = Reward.objects.filter(brand_id=member.brand_id, id=number).first()
    if found is None or not (found.shown or member.is_manager):
        raise Refused("not_found")
    return found


def redemption_for(manager: Membership, number: int) -> Redemption:
    """A redemption of the manager's brand. Raises Refused("not_found")."""
    found = Redemption.objects.filter(brand_id=manager.brand_id, id=number).select_related("member", "reward").first()
    if found is None:
        raise Refused("not_found")
    return found


def own_redemption(member: Membership, number: int) -> Redemption:
    """One of the member's own. Raises Refused("not_found")."""
    found = redemption_for(member, number)
    if found.member_id != member.pk:
        raise Refused("not_found")
    return found


def hold_for(manager: Membership, number: int) -> Hold:
    """A reward of the manager's brand that waits. Raises Refused("not_found")."""
    found = Hold.objects.filter(brand_id=manager.brand_id, pk=number).select_related("transaction", "member").first()
    if found is None:
        raise Refused("not_found")
    return found


def own_hold(member: Membership, number: int) -> Hold:
    found = hold_for(member, number)
    if found.member_id != member.pk:
        raise Refused("not_found")
    return found


def transaction_for(manager: Membership, number: int) -> Transaction:
    """A transaction of the manager's brand that concerns a member. Raises Refused("not_found")."""
    found = Transaction.objects.filter(brand_id=manager.brand_id, pk=number, member__isnull=False).select_related("member").first()
    if found is None:
        raise Refused("not_found")
    return found


def member_for(manager: Membership, number: int) -> Membership:
    """Somebody of the manager's brand, there or gone. Raises Refused("not_found")."""
    found = Membership.objects.filter(brand_id=manager.brand_id, id=number).select_related("brand", "person").first()
    if found is None:
        raise Refused("not_found")
    return found


def payout_for(manager: Membership, number: int) -> Payout:
    found = Payout.objects.filter(brand_id=manager.brand_id, pk=number).select_related("member").first()
    if found is None:
        raise Refused("not_found")
    return found


def mission_for(manager: Membership, number: int) -> Mission:
    found = Mission.objects.filter(brand_id=manager.brand_id, pk=number).first()
    if found is None:
        raise Refused("not_found")
    return found


def circle_for(manager: Membership, number: int) -> Circle:
    found = Circle.objects.filter(brand_id=manager.brand_id, pk=number).first()
    if found is None:
        raise Refused("not_found")
    return found
