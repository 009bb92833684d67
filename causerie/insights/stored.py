"""What the fold reads and writes, written for SQLite and for PostgreSQL: one statement a table and batch. No ORM here: a server that was
off, or a time zone that changed, means millions of facts to pass.

To SQLite rows travel as one JSON value: each row of `executemany` or `fetchall` lets go of Python's lock and waits for it again behind a
busy event loop, some milliseconds each, and all that time nobody else may write.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from causerie.insights.models import Talk


@dataclass(slots=True)
class Told:
    """A row of Talk, column by column (the models' order)."""

    id: int
    brand_id: int
    site_id: int
    asked_at: int
    hour: int
    day: int
    slot: int
    language: str
    topic: int | None
    page: str
    again: bool
    member: int | None = None
    taken: bool = False
    replied: int | None = None
    ended: bool = False
    lasted: int | None = None
    thanked: bool = False
    stars: int | None = None
    words: bool = False
    handed: bool = False
    reported: bool = False


TALK = tuple(Told.__slots__)
_CHANGING = TALK[TALK.index("page") : TALK.index("page") + 1] + TALK[TALK.index("member") :]


def talks(numbers: Iterable[int]) -> dict[int, Told]:
    """The conversations of these numbers that are known."""
    names = ", ".join(f'"{name}"' for name in TALK)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            told = f"SELECT json_group_array(json_array({names})) FROM {Talk._meta.db_table} WHERE id"
            cursor.execute(f"{told} IN (SELECT value FROM json_each(%s))", [json.dumps(list(numbers))])
            rows = json.loads(cursor.fetchone()[0])
        else:
            cursor.execute(f"SELECT {names} FROM {Talk._meta.db_table} WHERE id = ANY(%s)", [list(numbers)])
            rows = cursor.fetchall()
        return {row[0]: Told(*row) for row in rows}


def keep(found: Iterable[Told]) -> None:
    """Write these conversations, new or known."""
    rows = [tuple(getattr(one, name) for name in TALK) for one in found]
    _write(Talk, TALK, ("id",), ", ".join(f'"{name}" = excluded."{name}"' for name in _CHANGING), rows)


def add_up(model: type[models.Model], columns: Sequence[str], keys: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add to the rows that stand (found by `keys`), make those that do not. What is neither a key nor a count is said on making only."""
    table = model._meta.db_table
    sums = (f'"{name}" = {table}."{name}" + excluded."{name}"' for name in columns if name in counts(model))
    _write(model, columns, keys, ", ".join(sums), rows)


@cache
def counts(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that are summed."""
    return tuple(str(one.column) for one in model._meta.concrete_fields if isinstance(one, models.IntegerField) and one.default == 0)


def _write(model: type[models.Model], columns: Sequence[str], keys: Sequence[str], changes: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    into = f"INSERT INTO {model._meta.db_table} ({names})"
    else_change = f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            values = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(columns)))
            cursor.execute(f"{into} SELECT {values} FROM json_each(%s) WHERE true {else_change}", [json.dumps(rows)])
        else:
            lists = ", ".join(f"%s::{_type(model, name)}[]" for name in columns)
            cursor.execute(f"{into} SELECT * FROM unnest({lists}) {else_change}", [list(column) for column in zip(*rows, strict=True)])


def _type(model: type[models.Model], column: str) -> str:
    field = next(one for one in model._meta.concrete_fields if one.column == column)
    return str(field.db_type(connection))
