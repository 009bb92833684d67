"""Writing the journal, in the transaction of the change it tells; and following it, by a stored cursor."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from causerie.journal.models import Cursor, Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import give_way, write

# How long a reader should keep others from writing to SQLite, and how many facts it takes at least: each batch has its commit.
BITE_S, LEAST = 0.015, 100
_bites: dict[str, int] = {}


@dataclass(slots=True)
class Heard:
    """A fact as readers are told it: its columns, without what a model's row costs."""

    id: int
    brand_id: int
    at: int
    kind: str
    data: dict[str, Any]


def record(fact: Any) -> None:
    """Append one fact: a frozen dataclass with `kind` (class variable), `brand_id` and its own fields."""
    data = asdict(fact)
    Fact.objects.create(brand_id=data.pop("brand_id"), at=now_ms(), kind=fact.kind, data=data)


def blank(*, brand_id: int, kind: str, conversations: Sequence[int], field: str) -> None:
    """Inside a transaction: empties one field of these conversations' facts. The one thing that is ever changed in the journal: what a
    person has a right to see forgotten. What was counted of it stays counted."""
    told = list(Fact.objects.filter(brand_id=brand_id, kind=kind, data__conversation__in=list(conversations)))
    for fact in told:
        fact.data[field] = ""
    Fact.objects.bulk_update(told, ["data"])


def follow(reader: str, handlers: Mapping[str, Callable[[Heard], None]], limit: int = 500) -> int:
    """Tell the facts that this reader has not seen, in order, each to the handler of its kind. Returns how many were passed.

    What the handlers write is committed with the cursor, or not at all: a handler that fails stops the reader before its fact,
    and the whole batch is told again. Handlers must not open a transaction of their own.
    """

    def tell(heard: list[Heard]) -> None:
        for one in heard:
            if one.kind in handlers:
                handlers[one.kind](one)

    return follow_batches(reader, tell, limit)


def follow_batches(reader: str, handle: Callable[[list[Heard]], None], limit: int = 500) -> int:
    """The same, with all facts of a batch told at once: for a reader that writes many rows in one go.

    They are read before the transaction: what was told does not change, and nobody else may write to SQLite while it lasts. There `limit`
    is what a reader may take at most; it takes less when that kept the others from writing for too long.
    """
    reached = Cursor.objects.filter(reader=reader).values_list("last_id", flat=True).first() or 0
    newest = _newest(reached)
    if newest <= reached:
        return 0
    found = _heard(Fact.objects.filter(id__gt=reached, id__lte=newest), min(limit, _bites.get(reader, limit)))
    if not found:
        return 0
    if connection.vendor == "sqlite":
        give_way()
    with write(), _measured(reader, limit):
        Cursor.objects.get_or_create(reader=reader)
        if Cursor.objects.select_for_update().get(reader=reader).last_id != reached:
            return 0
        handle(found)
        Cursor.objects.filter(reader=reader).update(last_id=found[-1].id)
    return len(found)


@contextmanager
def _measured(reader: str, limit: int) -> Iterator[None]:
    """On SQLite, where readers and messages share one writer, the next bite is as large as its time allows."""
    since = time.monotonic()
    yield
    if connection.vendor == "sqlite":
        grows = min(2, BITE_S / max(time.monotonic() - since, 0.001))
        _bites[reader] = min(limit, max(LEAST, int(_bites.get(reader, limit) * grows)))


def _heard(facts: "QuerySet[Fact]", limit: int) -> list[Heard]:
    return [Heard(*row) for row in facts.order_by("id").values_list(*Heard.__slots__)[:limit]]


def start_over(reader: str, brand_id: int | None = None) -> None:
    """The reader will be told everything again; with a brand, that brand's facts only, by `retell`.

    Called in the transaction that empties what it had written. The cursor is locked: no batch of the reader is under way meanwhile.
    """
    Cursor.objects.get_or_create(reader=reader)
    Cursor.objects.select_for_update().get(reader=reader)
    if brand_id is not None:
        Cursor.objects.update_or_create(reader=f"{reader}/{brand_id}", defaults={"last_id": 0})
        return
    Cursor.objects.filter(reader__startswith=f"{reader}/").delete()
    Cursor.objects.filter(reader=reader).update(last_id=0)


def starting_over(reader: str) -> list[int]:
    """The brands whose facts are being told again: until then, what is new of them waits for its turn."""
    named = Cursor.objects.filter(reader__startswith=f"{reader}/").order_by("reader").values_list("reader", flat=True)
    return [int(name.rpartition("/")[2]) for name in named]


def retell(reader: str, handle: Callable[[list[Heard]], None], limit: int = 500) -> int:
    """One batch for a brand that starts over, up to where the reader stands: there it is done. Returns how many facts were passed."""
    brands = starting_over(reader)
    if not brands:
        return 0
    with write():
        Cursor.objects.get_or_create(reader=reader)
        reached = Cursor.objects.select_for_update().get(reader=reader).last_id
        own = Cursor.objects.select_for_update().filter(reader=f"{reader}/{brands[0]}").first()
        if own is None:
            return 0
        found = _heard(Fact.objects.filter(brand_id=brands[0], id__gt=own.last_id, id__lte=reached), limit)
        handle(found)
        if len(found) < limit:
            own.delete()
        else:
            Cursor.objects.filter(reader=own.reader).update(last_id=found[-1].id)
    return len(found)


def progress(reader: str, brand_id: int) -> tuple[int, int]:
    """How far a reader has come for a brand and how far there is to go, as ids of facts."""
    stands = dict(Cursor.objects.filter(reader__in=[reader, f"{reader}/{brand_id}"]).values_list("reader", "last_id"))
    reached = stands.get(f"{reader}/{brand_id}", stands.get(reader, 0))
    return reached, Fact.objects.aggregate(newest=Max("id"))["newest"] or 0


def _newest(reached: int) -> int:
    """The highest id below which no fact can still appear."""
    newest = Fact.objects.filter(id__gt=reached).aggregate(newest=Max("id"))["newest"] or 0
    if connection.vendor == "sqlite" or newest <= reached:
        return newest
    # PostgreSQL gives ids before the commit: a lower one may appear after a higher. This lock waits for the writers under way.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Fact._meta.db_table} IN SHARE MODE")
        return Fact.objects.aggregate(newest=Max("id"))["newest"] or 0
