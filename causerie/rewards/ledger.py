"""The ledger. Append-only, double entry, integers: what a cause moves is written once, sums to zero, and is never changed.

    thanked 4711    florian·vesting  +10    brand·issued  −10        points leave the brand's hand …
                    florian·score    +10    brand·fame    −10        … and score is known to have come from somewhere
    vested 812      florian·vesting  −10    florian·available +10
    redeemed 33     florian·available −800  brand·spent  +800

A brand's balance may be negative (it is what was issued); a member's never is: the debit is conditional, and the table itself
refuses. Each transaction carries the hash of the one before: to change the past, one would have to rewrite everything since.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, models
from django.db.models import Q

from causerie.kernel.refusal import Refused
from causerie.rewards.models import Account, Due, Entry, Head, Transaction

SCORE, SCORE_HELD, FAME = "score", "score_held", "fame"
AVAILABLE, VESTING, HELD = "available", "vesting", "held"
ISSUED, SPENT, PAID_OUT, EXPIRED, LOST = "issued", "spent", "paid_out", "expired", "lost"

CURRENCY = {
    **dict.fromkeys((SCORE, SCORE_HELD, FAME), "score"),
    **dict.fromkeys((AVAILABLE, VESTING, HELD, ISSUED, SPENT, PAID_OUT, EXPIRED, LOST), "points"),
}
MOST = 2**53
_AT_ONCE = 400
_SAYS = ("brand_id", "number", "kind", "ref", "at", "version", "member_id", "note", "reverses_id", "hash")
# Causes that a human may take back; what people chose (a redemption) is cancelled instead.
REVERSIBLE = frozenset({"answered", "thanked", "rated", "reused", "liked", "welcomed", "mission", "tier", "given"})

Move = tuple[int | None, str, int]
"""(member, or None for the brand; account; amount)"""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A transaction to be. `due_at`: when what it puts into vesting may be spent."""

    kind: str
    ref: str
    at: int
    moves: tuple[Move, ...]
    member: int | None = None
    version: int = 0
    note: str = ""
    reverses: int | None = None
    due_at: int = 0

    def __post_init__(self) -> None:
        sums: dict[str, int] = defaultdict(int)
        for _, account, amount in self.moves:
            if type(amount) is not int or not 0 < abs(amount) < MOST:
                raise ValueError(f"not an amount: {amount!r}")
            sums[CURRENCY[account]] += amount
        if any(sums.values()) or len({move[:2] for move in self.moves}) < len(self.moves):
            raise ValueError(f"{self.kind} {self.ref} does not balance")


def grant(member: int, *, score: int, points: int, into: str = AVAILABLE, fame: str = SCORE) -> tuple[Move, ...]:
    """The moves that give score and points to a member."""
    moves: list[Move] = []
    if score:
        moves += [(member, fame, score), (None, FAME, -score)]
    if points:
        moves += [(member, into, points), (None, ISSUED, -points)]
    return tuple(moves)


def post(brand_id: int, drafts: Iterable[Draft]) -> list[Transaction]:
    """Append what is new, in order, within the caller's transaction; a cause that was told before moves nothing again.

    Returns the transactions written. Raises Refused("not_enough") when a member's account would fall below zero: then nothing stands.
    """
    head = lock(brand_id)
    fresh = _new(brand_id, drafts)
    if not fresh:
        return []
    accounts = _accounts(brand_id, {move[:2] for draft in fresh for move in draft.moves})
    written = [_chained(head, draft) for draft in fresh]
    _put(Transaction, _SAYS, (tuple(getattr(row, name) for name in _SAYS) for row in written))
    _numbered(brand_id, written)
    _put(
        Entry,
        ("brand_id", "transaction_id", "account_id", "amount"),
        (
            (brand_id, row.pk, accounts[member, name], amount)
            for row, draft in zip(written, fresh, strict=True)
            for member, name, amount in draft.moves
        ),
    )
    _balance(accounts, fresh)
    _put_due(written, fresh)
    Head.objects.filter(brand_id=brand_id).update(number=head.number, hash=head.hash)
    return written


def lock(brand_id: int) -> Head:
    """The end of the brand's chain, ours until the commit. A verb that looks before it moves takes it first: then nobody moves meanwhile.

    On PostgreSQL this row keeps two writers apart, on SQLite the transaction does.
    """
    Head.objects.get_or_create(brand_id=brand_id)
    return Head.objects.select_for_update().get(brand_id=brand_id)


