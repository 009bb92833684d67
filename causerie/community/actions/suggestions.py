"""Verbs of suggestions: the brand owes an answer, and is reminded of it."""

from contextlib import suppress

from causerie.community import facts
from causerie.community.actions import woven
from causerie.community.models import Notice, Post, Step, Suggestion
from causerie.community.publish import tell_feed
from causerie.community.rules import DAY_MS
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.doors import MANAGERS
from causerie.people.models import Membership

FIRST_DAYS = 7
STUDY_DAYS, MOST_DAYS = 30, 365
MOST_ANSWER = 600
Status = Suggestion.Status
_OVER = (Status.DONE, Status.NO)


def owe(post: Post) -> None:
    """A new suggestion: the brand owes a first word within a week. Inside the transaction of the post."""
    Suggestion.objects.create(brand_id=post.brand_id, post=post, due_at=post.posted_at + FIRST_DAYS * DAY_MS)
    record(facts.Suggested(brand_id=post.brand_id, post=post.id, member=post.author_id))


def answer_suggestion(*, by: Membership, suggestion: Suggestion, status: str, text: str = "", days: int = STUDY_DAYS) -> Suggestion:
    """The brand says where a suggestion stands. "No" says why; what is seen or in study gives a day for the next word.

    Raises Refused("not_found") to who is no manager, Refused("bad_value"), Refused("empty" | "too_long").
    """
    if suggestion.brand_id != by.brand_id or not by.is_manager:
        raise Refused("not_found")
    if status not in Status.values or status == Status.NEW or not 1 <= days <= MOST_DAYS:
        raise Refused("bad_value")
    text = clean(text, limit=MOST_ANSWER) if text.strip() or status == Status.NO else ""
    now = now_ms()
    with write():
        woven.still_there(suggestion.post)
        due = None if status in _OVER else now + days * DAY_MS
        if not Suggestion.objects.filter(id=suggestion.id).update(status=status, due_at=due, reminded_at=None):
            raise Refused("not_found")
        Step.objects.create(suggestion=suggestion, by=by, status=status, text=text, at=now)
        post = suggestion.post
        audit.note(by=by, kind="suggestion_answered", subject=suggestion, changes={"status": (suggestion.status, str(status))})
        record(facts.SuggestionAnswered(brand_id=by.brand_id, post=post.id, member=post.author_id, by=by.id, status=status))
        if post.author_id != by.id:
            woven.tell(Notice.Kind.STATUS, post.author, by=by, post=post)
        tell_feed(by.brand_id, post.id)
    suggestion.refresh_from_db()
    return suggestion


def remind(*, now: int) -> int:
    """Each suggestion whose word is overdue is told to the brand's managers, once for each deadline. Returns how many."""
    due = list(Suggestion.objects.filter(due_at__lte=now, reminded_at=None).select_related("post").order_by("due_at")[:50])
    return sum(_remind(suggestion, now) for suggestion in due)


def _remind(suggestion: Suggestion, now: int) -> bool:
    # Removed in between: nothing is owed any more.
    with suppress(Refused), write():
        woven.still_there(suggestion.post)
        mine = Suggestion.objects.filter(id=suggestion.id, due_at__lte=now, reminded_at=None).update(reminded_at=now)
        if mine:
            for manager in Membership.objects.current().filter(brand_id=suggestion.brand_id, role__in=MANAGERS):
                woven.tell(Notice.Kind.OVERDUE, manager, by=None, post=suggestion.post)
            tell_feed(suggestion.brand_id, suggestion.post_id)
        return bool(mine)
    return False
