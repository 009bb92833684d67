"""What a human decides: to give what was held, to decline it, to take back, to give by hand. Always with words, always by new entries."""

from collections.abc import Mapping

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership
from causerie.rewards import facts, ledger
from causerie.rewards.ledger import Draft, Move, moves_of, post
from causerie.rewards.models import Account, Correction, Due, Hold, Transaction

MOST_GIFT = 10_000
_GIVEN = {ledger.HELD: ledger.AVAILABLE, ledger.SCORE_HELD: ledger.SCORE}


def decide(*, by: Membership, hold: Hold, give: bool, why: str) -> Hold:
    """Give what was held, or decline it; the member reads why. A declined one may still be given later.

    Raises Refused("closed") when it is decided already, Refused("empty") without a reason.
    """
    why, now = clean(why, limit=500), now_ms()
    state = Hold.State.RELEASED if give else Hold.State.DECLINED
    with write():
        ledger.lock(hold.brand_id)
        row = Hold.objects.filter(pk=hold.pk, state=Hold.State.WAITING)
        if not row.update(state=state, why=why, decided_by=by, decided_at=now):
            raise Refused("closed")
        original = Transaction.objects.get(pk=hold.pk)
        draft = _released(original, now) if give else _inverse(original, "declined", now, moves_of(original))
        post(hold.brand_id, [draft])
        _recorded(by, original, "released" if give else "declined", _score(draft.moves))
        audit.note(by=by, kind="hold_decided", subject=hold, changes={"state": (None, str(state))})
    return Hold.objects.get(pk=hold.pk)


def _released(row: Transaction, now: int) -> Draft:
    """From the held accounts to the free ones: its time of waiting has passed."""
    held = [(member, name, amount) for member, name, amount in moves_of(row) if member is not None]
    moves: list[Move] = []
    for member, name, amount in held:
        moves += [(member, name, -amount), (member, _GIVEN[name], amount)]
    return Draft(kind="released", ref=str(row.pk), at=now, moves=tuple(moves), member=row.member_id)


def _inverse(row: Transaction, kind: str, now: int, moves: tuple[Move, ...], note: str = "") -> Draft:
    opposite = tuple((member, name, -amount) for member, name, amount in moves)
    return Draft(kind=kind, ref=str(row.pk), at=now, moves=opposite, member=row.member_id, note=note, reverses=row.pk)


def appeal(*, by: Membership, hold: Hold, words: str) -> Hold:
    """The member's word on a reward that waits, or was declined: a declined one is looked at again, by a human."""
    words = clean(words, limit=500)
    with write():
        row = Hold.objects.filter(pk=hold.pk, member=by, appeal="").exclude(state=Hold.State.RELEASED)
        if not row.update(appeal=words):
            raise Refused("closed")
        # Answering is owed again: without `decided_by` it returns to the manager's list.
        row = Hold.objects.filter(pk=hold.pk, state=Hold.State.DECLINED)
        row.update(decided_by=None)
    return Hold.objects.get(pk=hold.pk)


def give(*, by: Membership, to: Membership, points: int, why: str, client_id: str) -> Transaction:
    """Points by hand, with a reason that the member reads; once for a client_id. Raises Refused("bad_value" | "not_found")."""
    if type(points) is not int or not 0 < points <= MOST_GIFT or not by.is_manager or to.role != Membership.Role.AMBASSADOR:
        raise Refused("bad_value")
    if to.brand_id != by.brand_id:
        raise Refused("not_found")
    why, now, ref = clean(why, limit=500), now_ms(), f"{to.pk}.{client_id}"
    with write():
        moves = ledger.grant(to.pk, score=0, points=points)
        written = post(by.brand_id, [Draft(kind="given", ref=ref, at=now, moves=moves, member=to.pk)])
        for row in written:
            Correction.objects.create(transaction=row, brand_id=by.brand_id, by=by, why=why)
            audit.note(by=by, kind="points_given", subject=to, name=to.name, changes={"points": (None, points)})
    return Transaction.objects.get(brand_id=by.brand_id, kind="given", ref=ref)


def reverse(*, by: Membership, transaction: Transaction, why: str) -> Transaction:
    """Take back what a cause gave, when it was fraud: the only way in which a score falls. The member reads why.

    Points already spent are not claimed back: the brand bears them (account `lost`). Raises Refused("closed" | "empty" | "not_found").
    """
    why, now = clean(why, limit=500), now_ms()
    if not by.is_manager or by.brand_id != transaction.brand_id:
        raise Refused("not_found")
    with write():
        ledger.lock(by.brand_id)
        given, already = moves_of(transaction), Transaction.objects.filter(reverses=transaction).exists()
        if already or not given or transaction.note == "held" or transaction.kind not in ledger.REVERSIBLE:
            raise Refused("closed")
        draft = _taken_back(transaction, now, given)
        written = post(by.brand_id, [draft])
        Due.objects.filter(pk=transaction.pk).delete()
        Correction.objects.create(transaction=written[0], brand_id=by.brand_id, by=by, why=why)
        _recorded(by, transaction, "reversed", _score(draft.moves))
        audit.note(by=by, kind="points_reversed", subject=transaction)
    return written[0]


def _taken_back(row: Transaction, now: int, given: tuple[Move, ...]) -> Draft:
    """The inverse, as far as there is something; the rest is the brand's loss. What has vested is taken where it lies now."""
    vested = not Due.objects.filter(pk=row.pk).exists()
    moves: list[Move] = []
    for member, name, amount in given:
        place = ledger.AVAILABLE if name == ledger.VESTING and vested else name
        if member is None:
            moves.append((None, name, -amount))
            continue
        there = _balances(row).get(place, 0)
        taken = min(amount, there)
        moves += [(member, place, -taken)] if taken else []
        moves += [(None, ledger.LOST, taken - amount)] if taken < amount else []
    short = any(name == ledger.LOST for _, name, _ in moves)
    return Draft(
        kind="reversed", ref=str(row.pk), at=now, moves=tuple(moves), member=row.member_id, reverses=row.pk, note="short" if short else ""
    )


def _balances(row: Transaction) -> Mapping[str, int]:
    return dict(Account.objects.filter(brand_id=row.brand_id, member_id=row.member_id).values_list("name", "balance"))


def _score(moves: tuple[Move, ...]) -> int:
    return sum(amount for _, name, amount in moves if name == ledger.SCORE)


def _recorded(by: Membership, row: Transaction, what: str, score: int) -> None:
    assert row.member_id is not None
    record(facts.Decided(brand_id=row.brand_id, member=row.member_id, transaction=row.pk, what=what, score=score, by=by.pk))
