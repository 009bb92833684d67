"""Choosing a reward, and what becomes of it. The price seen is the price paid; the last one is sold once."""

from django.db.models import F, Q

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import after_commit, write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership
from causerie.rewards import facts, ledger, publish, queries
from causerie.rewards.ledger import Draft, post
from causerie.rewards.models import Redemption, Reward

State = Redemption.State
# What a manager may do next, from each state.
NEXT = {State.ASKED: State.APPROVED, State.APPROVED: State.SENT, State.SENT: State.RECEIVED}


def redeem(*, by: Membership, reward: Reward, price: int, client_id: str) -> Redemption:
    """Buy a reward at the price that was shown. The same client_id again gives the same redemption back.

    Raises Refused("not_enough" | "sold_out" | "price_changed" | "too_early" | "elsewhere" | "not_found" | "blocked").
    """
    now = now_ms()
    with write():
        ledger.lock(by.brand_id)
        again = Redemption.objects.filter(member=by, client_id=client_id).first()
        if again is not None:
            return again
        if not Membership.objects.current().filter(id=by.pk, role=Membership.Role.AMBASSADOR).exists():
            raise Refused("not_eligible")
        _take_one(by, reward, price)
        made = Redemption.objects.create(
            brand_id=by.brand_id, member=by, reward=reward, client_id=client_id, price=price, asked_at=now, changed_at=now
        )
        moves = ((by.pk, ledger.AVAILABLE, -price), (None, ledger.SPENT, price))
        post(by.brand_id, [Draft(kind="redeemed", ref=str(made.pk), at=now, moves=moves, member=by.pk)])
        _recorded(made)
    return made


def _take_one(by: Membership, reward: Reward, price: int) -> None:
    """One conditional UPDATE: at this price, and only while there is one."""
    found = Reward.objects.filter(id=reward.pk, brand_id=by.brand_id, shown=True)
    if price < 1 or not found.filter(Q(stock=None) | Q(stock__gt=0), price=price).update(stock=F("stock") - 1):
        row = found.first()
        raise Refused("not_found" if row is None else "price_changed" if row.price != price else "sold_out")
    row = found.prefetch_related("sites").get()
    row.stock = None
    why = queries.obstacle(row, queries.purse(by), set(by.sites.values_list("id", flat=True)))
    if why:
        raise Refused(why)


def advance(*, by: Membership, redemption: Redemption, note: str = "") -> Redemption:
    """The next step: approved, sent, received. Raises Refused("closed") when somebody else moved it."""
    wanted = NEXT.get(State(redemption.state))
    if wanted is None or not by.is_manager:
        raise Refused("closed")
    return _move(redemption, wanted, note, by)


def receive(*, by: Membership, redemption: Redemption) -> Redemption:
    """The member has it in their hands."""
    if redemption.member_id != by.pk or redemption.state != State.SENT:
        raise Refused("closed")
    return _move(redemption, State.RECEIVED, "")


def take_back(redemption: Redemption) -> Redemption:
    """Who asked for it is being forgotten: it is not sent after them."""
    return _move(redemption, State.CANCELLED, "")


def cancel(*, by: Membership, redemption: Redemption, note: str = "") -> Redemption:
    """Points and the piece go back. A member may while it is only asked for; a manager until it is received."""
    open_to = [State.ASKED] if redemption.member_id == by.pk and not by.is_manager else [State.ASKED, State.APPROVED, State.SENT]
    if not (by.is_manager or redemption.member_id == by.pk) or redemption.state not in open_to:
        raise Refused("closed")
    return _move(redemption, State.CANCELLED, note, by if by.is_manager else None)


def _move(redemption: Redemption, state: str, note: str, by: Membership | None = None) -> Redemption:
    """`by`: of the team, whose log then says so."""
    now = now_ms()
    with write():
        ledger.lock(redemption.brand_id)
        row = Redemption.objects.filter(id=redemption.pk, state=redemption.state)
        if not row.update(state=state, note=clean_optional(note, limit=300) or redemption.note, changed_at=now):
            raise Refused("closed")
        moved = Redemption.objects.select_related("reward").get(id=redemption.pk)
        if state == State.CANCELLED:
            Reward.objects.filter(id=moved.reward_id).update(stock=F("stock") + 1)
            moves = ((moved.member_id, ledger.AVAILABLE, moved.price), (None, ledger.SPENT, -moved.price))
            paid = moved.brand.transaction_set.get(kind="redeemed", ref=str(moved.pk))
            draft = Draft(kind="refunded", ref=str(moved.pk), at=now, moves=moves, member=moved.member_id, reverses=paid.pk)
            post(moved.brand_id, [draft])
        _recorded(moved)
        if by:
            changes = {"state": (str(redemption.state), str(state))}
            audit.note(by=by, kind="redemption_moved", subject=moved, name=moved.reward.title, changes=changes)
        if state in (State.APPROVED, State.SENT):
            after_commit(lambda: publish.stepped(moved))
    return moved


def _recorded(row: Redemption) -> None:
    record(
        facts.Redeemed(
            brand_id=row.brand_id, member=row.member_id, reward=row.reward_id, redemption=row.pk, points=row.price, state=row.state
        )
    )