def _new(brand_id: int, drafts: Iterable[Draft]) -> list[Draft]:
    """Each cause once, without those that the ledger knows."""
    wanted = {(draft.kind, draft.ref): draft for draft in reversed(list(drafts))}
    refs: dict[str, list[str]] = defaultdict(list)
    for kind, ref in wanted:
        refs[kind].append(ref)
    for kind, some in refs.items():
        for ref in Transaction.objects.filter(brand_id=brand_id, kind=kind, ref__in=some).values_list("ref", flat=True):
            del wanted[kind, ref]
    return list(reversed(wanted.values()))


def _accounts(brand_id: int, wanted: set[tuple[int | None, str]]) -> dict[tuple[int | None, str], int]:
    """The accounts' numbers; what is missing is opened."""
    members = {member for member, _ in wanted if member is not None}

    def found() -> dict[tuple[int | None, str], int]:
        rows = Account.objects.filter(Q(member__in=members) | Q(member=None), brand_id=brand_id)
        return {(member, name): number for member, name, number in rows.values_list("member", "name", "id")}

    known = found()
    missing = sorted(wanted - set(known), key=str)
    if not missing:
        return known
    Account.objects.bulk_create(Account(brand_id=brand_id, member_id=member, name=name) for member, name in missing)
    return found()


def _chained(head: Head, draft: Draft) -> Transaction:
    row = Transaction(
        brand_id=head.brand_id,
        number=head.number + 1,
        kind=draft.kind,
        ref=draft.ref,
        at=draft.at,
        version=draft.version,
        member_id=draft.member,
        note=draft.note,
        reverses_id=draft.reverses,
    )
    row.hash = seal(head.hash, row, draft.moves)
    head.number, head.hash = row.number, row.hash
    return row


def seal(before: str, row: Transaction, moves: Sequence[Move]) -> str:
    """SHA-256 over the hash before and everything that a transaction says, its entries included."""
    says = [before, row.brand_id, row.number, row.kind, row.ref, row.at, row.version, row.member_id, row.note, row.reverses_id]
    entries = sorted((member or 0, name, amount) for member, name, amount in moves)
    return hashlib.sha256(json.dumps([says, entries]).encode()).hexdigest()


def _put(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[int | str | None, ...]]) -> None:
    """Many new rows by one prepared statement, without the objects that bulk_create goes through."""
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})", list(rows))


def _numbered(brand_id: int, written: Sequence[Transaction]) -> None:
    """Rows just inserted learn their ids."""
    rows = Transaction.objects.filter(brand_id=brand_id, number__range=(written[0].number, written[-1].number))
    ids = dict(rows.values_list("number", "id"))
    for row in written:
        row.pk = ids[row.number]
        row._state.adding = False


def _balance(accounts: dict[tuple[int | None, str], int], drafts: Iterable[Draft]) -> None:
    """Each account once, by what all drafts move there, in one statement; a member's only where enough lies."""
    sums: dict[int, int] = defaultdict(int)
    for draft in drafts:
        for member, name, amount in draft.moves:
            sums[accounts[member, name]] += amount
    moved = sorted((account, amount) for account, amount in sums.items() if amount)
    for start in range(0, len(moved), _AT_ONCE):
        _move(moved[start : start + _AT_ONCE])


def _move(moved: Sequence[tuple[int, int]]) -> None:
    rows = ", ".join(["(CAST(%s AS bigint), CAST(%s AS bigint))"] * len(moved))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE rewards_account SET balance = balance + v.column2 FROM (VALUES {rows}) AS v "
            "WHERE rewards_account.id = v.column1 AND (member_id IS NULL OR balance + v.column2 >= 0)",
            [value for row in moved for value in row],
        )
        if cursor.rowcount != len(moved):
            raise Refused("not_enough")


def _put_due(written: Iterable[Transaction], drafts: Iterable[Draft]) -> None:
    rows = [
        (row.pk, row.brand_id, member, amount, draft.due_at)
        for row, draft in zip(written, drafts, strict=True)
        for member, name, amount in draft.moves
        if member is not None and name == VESTING and amount > 0
    ]
    _put(Due, ("transaction_id", "brand_id", "member_id", "points", "due_at"), rows)


def moves_of(row: Transaction) -> tuple[Move, ...]:
    """What a stored transaction moved."""
    return tuple((one.account.member_id, one.account.name, one.amount) for one in row.entries.select_related("account"))
