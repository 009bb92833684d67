"""What this room reads in the journal, each fact once, by a stored cursor: who is new, answers, comes back, leaves."""

from causerie.attentions import rules
from causerie.attentions.actions.about import forget
from causerie.attentions.actions.parcels import take_back_all
from causerie.attentions.models import Attention, Tally
from causerie.journal.actions import Heard, follow
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.people.models import Membership

READER = "attentions"
Kind = Attention.Kind


def fold() -> int:
    """Read what is new. Returns how many facts were passed."""
    return follow(READER, HANDLERS)


def _joined(fact: Heard) -> None:
    member = _ambassador(fact)
    if member:
        _ask(member, Kind.WELCOME, f"welcome:{member.pk}", fact.at)


def _replied(fact: Heard) -> None:
    member = _ambassador(fact)
    if member is None:
        return
    tally, _new = Tally.objects.get_or_create(member=member)
    tally.answers += 1
    tally.save(update_fields=["answers"])
    kind = {1: Kind.FIRST, rules.HUNDREDTH: Kind.HUNDREDTH}.get(tally.answers)
    if kind:
        _ask(member, kind, f"{kind}:{member.pk}", fact.at)


def _claimed(fact: Heard) -> None:
    member = _ambassador(fact)
    if member is None:
        return
    tally, _new = Tally.objects.get_or_create(member=member)
    last, tally.last_claim_at = tally.last_claim_at, max(fact.at, tally.last_claim_at or 0)
    tally.save(update_fields=["last_claim_at"])
    if rules.back(last, fact.at):
        _ask(member, Kind.BACK, f"back:{member.pk}:{fact.data['conversation']}", fact.at)


def _left(fact: Heard) -> None:
    """Nothing of what they told us has a purpose any more."""
    number = fact.data["member"]
    Attention.objects.filter(brand_id=fact.brand_id, member_id=number, state="open").delete()
    take_back_all(fact.brand_id, number)
    forget(number)


def forget_member(*, member: Membership) -> None:
    """Somebody asks to be forgotten: notes about them and what they told are gone; gifts they had are counted, without an address."""
    with write():
        Attention.objects.filter(member=member).delete()
        take_back_all(member.brand_id, member.pk)
        forget(member.pk)


def _ambassador(fact: Heard) -> Membership | None:
    rows = Membership.objects.current().filter(brand_id=fact.brand_id, role=Membership.Role.AMBASSADOR)
    return rows.filter(id=fact.data["member"]).first()


def _ask(member: Membership, kind: str, cause: str, at: int) -> None:
    if at < now_ms() - rules.STALE:
        return
    values = {"member": member, "kind": kind, "at": at, "due_at": rules.due(kind, at)}
    Attention.objects.get_or_create(brand_id=member.brand_id, cause=cause, defaults=values)


HANDLERS = {"joined": _joined, "replied": _replied, "claimed": _claimed, "left": _left}
