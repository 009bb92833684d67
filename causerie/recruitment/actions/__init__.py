"""The verbs of coming in, staying and leaving."""

from causerie.recruitment.actions.applying import apply, customer_of, quizzes_for, take_quiz
from causerie.recruitment.actions.campaigns import Loaded, draft, load, run_campaign, send_campaigns, stop
from causerie.recruitment.actions.deciding import decide, overdue, remind, usual_words, words_of
from causerie.recruitment.actions.folding import fold, fold_again, read_hellos
from causerie.recruitment.actions.invitations import cancel_invitation, invite, use_invitation
from causerie.recruitment.actions.parting import end_membership, leave, pause, resume
from causerie.recruitment.actions.settings import (
    add_question,
    publish_charter,
    remove_question,
    save_page,
    save_programme,
    save_quiz,
    save_template,
)
from causerie.recruitment.actions.welcome import accept_charter, practised, profile_shown, save_part

__all__ = [
    "Loaded",
    "accept_charter",
    "add_question",
    "apply",
    "cancel_invitation",
    "customer_of",
    "decide",
    "draft",
    "end_membership",
    "fold",
    "fold_again",
    "invite",
    "leave",
    "load",
    "overdue",
    "pause",
    "practised",
    "profile_shown",
    "publish_charter",
    "quizzes_for",
    "read_hellos",
    "remind",
    "remove_question",
    "resume",
    "run_campaign",
    "save_page",
    "save_part",
    "save_programme",
    "save_quiz",
    "save_template",
    "send_campaigns",
    "stop",
    "take_quiz",
    "use_invitation",
    "usual_words",
    "words_of",
]
