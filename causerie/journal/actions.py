"""Writing the journal, in the transaction of the change it tells; and following it, by a stored cursor."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from causerie.journal.models import Cursor, Fact
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write


@dataclass(slots=True)
class Heard:
    """A fact as a reader of many is told it: its columns, without what a model's row costs."""

    id: int
    brand_id: int
    at: int
    kind: str
    data: dict[str, Any]


def record(fact: Any) -> None:
    """Append one fact: a frozen dataclass with `kind` (class variable), `brand_id` and its own fields."""
    data = dataclasses.asdict(fact)
    Fact.objects.create(brand_id=data.pop("brand_id"), at=now_ms(), kind=fact.kind, data=data)


def blank(*, brand_id: int, kind: str, conversations: Sequence[int], field: str) -> None:
    """Inside a transaction: empties one field of these conversations' facts. The one thing that is ever changed in the journal: what a
    person has a right to see forgotten. What was counted of it stays counted."""
    told = list(Fact.objects.filter(brand_id=brand_id, kind=kind, data__conversation__in=list(conversations)))
    for fact in told:
        fact.data[field] = ""
    Fact.objects.bulk_update(told, ["data"])


def follow(reader: str, handlers: Mapping[str, Callable[[Fact], None]], limit: int = 500) -> int:
    """Tell the facts that this reader has not seen, in order, each to the handler of its kind. Returns how many were passed.

    What the handlers write is committed with the cursor, or not at all: a handler that fails stops the reader before its fact,
    and the whole batch is told again. Handlers must not open a transaction of their own.
    """

    def tell(heard: list[Heard]) -> None:
        for one in heard:
            if one.kind in handlers:
                handlers[one.kind](Fact(**dataclasses.asdict(one)))

    return follow_batches(reader, tell, limit)


def follow_batches(reader: str, handle: Callable[[list[Heard]], None], limit: int = 500) -> int:
    """The same, with all facts of a batch told at once: for a reader that writes many rows in one go."""
    reached = Cursor.objects.filter(reader=reader).values_list("last_id", flat=True).first() or 0
    newest = _newest(reached)
    if newest <= reached:
        return 0
    with write():
        Cursor.objects.get_or_create(reader=reader)
        cursor = Cursor.objects.select_for_update().get(reader=reader)
        rows = Fact.objects.filter(id__gt=cursor.last_id, id__lte=newest).order_by("id").values_list(*Heard.__slots__)[:limit]
        found = [Heard(*row) for row in rows]
        if found:
            handle(found)
            Cursor.objects.filter(reader=reader).update(last_id=found[-1].id)
    return len(found)


def start_over(reader: str) -> None:
    """The reader will be told everything again. Called in the transaction that empties what it had written."""
    Cursor.objects.filter(reader=reader).update(last_id=0)


def progress(reader: str) -> tuple[int, int]:
    """How far a reader has come and how far there is to go, as ids of facts."""
    reached = Cursor.objects.filter(reader=reader).values_list("last_id", flat=True).first() or 0
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
