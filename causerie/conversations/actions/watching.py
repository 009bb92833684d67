"""What the brand's team does to watch over conversations: reports, held messages, what was hidden, reading along, blocks."""

from typing import Any

from causerie.brands.models import Site
from causerie.conversations import facts, guard, networks, publish, queries, shown, store
from causerie.conversations.actions.claims import end, ended
from causerie.conversations.actions.shared import fresh
from causerie.conversations.log import Append, commit
from causerie.conversations.models import (
    BlockedNetwork,
    Conversation,
    Guard,
    Held,
    Original,
    Reading,
    Report,
    Visitor,
    VisitorNetwork,
)  # fmt: skip
from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.ids import new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean, clean_optional
from causerie.people.models import Membership

JOINED = "⟦joined⟧"
MOST_BLOCKED_DAYS = 30
DAY = 86_400_000


def complain(*, by: Visitor, conversation: Conversation, reason: str) -> None:
    """A visitor asks the team to look at a conversation of theirs; asking again before it was looked at adds to the first."""
    reason = clean_optional(reason, limit=500)
    with write():
        Conversation.objects.select_for_update().get(id=conversation.id, visitor=by)
        if Report.objects.filter(conversation=conversation, by=None, at__gt=now_ms() - DAY).exists():
            return
        Report.objects.create(brand_id=by.brand_id, conversation=conversation, reason=reason, at=now_ms())
        Conversation.objects.filter(id=conversation.id).update(reported_at=now_ms())
        record(facts.Reported(brand_id=by.brand_id, conversation=conversation.id, member=0, blocked=False))


def end_for_safety(*, by: Membership, conversation: Conversation) -> bool:
    """The team ends a talk, whoever holds it. Returns whether it was open."""
    _of_brand(by, conversation.brand_id)
    with write():
        row = end(Conversation.objects.filter(id=conversation.id, brand_id=by.brand_id), "team")
        if row:
            number, holder = row.id, row.holder_id
            after_commit(lambda: ended(number, holder))
    return row is not None


def block_visitor(*, by: Membership, visitor: Visitor, on: bool = True) -> None:
    """The visitor can no longer write (or can again); what they have open is ended."""
    _of_brand(by, visitor.brand_id)
    with write():
        Visitor.objects.filter(id=visitor.id).update(blocked_at=now_ms() if on else None)
        record(facts.Blocked(brand_id=by.brand_id, visitor=visitor.id, by=by.id, on=on))
        audit.note(by=by, kind="visitor_blocked" if on else "visitor_unblocked", subject=visitor)
        if on:
            after_commit(lambda: publish.blocked(visitor.id))
    if on:
        for conversation in Conversation.objects.filter(visitor=visitor).exclude(state="closed"):
            end_for_safety(by=by, conversation=conversation)


