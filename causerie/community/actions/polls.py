"""Verbs of polls."""

from collections.abc import Sequence

from causerie.community import facts
from causerie.community.access import reads
from causerie.community.actions import woven
from causerie.community.models import Choice, Poll, Post, Vote
from causerie.community.publish import tell_feed
from causerie.community.rules import DAY_MS
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

FEWEST, MOST = 2, 6
MOST_CHOICE = 80
USUAL_DAYS, MOST_DAYS = 7, 60


def cleaned(choices: Sequence[str]) -> list[str]:
    """The answers that may be chosen: none, or two to six different ones. Raises Refused("bad_value" | "too_long")."""
    told = [clean(choice, limit=MOST_CHOICE, lines=False) for choice in choices[:20] if clean_optional(choice, limit=MOST_CHOICE)]
    different = list(dict.fromkeys(told))
    if different and not FEWEST <= len(different) <= MOST:
        raise Refused("bad_value")
    return different


def open_poll(post: Post, choices: list[str], days: int) -> None:
    """Inside the transaction of the post. Raises Refused("bad_value") for a number of days that cannot be."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused("bad_value")
    poll = Poll.objects.create(brand_id=post.brand_id, post=post, ends_at=post.posted_at + days * DAY_MS)
    Choice.objects.bulk_create(Choice(poll=poll, place=place, text=text) for place, text in enumerate(choices))


def vote(*, by: Membership, post: Post, choice: int) -> bool:
    """Choose one answer; until the end another may be chosen. Returns whether it is the first vote.

    Raises Refused("not_found"), and Refused("closed") once the poll has ended.
    """
    reads(by, post)
    with write():
        woven.still_there(post)
        chosen = Choice.objects.filter(poll__post=post, id=choice).select_related("poll").first()
        if chosen is None:
            raise Refused("not_found")
        if chosen.poll.ends_at <= now_ms():
            raise Refused("closed")
        _, new = Vote.objects.update_or_create(poll_id=chosen.poll_id, member=by, defaults={"choice": chosen})
        if new:
            record(facts.Polled(brand_id=by.brand_id, post=post.id, member=by.id, author=post.author_id))
        tell_feed(by.brand_id, post.id)
    return new
