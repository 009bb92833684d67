"""A member asks to be forgotten. The ledger keeps its sums and its chain: it names a place in the brand, which is empty from then on."""

from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership
from causerie.rewards.actions import payouts, redemptions
from causerie.rewards.models import Circle, Correction, Hold, Payout, Redemption, Wish

_OPEN = (Redemption.State.ASKED, Redemption.State.APPROVED)


def forget_member(*, member: Membership) -> None:
    """Words around rewards and the number at the brand's own programme are gone; what was only asked for goes back. Twice is no error."""
    for redemption in Redemption.objects.filter(member=member, state__in=_OPEN):
        redemptions.take_back(redemption)
    while waiting := Payout.objects.filter(member=member, state=Payout.State.WAITING).select_related("brand").first():
        payouts.give_up(waiting, now_ms())
    with write():
        Redemption.objects.filter(member=member).update(note="")
        Payout.objects.filter(member=member).update(customer="")
        Hold.objects.filter(member=member).update(appeal="", why="")
        Correction.objects.filter(transaction__member=member).update(why="")
        Wish.objects.filter(member=member).delete()
        circles = Circle.objects.filter(brand_id=member.brand_id).exclude(why="")
        Circle.objects.filter(pk__in=[one.pk for one in circles if member.pk in one.members]).update(why="")
