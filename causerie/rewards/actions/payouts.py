"""Points to the brand's own programme, over its API: written with the debit, told with one key until there is an answer.

    POST <the brand's address>      Idempotency-Key: <key>      Causerie-Signature: sha256=<HMAC of the body>
    {"key": …, "customer": …, "points": 1000, "worth": "10 €"}

2xx: it is there. 4xx (but 408, 409, 425, 429): refused, and the points come back. Anything else: told again later, for three days;
then a person looks, because an answer that never came may have been a yes.
"""

import hashlib
import hmac
import json
import logging

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel import outbound
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.ids import new_secret
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean
from causerie.people.models import Membership
from causerie.rewards import facts, ledger
from causerie.rewards.ledger import Draft, post
from causerie.rewards.models import Exchange, Payout
from causerie.rewards.rules import DAY, HOUR, MINUTE

log = logging.getLogger("causerie.rewards")
GIVE_UP = 3 * DAY
_AGAIN = frozenset({408, 409, 425, 429})
_BATCH = 20


def hand_over(*, by: Membership, points: int, worth: str, customer: str, client_id: str) -> Payout:
    """Hand points over at the rate that was shown; the same client_id again gives the same payout back.

    Raises Refused("not_enough" | "price_changed" | "not_found" | "empty").
    """
    customer, now = clean(customer, limit=80, lines=False), now_ms()
    with write():
        ledger.lock(by.brand_id)
        again = Payout.objects.filter(member=by, client_id=client_id).first()
        if again is not None:
            return again
        exchange = Exchange.objects.filter(brand_id=by.brand_id, open=True).first()
        if exchange is None or by.role != Membership.Role.AMBASSADOR:
            raise Refused("not_found")
        if [points, worth] not in exchange.table:
            raise Refused("price_changed")
        made = Payout.objects.create(
            brand_id=by.brand_id, member=by, client_id=client_id, key=new_secret(), points=points, worth=worth, customer=customer,
            asked_at=now, due_at=now,
        )  # fmt: skip
        moves = ((by.pk, ledger.AVAILABLE, -points), (None, ledger.PAID_OUT, points))
        post(by.brand_id, [Draft(kind="paid_out", ref=str(made.pk), at=now, moves=moves, member=by.pk)])
        _recorded(made)
    return made


def send_due(now: int) -> int:
    """Tell what is due. Returns how many got an answer."""
    due = list(Payout.objects.filter(state="waiting", due_at__lte=now).order_by("due_at")[:_BATCH])
    return sum(_send(row, now) for row in due)


def _send(row: Payout, now: int) -> bool:
    if not _claimed(row, now):
        return False
    exchange = Exchange.objects.filter(brand_id=row.brand_id).first()
    status = _told(row, exchange) if exchange else 0
    if 200 <= status < 300:
        _end(row, Payout.State.DONE, now)
    elif 400 <= status < 500 and status not in _AGAIN:
        _end(row, Payout.State.REFUSED, now)
    elif now - row.asked_at > GIVE_UP:
        _end(row, Payout.State.UNCLEAR, now)
    else:
        return False
    return True


def _claimed(row: Payout, now: int) -> bool:
    """Whether this loop may tell it: one conditional UPDATE, won once. Unanswered, it is due again: 1 minute, 4, 16 … 6 hours."""
    wait = min(MINUTE * 4 ** min(row.tries, 8), 6 * HOUR)
    with write():
        mine = Payout.objects.filter(pk=row.pk, state="waiting", tries=row.tries, due_at=row.due_at)
        return bool(mine.update(tries=row.tries + 1, due_at=now + wait))


def _told(row: Payout, exchange: Exchange) -> int:
    """The status of the answer, 0 without one."""
    body = json.dumps({"key": row.key, "customer": row.customer, "points": row.points, "worth": row.worth}, ensure_ascii=False).encode()
    seal = hmac.new(exchange.secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "Idempotency-Key": row.key, "Causerie-Signature": f"sha256={seal}"}
    try:
        return outbound.fetch(exchange.url, body=body, headers=headers, most=65_536).status
    except Refused as refused:
        log.warning("payout %s was not answered: %s", row.pk, refused.code)
        return 0


def _end(row: Payout, state: str, now: int) -> None:
    with write():
        ledger.lock(row.brand_id)
        if not Payout.objects.filter(pk=row.pk, state="waiting").update(state=state):
            return
        row.state = state
        if state == Payout.State.REFUSED:
            paid = row.brand.transaction_set.get(kind="paid_out", ref=str(row.pk))
            moves = ((row.member_id, ledger.AVAILABLE, row.points), (None, ledger.PAID_OUT, -row.points))
            post(
                row.brand_id,
                [Draft(kind="paid_back", ref=str(row.pk), at=now, moves=moves, member=row.member_id, reverses=paid.pk)],
            )
        _recorded(row)


def give_up(row: Payout, now: int) -> None:
    """Who handed it over is being forgotten. Never told: the points come back; told, and no answer yet: a person looks, by its key."""
    if _claimed(row, now):
        _end(row, Payout.State.UNCLEAR if row.tries else Payout.State.REFUSED, now)


def retry(*, by: Membership, payout: Payout) -> None:
    """A person asks once more, with the same key, after no clear answer. Raises Refused("closed")."""
    if not by.is_manager or by.brand_id != payout.brand_id:
        raise Refused("not_found")
    with write():
        now = now_ms()
        if not Payout.objects.filter(pk=payout.pk, state="unclear").update(state="waiting", asked_at=now, due_at=now, tries=0):
            raise Refused("closed")
        audit.note(by=by, kind="payout_retried", subject=payout)


def _recorded(row: Payout) -> None:
    record(facts.PaidOut(brand_id=row.brand_id, member=row.member_id, payout=row.pk, points=row.points, state=row.state))
