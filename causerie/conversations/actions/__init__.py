"""The verbs of a question's life. Each is one transaction; each changes a row only where it still is what the verb needs."""

from causerie.conversations.actions.asking import ask, erase, leave_email, rate, thank
from causerie.conversations.actions.claims import claim, close, hand_over, release, report, set_status
from causerie.conversations.actions.epoch import epoch
from causerie.conversations.actions.mails import ask_transcript, owe_answers
from causerie.conversations.actions.shared import MOST_TEXT, valid_email
from causerie.conversations.actions.soft import add_picture, drop_picture, keep_soft
from causerie.conversations.actions.steps import step
from causerie.conversations.actions.visits import admit, come_back, identify
from causerie.conversations.actions.watching import (
    block_network,
    block_visitor,
    complain,
    decide_held,
    end_for_safety,
    hold,
    lift_network,
    read_along,
    read_originals,
    save_guard,
)  # fmt: skip

__all__ = [
    "MOST_TEXT",
    "add_picture",
    "admit",
    "ask",
    "ask_transcript",
    "block_network",
    "block_visitor",
    "claim",
    "close",
    "come_back",
    "complain",
    "decide_held",
    "drop_picture",
    "end_for_safety",
    "epoch",
    "erase",
    "hand_over",
    "hold",
    "identify",
    "keep_soft",
    "leave_email",
    "lift_network",
    "owe_answers",
    "rate",
    "read_along",
    "read_originals",
    "release",
    "report",
    "save_guard",
    "set_status",
    "step",
    "thank",
    "valid_email",
]