def block_network(*, by: Membership, visitor: Visitor, days: int, reason: str) -> BlockedNetwork:
    """Nobody may begin from the network that this visitor came from, for 1 to 30 days.

    Raises Refused("not_found") when the network is no longer known, "empty" without a reason.
    """
    _of_brand(by, visitor.brand_id)
    reason = clean(reason, limit=300, lines=False)
    known = VisitorNetwork.objects.filter(visitor=visitor, brand_id=by.brand_id).first()
    if known is None:
        raise Refused("not_found")
    now = now_ms()
    until = now + min(max(days, 1), MOST_BLOCKED_DAYS) * DAY
    with write():
        made = BlockedNetwork.objects.create(brand_id=by.brand_id, digest=known.digest, reason=reason, by=by, at=now, until=until)
        record(facts.NetworkBlocked(brand_id=by.brand_id, block=made.id, by=by.id, until=until))
        audit.note(by=by, kind="network_blocked", subject=made, changes={"days": (None, (until - now) // DAY)})
    return made


def lift_network(*, by: Membership, block: BlockedNetwork) -> None:
    """The block ends now; the row stays until it would have ended."""
    _of_brand(by, block.brand_id)
    with write():
        BlockedNetwork.objects.filter(id=block.id).update(until=now_ms())
        record(facts.NetworkBlocked(brand_id=by.brand_id, block=block.id, by=by.id, until=0))
        audit.note(by=by, kind="network_lifted", subject=block)


def remember_network(*, visitor: Visitor, site: Site, address: str) -> None:
    """Note from where a visitor came. Raises Refused("blocked") when that network is."""
    if not address:
        return
    digest, now = networks.digest_of(address), now_ms()
    if BlockedNetwork.objects.filter(brand_id=site.brand_id, digest=digest, until__gt=now).exists():
        raise Refused("blocked")
    VisitorNetwork.objects.create(visitor=visitor, brand_id=site.brand_id, digest=digest, at=now)


def hold(brand: int, conversation: int, client_id: str, text: str) -> None:
    """A visitor's message waits for the team. Always raises Refused("held"): so its sender is told; twice is once."""
    with write():
        _row, new = Held.objects.get_or_create(
            conversation_id=conversation, client_id=client_id, defaults={"brand_id": brand, "text": text, "at": now_ms()}
        )
        if new:
            record(facts.MessageHeld(brand_id=brand, conversation=conversation))
    raise Refused("held")


def decide_held(*, by: Membership, held: Held, let_pass: bool) -> bool:
    """Let a held message into its conversation, or not. Returns whether it stands there now (an ended talk takes no more)."""
    _of_brand(by, held.brand_id)
    with write():
        if not Held.objects.filter(id=held.id, decided_at=None).update(decided_at=now_ms(), passed=let_pass, text=""):
            raise Refused("taken")
        record(facts.HeldDecided(brand_id=by.brand_id, conversation=held.conversation_id, by=by.id, passed=let_pass))
        audit.note(by=by, kind="held_decided", subject=held, changes={"passed": (None, let_pass)})
    return _say_held(held) if let_pass else False


def _say_held(held: Held) -> bool:
    text = guard.read(held.brand_id).seen(held.text, "ambassador")
    original = held.text if text != held.text else ""
    item = Append(
        brand=held.brand_id, conversation=held.conversation_id, sender=0, lease=0, client_id=held.client_id, text=text, original=original
    )
    commit([item])
    if not item.refused:
        publish.said(item, shown.visitor(fresh(held.conversation_id).visitor))
    return not item.refused


def read_originals(*, by: Membership, conversation: Conversation, reason: str) -> dict[int, str]:
    """What stood where a token stands, by position. Who, when and why is kept. Raises Refused("empty") without a reason."""
    if not by.in_team:
        raise Refused("not_found")
    _of_brand(by, conversation.brand_id)
    reason = clean(reason, limit=300, lines=False)
    with write():
        _log_reading(by, conversation, Reading.Kind.ORIGINALS, reason)
        return dict(Original.objects.filter(conversation=conversation, brand_id=by.brand_id).values_list("seq", "text"))


def read_along(*, by: Membership, conversation: Conversation) -> None:
    """Somebody of the team joins a talk as a reader: a line in the thread says so to both sides before they see a word.

    Raises Refused("closed"), "not_found" while nobody has answered yet (then it can be taken instead).
    """
    _of_brand(by, conversation.brand_id)
    if not by.in_team:
        raise Refused("not_found")
    with write():
        row = store.lock({conversation.id})[conversation.id]
        if row.state == "closed":
            raise Refused("closed")
        if row.state != "taken" or row.first_reply_at is None:
            raise Refused("not_found")
        if queries.reads_along(by, conversation):
            return
        _log_reading(by, conversation, Reading.Kind.ALONG, "")
        after_commit(_noticed(by, row))


def _noticed(by: Membership, row: store.Row) -> Any:
    now = now_ms()
    row.took(by.id, now)
    item = Append(brand=row.brand, conversation=row.id, sender=by.id, lease=row.lease, client_id=new_secret(), text=JOINED)
    item.seq, item.sent_at = row.last_seq, now
    store.insert([item])
    store.update([row])
    return lambda: publish.said(item, shown.author(by))


def _log_reading(by: Membership, conversation: Conversation, kind: str, reason: str) -> None:
    Reading.objects.create(brand_id=by.brand_id, conversation=conversation, member=by, kind=kind, reason=reason, at=now_ms())
    record(facts.Read(brand_id=by.brand_id, conversation=conversation.id, by=by.id, what=kind))
    audit.note(by=by, kind="originals_read" if kind == Reading.Kind.ORIGINALS else "talk_joined", subject=conversation)


def save_guard(*, by: Membership, masks: bool, spared: str, words: str, words_are: str) -> Guard:
    """The brand's rules; open windows follow within seconds."""
    values = {"masks": masks, "spared": spared.strip(), "words": words.strip(), "words_are": words_are}
    with write():
        changed = audit.differences(queries.guard_of(by.brand_id), values)
        row, _new = Guard.objects.update_or_create(brand_id=by.brand_id, defaults=values)
        audit.note_changes(by=by, kind="guard_set", subject=row, changes=changed)
        record(facts.GuardChanged(brand_id=by.brand_id, by=by.id, masks=masks))
    return row


def _of_brand(by: Membership, brand: int) -> None:
    if by.brand_id != brand:
        raise Refused("not_found")
