"""The verbs of a question's life. Each is one transaction; each changes a row only where it still is what the verb needs."""

from causerie.conversations.actions.asking import ask, erase, leave_email, rate, thank
from causerie.conversations.actions.claims import claim, close, hand_over, release, report, set_status
from causerie.conversations.actions.epoch import epoch
from causerie.conversations.actions.mails import ask_transcript, owe_answers
from causerie.conversations.actions.shared import MOST_TEXT, valid_email
from causerie.conversations.actions.soft import add_picture, drop_picture, keep_soft
from causerie.conversations.actions.steps import step
from causerie.conversations.actions.visits import admit, come_back, identify

__all__ = [
    "MOST_TEXT",
    "add_picture",
    "admit",
    "ask",
    "ask_transcript",
    "claim",
    "close",
    "come_back",
    "drop_picture",
    "epoch",
    "erase",
    "hand_over",
    "identify",
    "keep_soft",
    "leave_email",
    "owe_answers",
    "rate",
    "release",
    "report",
    "set_status",
    "step",
    "thank",
    "valid_email",
]
