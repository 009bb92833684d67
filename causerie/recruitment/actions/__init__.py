"""The verbs of coming in, staying and leaving."""

from causerie.recruitment.actions.applying import OPEN, apply, customer_of, quizzes_for, take_quiz
from causerie.recruitment.actions.campaigns import Loaded, draft, load, refuse, run_campaign, send_campaigns, stop
from causerie.recruitment.actions.deciding import decide, overdue, remind, usual_words, words_of
from causerie.recruitment.actions.folding import fold, fold_again, read_hellos
from causerie.recruitment.actions.invitations import cancel_invitation, invite, use_invitation
from causerie.recruitment.actions.keeping import forget_applicant, forget_member, forget_old
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
from causerie.recruitment.actions.trials import end_trial, open_trial, propose_trial, say_as_applicant, say_as_visitor
from causerie.recruitment.actions.welcome import accept_charter, practised, profile_shown, save_part

__all__ = [
    "OPEN",
    "Loaded",
    "accept_charter",
    "add_question",
    "apply",
    "cancel_invitation",
    "customer_of",
    "decide",
    "draft",
    "end_membership",
    "end_trial",
    "fold",
    "fold_again",
    "forget_applicant",
    "forget_member",
    "forget_old",
    "invite",
    "leave",
    "load",
    "open_trial",
    "overdue",
    "pause",
    "practised",
    "profile_shown",
    "propose_trial",
    "publish_charter",
    "quizzes_for",
    "read_hellos",
    "refuse",
    "remind",
    "remove_question",
    "resume",
    "run_campaign",
    "save_page",
    "save_part",
    "save_programme",
    "save_quiz",
    "save_template",
    "say_as_applicant",
    "say_as_visitor",
    "send_campaigns",
    "stop",
    "take_quiz",
    "use_invitation",
    "usual_words",
    "words_of",
]
