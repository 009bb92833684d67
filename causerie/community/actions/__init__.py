"""Verbs of the community, by noun."""

from causerie.community.actions.chat import forget_old, say, unsay
from causerie.community.actions.comments import comment, delete_comment, edit_comment
from causerie.community.actions.flags import flag, settle
from causerie.community.actions.line import read_line, write_line
from causerie.community.actions.polls import vote
from causerie.community.actions.posts import delete_post, edit_post, like, pin, post, unlike
from causerie.community.actions.reading import follow_tag, have_read, see_notices
from causerie.community.actions.suggestions import answer_suggestion, remind

__all__ = [
    "answer_suggestion",
    "comment",
    "delete_comment",
    "delete_post",
    "edit_comment",
    "edit_post",
    "flag",
    "follow_tag",
    "forget_old",
    "have_read",
    "like",
    "pin",
    "post",
    "read_line",
    "remind",
    "say",
    "see_notices",
    "settle",
    "unlike",
    "unsay",
    "vote",
    "write_line",
]
