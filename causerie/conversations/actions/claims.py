"""What a member does with a question: claim, give back, hand over, end, report. One winner; leases rise; late writes are refused."""

from typing import Any

from django.db.models import F, QuerySet

from causerie.conversations import facts, publish, queries, rules
from causerie.conversations.actions.shared import fresh, patience
from causerie.conversations.models import Conversation, Report, Visitor
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership


def claim(*, by: Membership, conversation: Conversation) -> Conversation:
    """Take a waiting question: exactly one wins. Raises Refused("taken" (by=…) | "full" | "closed" | "not_eligible").

    Claiming again what one already holds gives the same answer.
    """
    now = now_ms()
    with write():
        # On PostgreSQL this row keeps two claims by one person apart; on SQLite the transaction does.
        me = Membership.objects.select_for_update(of=("self",)).select_related("brand").filter(id=by.id, ended_at=None).first()
        if me is None or not _serves(me, conversation):
            raise Refused("not_eligible")
        row = Conversation.objects.select_related("holder").get(id=conversation.id)
        if row.state == "taken" and row.holder_id == me.id:
            return fresh(row.id)
        if row.state == "waiting" and not me.in_team and queries.load_of(me.id) >= min(me.capacity, me.brand.capacity_cap):
            raise Refused("full")
        won = Conversation.objects.filter(id=row.id, state="waiting", for_team=row.for_team).update(
            state="taken",
            holder=me,
            lease=F("lease") + 1,
            claimed_at=now,
            warned=False,
            offered=False,
            check_at=now + rules.RECHECK,
            holder_seen=F("last_seq"),
        )
        if not won:
            raise lost(row.id)
        taken = fresh(row.id)
        record(
            facts.Claimed(
                brand_id=taken.brand_id,
                site=taken.site_id,
                conversation=taken.id,
                member=me.id,
                lease=taken.lease,
                waited=now - taken.waiting_since,
            )
        )
        after_commit(lambda: _claimed(taken))
    return taken


def lost(number: int) -> Refused:
    """Why a claim did not win."""
    row = Conversation.objects.select_related("holder").get(id=number)
    if row.state == "closed":
        return Refused("closed")
    return Refused("taken", by=row.holder.name if row.holder else "")


def _serves(member: Membership, conversation: Conversation) -> bool:
    if member.brand_id != conversation.brand_id or (conversation.for_team and not member.in_team):
        return False
    sites = set(member.sites.values_list("id", flat=True))
    return not sites or conversation.site_id in sites


def _claimed(conversation: Conversation) -> None:
    publish.changed_hands(conversation, None)
    publish.unqueued(conversation, conversation.holder.name if conversation.holder else "")
    publish.to_both(conversation)


def release(*, by: Membership, conversation: Conversation, lease: int, why: str = "given_back") -> None:
    """Back to the queue, freely. Raises Refused("not_yours") when the lease is no longer this one."""
    now = now_ms()
    with write():
        held = Conversation.objects.filter(id=conversation.id, state="taken", holder=by, lease=lease)
        # A word that came since this silence was looked at ends it.
        changed = (held.filter(last_at=conversation.last_at) if why == "silence" else held).update(
            state="waiting",
            holder=None,
            lease=F("lease") + 1,
            waiting_since=now,
            warned=False,
            widened=False,
            offered=False,
            check_at=rules.first_check(now, patience(conversation.site)),
            **({"for_team": True} if why == "handed" else {}),
        )
        if not changed:
            raise Refused("not_yours")
        record(facts.Released(brand_id=by.brand_id, conversation=conversation.id, member=by.id, lease=lease, why=why))
        after_commit(lambda: _released(conversation.id, by.id, why))


def _released(number: int, before: int, why: str) -> None:
    conversation = fresh(number)
    publish.changed_hands(conversation, before)
    publish.released(before, conversation, why)
    publish.to_visitor(conversation)
    publish.queued(conversation)


def hand_over(*, by: Membership, conversation: Conversation, lease: int) -> None:
    """To the brand's own team, who see it in their part of the queue."""
    release(by=by, conversation=conversation, lease=lease, why="handed")


def close(*, by: Membership | Visitor | None, conversation: Conversation, lease: int = 0) -> None:
    """The end: by the visitor, by the holder (with the lease), or by nobody (long silence). Ending twice is no error."""
    mine: dict[str, Any] = {"visitor": by} if isinstance(by, Visitor) else {"holder": by, "lease": lease} if by else {"lease": lease}
    with write():
        query = Conversation.objects.filter(id=conversation.id, brand_id=conversation.brand_id, **mine)
        row = end(query, "visitor" if isinstance(by, Visitor) else "holder" if by else "idle")
        if row is None:
            if query.filter(state="closed").exists():
                return
            raise Refused("not_yours")
        after_commit(lambda: ended(row.id, row.holder_id))


def end(query: QuerySet[Conversation], by: str) -> Conversation | None:
    """End the conversation that this query finds and write it down, inside the verb's transaction; None when it is not open."""
    now = now_ms()
    if not query.exclude(state="closed").update(state="closed", closed_at=now, check_at=None, warned=False):
        return None
    row = query.get()
    since = row.claimed_at if row.holder_id and row.claimed_at else None
    lasted, talked = (now - since, max(0, row.last_at - since)) if since else (0, 0)
    record(facts.Closed(brand_id=row.brand_id, conversation=row.id, member=row.holder_id, by=by, lasted=lasted, talked=talked))
    return row


def ended(number: int, before: int | None) -> None:
    conversation = fresh(number)
    publish.changed_hands(conversation, before)
    publish.unqueued(conversation)
    publish.to_both(conversation)


def report(*, by: Membership, conversation: Conversation, reason: str, block: bool) -> None:
    """The brand's team will look at it; with `block` the visitor can no longer write."""
    with write():
        Report.objects.create(
            brand_id=by.brand_id, conversation=conversation, by=by, reason=clean_optional(reason, limit=500), blocked=block, at=now_ms()
        )
        Conversation.objects.filter(id=conversation.id).update(reported_at=now_ms())
        if block:
            Visitor.objects.filter(id=conversation.visitor_id).update(blocked_at=now_ms())
        record(facts.Reported(brand_id=by.brand_id, conversation=conversation.id, member=by.id, blocked=block))
        if block:
            after_commit(lambda: publish.blocked(conversation.visitor_id))
    if block:
        close(by=by, conversation=conversation, lease=conversation.lease)


def set_status(*, by: Membership, available: bool, capacity: int = 0) -> Membership:
    """Available or paused, and how many at once (0: unchanged), within the brand's cap."""
    with write():
        values: dict[str, Any] = {"available": available}
        if available:
            # Taking questions again is coming back from a pause.
            values["paused_at"] = None
        if capacity:
            values["capacity"] = min(capacity, by.brand.capacity_cap)
        Membership.objects.filter(id=by.id).update(**values)
    return Membership.objects.select_related("brand").get(id=by.id)
