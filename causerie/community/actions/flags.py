"""Verbs of moderation inside the community: report, settle."""

from causerie.community import facts
from causerie.community.access import reads
from causerie.community.models import Comment, Flag, Post, Said
from causerie.community.publish import tell_moderation
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership

Reported = Post | Comment | Said
MOST_REASON = 300


def target_of(what: Reported) -> dict[str, int]:
    """Which column of a flag names it."""
    return {type(what).__name__.lower() + "_id": what.id}


def flag(*, by: Membership, what: Reported, reason: str = "") -> bool:
    """Ask the managers to look at it; once for each member. Returns whether it is new.

    Raises Refused("not_found"), also for one's own words.
    """
    reads(by, what)
    if what.author_id == by.id:
        raise Refused("not_found")
    target = target_of(what)
    with write():
        if not type(what)._default_manager.select_for_update().filter(id=what.id).first():
            raise Refused("not_found")
        told = {"brand_id": by.brand_id, "reason": clean_optional(reason, limit=MOST_REASON), "at": now_ms()}
        _, new = Flag.objects.get_or_create(by=by, **target, defaults=told)
        if new:
            numbers = {"post": 0, "comment": 0, "chat": 0, type(what).__name__.lower().replace("said", "chat"): what.id}
            record(facts.Flagged(brand_id=by.brand_id, member=by.id, **numbers))
            tell_moderation(by.brand_id)
    return new


def settle(*, by: Membership, what: Reported) -> int:
    """A manager looked, and it stays. Returns how many reports that settles. Raises Refused("not_found")."""
    if what.brand_id != by.brand_id or not by.is_manager:
        raise Refused("not_found")
    with write():
        open_ones = Flag.objects.filter(brand_id=by.brand_id, settled_at=None, **target_of(what))
        settled = open_ones.update(settled_at=now_ms(), settled_by=by)
        if settled:
            audit.note(by=by, kind="flag_settled", subject=what)
    return settled
