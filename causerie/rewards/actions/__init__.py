"""The verbs of the programme. What they move goes through ledger.post, in their own transaction."""

from causerie.rewards.actions.catalogue import change_exchange, save_reward
from causerie.rewards.actions.choices import change_rules, stand_on_lists
from causerie.rewards.actions.circles import clear_circle
from causerie.rewards.actions.forgetting import forget_member
from causerie.rewards.actions.holds import appeal, decide, give, reverse
from causerie.rewards.actions.missions import end_mission, propose_mission
from causerie.rewards.actions.payouts import hand_over, retry, send_due
from causerie.rewards.actions.redemptions import advance, cancel, receive, redeem

__all__ = [
    "advance",
    "appeal",
    "cancel",
    "change_exchange",
    "change_rules",
    "clear_circle",
    "decide",
    "end_mission",
    "forget_member",
    "give",
    "hand_over",
    "propose_mission",
    "receive",
    "redeem",
    "retry",
    "reverse",
    "save_reward",
    "send_due",
    "stand_on_lists",
]
