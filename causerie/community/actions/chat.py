"""Verbs of the room's chat: short messages, kept for a month."""

from causerie.community import facts
from causerie.community.access import may_remove, reads
from causerie.community.actions.woven import note_removal
from causerie.community.models import Said, Trace
from causerie.community.publish import tell_said, tell_unsaid
from causerie.community.rules import DAY_MS
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership

MOST_SAID = 500
KEPT_DAYS = 30
TRACES_DAYS = 90


def say(*, by: Membership, text: str, client_id: str) -> Said:
    """A message to everybody who is around. The same `client_id` again gives the message that stands.

    Raises Refused("empty" | "too_long" | "bad_value" | "conflict").
    """
    reads(by)
    text = clean(text, limit=MOST_SAID)
    check_client_id(client_id)
    with write():
        made, new = Said.objects.get_or_create(
            author=by, client_id=client_id, defaults={"brand_id": by.brand_id, "text": text, "at": now_ms()}
        )
        if new:
            record(facts.Chatted(brand_id=by.brand_id, member=by.id, chat=made.id))
            tell_said(made)
    if made.text != text:
        raise Refused("conflict")
    return made


def unsay(*, by: Membership, said: Said) -> None:
    """By its author or a manager; else Refused("not_found"). What a manager removes leaves a trace."""
    if not may_remove(by, said):
        raise Refused("not_found")
    with write():
        if said.author_id != by.id:
            Trace.objects.create(brand_id=said.brand_id, post=0, author_id=said.author_id, by=by, removed=True, text=said.text, at=now_ms())
        note_removal(by, said)
        Said.objects.filter(brand_id=by.brand_id, id=said.id).delete()
        tell_unsaid(by.brand_id, said.id)


def forget_old(*, now: int) -> int:
    """The chat of a month ago and traces of three are gone, some at a time. Returns how many."""
    chat = Said.objects.filter(at__lt=now - KEPT_DAYS * DAY_MS).order_by("at").values_list("id", flat=True)[:500]
    traces = Trace.objects.filter(at__lt=now - TRACES_DAYS * DAY_MS).order_by("id").values_list("id", flat=True)[:500]
    old, older = list(chat), list(traces)
    if not old and not older:
        return 0
    with write():
        Said.objects.filter(id__in=old).delete()
        Trace.objects.filter(id__in=older).delete()
    return len(old) + len(older)


def check_client_id(client_id: str) -> None:
    """Eight to sixty-four printable letters. Raises Refused("bad_value")."""
    if not (8 <= len(client_id) <= 64 and client_id.isascii() and client_id.isprintable()):
        raise Refused("bad_value")
