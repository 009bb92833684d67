"""What must always hold of the ledger, looked at from the database alone: I7 (it balances, and its chain is whole), I8 (once a cause)."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from causerie.kernel.finding import Finding
from causerie.rewards import ledger
from causerie.rewards.ledger import CURRENCY, Move, seal
from causerie.rewards.models import Account, Due, Entry, Head, Payout, Redemption, Transaction

_CHUNK = 5000


def check() -> list[Finding]:
    """Both invariants. Pure reading."""
    return [_ledger(), _once()]


def _ledger() -> Finding:
    found = Finding("I7", "the ledger sums to zero, balances are the sums of entries, nobody owes, and the chain is whole")
    found.looked_at = Entry.objects.count()
    for look in (_sums, _balances, _owing, _vesting, _chains):
        found.wrong += look()
    return found


def _sums() -> list[str]:
    """Each currency of each brand is zero, and so is each transaction."""
    wrong = []
    totals: dict[tuple[int, str], int] = defaultdict(int)
    for brand, name, total in Account.objects.values_list("brand", "name").annotate(total=Sum("balance")).order_by():
        totals[brand, CURRENCY[name]] += total
    wrong += [f"brand {brand}: all {currency} together are {total}" for (brand, currency), total in totals.items() if total]
    for names in (_of("score"), _of("points")):
        uneven = (
            Entry.objects.filter(account__name__in=names).values("transaction").annotate(total=Sum("amount")).exclude(total=0).order_by()
        )
        wrong += [f"transaction {row['transaction']}: its entries sum to {row['total']}" for row in uneven[:50]]
    return wrong


def _of(currency: str) -> list[str]:
    return [name for name, of in CURRENCY.items() if of == currency]


def _balances() -> list[str]:
    rows = Account.objects.annotate(total=Coalesce(Sum("entries__amount"), 0)).exclude(balance=F("total"))
    return [f"account {row.pk} ({row.name}): {row.balance} kept, its entries sum to {row.total}" for row in rows[:50]]


def _owing() -> list[str]:
    rows = Account.objects.filter(member__isnull=False, balance__lt=0)
    return [f"account {row.pk}: a member owes {-row.balance} ({row.name})" for row in rows[:50]]


def _vesting() -> list[str]:
    due = dict(Due.objects.values_list("member").annotate(total=Sum("points")).order_by())
    kept = dict(Account.objects.filter(name=ledger.VESTING, balance__gt=0).values_list("member", "balance"))
    wrong = [number for number in {*due, *kept} if due.get(number, 0) != kept.get(number, 0)]
    return [f"member {number}: {kept.get(number, 0)} points to come, {due.get(number, 0)} have a day" for number in wrong[:50]]


def _chains() -> list[str]:
    """Each hash is made again from the one before and from what the transaction says."""
    return [fault for head in Head.objects.all() for fault in _chain(head)]


def _chain(head: Head) -> Iterator[str]:
    before, number = "", 0
    for row, moves in walk(head.brand_id):
        number += 1
        if row.number != number:
            yield f"brand {head.brand_id}: transaction {row.number} stands where {number} should"
            return
        if row.hash != seal(before, row, moves):
            yield f"brand {head.brand_id}: transaction {row.number} does not say what was sealed"
            return
        before = row.hash
    if (number, before) != (head.number, head.hash):
        yield f"brand {head.brand_id}: the chain ends at {number}, its head says {head.number}"


def walk(brand_id: int) -> Iterator[tuple[Transaction, list[Move]]]:
    """A brand's transactions in order, each with what it moved."""
    accounts = {row.pk: (row.member_id, row.name) for row in Account.objects.filter(brand_id=brand_id)}
    reached = 0
    while rows := list(Transaction.objects.filter(brand_id=brand_id, number__gt=reached).order_by("number")[:_CHUNK]):
        moves: dict[int, list[Move]] = defaultdict(list)
        entries = Entry.objects.filter(
            transaction__brand_id=brand_id, transaction__number__gt=reached, transaction__number__lte=rows[-1].number
        )
        for number, account, amount in entries.values_list("transaction", "account", "amount"):
            moves[number].append((*accounts.get(account, (None, "?")), amount))
        for row in rows:
            yield row, moves[row.pk]
        reached = rows[-1].number


def _once() -> Finding:
    found = Finding("I8", "each cause is rewarded once, and each redemption and payout is paid once", Transaction.objects.count())
    doubles = Transaction.objects.values_list("brand", "kind", "ref").annotate(times=Count("id")).filter(times__gt=1).order_by()
    found.wrong = [f"brand {brand}: {kind} {ref} is rewarded {times} times" for brand, kind, ref, times in doubles]
    twice = Entry.objects.values_list("transaction", "account").annotate(times=Count("id")).filter(times__gt=1).order_by()
    found.wrong += [f"transaction {number}: {times} entries on account {account}" for number, account, times in twice]
    for words, wrong in _PAID:
        found.wrong += [f"{words}: {number}" for number in wrong()]
    return found


def _refs(kind: str) -> set[int]:
    return {int(ref) for ref in Transaction.objects.filter(kind=kind).values_list("ref", flat=True)}


def _differ(kind: str, rows: Callable[[], set[int]]) -> Callable[[], list[int]]:
    return lambda: sorted(_refs(kind) ^ rows())


_PAID: list[tuple[str, Callable[[], list[int]]]] = [
    (
        "a redemption without its debit, or the other way round",
        _differ("redeemed", lambda: set(Redemption.objects.values_list("id", flat=True))),
    ),
    (
        "a cancelled redemption whose points did not come back, or the other way round",
        _differ("refunded", lambda: set(Redemption.objects.filter(state="cancelled").values_list("id", flat=True))),
    ),
    ("a payout without its debit, or the other way round", _differ("paid_out", lambda: set(Payout.objects.values_list("id", flat=True)))),
    (
        "a refused payout whose points did not come back, or the other way round",
        _differ("paid_back", lambda: set(Payout.objects.filter(state="refused").values_list("id", flat=True))),
    ),
]
