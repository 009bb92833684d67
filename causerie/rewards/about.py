"""What the programme keeps of a member, as plain data: their right to see it."""

from typing import Any

from causerie.people.models import Membership
from causerie.rewards.models import Account, Correction, Hold, Payout, Redemption, Standing, Transaction, Wish


def about_member(member: Membership) -> dict[str, Any]:
    """Accounts, every movement, what waits and why, rewards and payouts."""
    moves = Transaction.objects.filter(member=member).order_by("number")
    return {
        "accounts": list(Account.objects.filter(member=member).order_by("name").values("name", "balance")),
        "movements": list(moves.values("number", "kind", "at", "note", "entries__account__name", "entries__amount")),
        "standing": list(Standing.objects.filter(member=member).values("score", "data")),
        "held": list(Hold.objects.filter(member=member).order_by("pk").values("reasons", "state", "appeal", "why", "decided_at")),
        "corrections": list(Correction.objects.filter(transaction__member=member).order_by("pk").values("why", "transaction__at")),
        "redemptions": list(
            Redemption.objects.filter(member=member).order_by("pk").values("reward__title", "price", "state", "note", "asked_at")
        ),
        "payouts": list(Payout.objects.filter(member=member).order_by("pk").values("points", "worth", "customer", "state", "asked_at")),
        "on_lists": Wish.objects.filter(member=member, listed=True).exists(),
    }
