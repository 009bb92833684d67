"""The verbs of personal touches, gifts, and what members tell of themselves."""

from causerie.attentions.actions.about import forget, save_about
from causerie.attentions.actions.folding import fold, forget_member
from causerie.attentions.actions.gifts import restock, save_gift
from causerie.attentions.actions.parcels import (
    cancel,
    decline,
    give,
    lapse,
    mail_owed,
    mark_sent,
    read_address,
    tell_address,
)
from causerie.attentions.actions.todo import birthdays, end, note_by_hand, save_wording, usual_words, words_for

__all__ = [
    "birthdays",
    "cancel",
    "decline",
    "end",
    "fold",
    "forget",
    "forget_member",
    "give",
    "lapse",
    "mail_owed",
    "mark_sent",
    "note_by_hand",
    "read_address",
    "restock",
    "save_about",
    "save_gift",
    "save_wording",
    "tell_address",
    "usual_words",
    "words_for",
]
