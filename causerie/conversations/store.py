"""The log's three statements, written for SQLite and for PostgreSQL. No ORM here: this is the hot path."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import connection

_INSERT = "INSERT INTO conversations_message (brand_id, conversation_id, seq, sender, client_id, text, picture_id, sent_at)"
_UPDATE = "UPDATE conversations_conversation SET last_seq=n.seq, last_sender=n.sender, last_at=n.at, first_reply_at=n.first"
_CHUNKS = (64, 16, 4, 1)
_COLUMNS = "id, brand_id, state, holder_id, lease, last_seq, last_sender, last_at, first_reply_at, asked_at"


class Row:
    """A conversation as the writer needs it, locked until the commit."""

    __slots__ = (
        "asked_at",
        "brand",
        "changed",
        "first_reply_at",
        "first_reply_by",
        "holder",
        "id",
        "last_at",
        "last_sender",
        "last_seq",
        "lease",
        "state",
    )

    def __init__(self, columns: Sequence[Any]) -> None:
        (
            self.id,
            self.brand,
            self.state,
            self.holder,
            self.lease,
            self.last_seq,
            self.last_sender,
            self.last_at,
            self.first_reply_at,
            self.asked_at,
        ) = columns
        self.changed = False
        self.first_reply_by = 0

    def took(self, sender: int, now: int) -> None:
        """One more message."""
        self.last_seq += 1
        self.last_sender, self.last_at, self.changed = sender, now, True
        if sender and self.first_reply_at is None:
            self.first_reply_at, self.first_reply_by = now, sender


class Item(Protocol):
    brand: int
    conversation: int
    seq: int
    sender: int
    client_id: str
    text: str
    original: str
    picture: int | None
    sent_at: int


@contextmanager
def together() -> Iterator[None]:
    """What is written inside goes to PostgreSQL in one journey, and what is wrong with it is raised at the end."""
    if _sqlite():
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _sqlite() -> bool:
    return connection.vendor == "sqlite"


def lock(numbers: set[int]) -> dict[int, Row]:
    """The conversations, locked in one order (so that two writers never wait for each other in a circle)."""
    with connection.cursor() as cursor:
        if _sqlite():
            marks = ",".join(map(str, map(int, numbers)))
            cursor.execute(f"SELECT {_COLUMNS} FROM conversations_conversation WHERE id IN ({marks})")
        else:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM conversations_conversation WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                [list(numbers)],
            )
        return {columns[0]: Row(columns) for columns in cursor.fetchall()}


def stored(items: Sequence[Item]) -> dict[tuple[int, int, str], tuple[int, str, int]]:
    """Those already in the log: (conversation, sender, client_id) → (seq, text, sent_at)."""
    found: dict[tuple[int, int, str], tuple[int, str, int]] = {}
    with connection.cursor() as cursor:
        for item in items:
            key = (item.conversation, item.sender, item.client_id)
            cursor.execute(
                "SELECT seq, text, sent_at FROM conversations_message WHERE conversation_id = %s AND sender = %s AND client_id = %s", key
            )
            columns = cursor.fetchone()
            if columns:
                found[key] = columns
    return found


def insert(items: Sequence[Item]) -> None:
    """Add the messages."""
    rows = [(i.brand, i.conversation, i.seq, i.sender, i.client_id, i.text, i.picture, i.sent_at) for i in items]
    if _sqlite():
        _in_chunks(_INSERT + " VALUES {}", rows)
        return
    _prepared(
        _INSERT + " SELECT * FROM unnest(%b::bigint[],%b::bigint[],%b::int[],%b::bigint[],%b::text[],%b::text[],%b::bigint[],%b::bigint[])",
        [list(column) for column in zip(*rows, strict=True)],
    )


def keep_originals(items: Sequence[Item]) -> None:
    """What was written, where the message shows less of it: few, in the same transaction."""
    rows = [(item.brand, item.conversation, item.seq, item.original, item.sent_at) for item in items]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO conversations_original (brand_id, conversation_id, seq, text, at) VALUES (%s,%s,%s,%s,%s)", rows)


def update(rows: Sequence[Row]) -> None:
    """Move the conversations' heads."""
    values = [(row.last_seq, row.last_sender, row.last_at, row.first_reply_at, row.id) for row in rows]
    if _sqlite():
        _in_chunks("WITH n(seq, sender, at, first, number) AS (VALUES {}) " + _UPDATE + " FROM n WHERE id=n.number", values)
        return
    _prepared(
        _UPDATE
        + " FROM unnest(%b::int[],%b::bigint[],%b::bigint[],%b::bigint[],%b::bigint[]) AS n(seq, sender, at, first, number)"
        + " WHERE id=n.number",
        [list(column) for column in zip(*values, strict=True)],
    )


def _prepared(statement: str, columns: Sequence[list[Any]]) -> None:
    """On PostgreSQL: a statement that stays prepared, its columns as binary arrays.

    Django's own cursor writes values into the text of the statement, for PostgreSQL to read it whole again at every batch.
    """
    from psycopg import Cursor

    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(statement, columns, prepare=True)


def _in_chunks(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """On SQLite: the statement for 64 rows at once, and for what is left.

    Every step of a statement gives Python's lock away and waits for it again, behind a busy event loop for up to 5 ms: a step a row
    made a batch of hundreds take a second. Four lengths of text stay prepared; Django's rewriting of %s would cost more than the step.
    """
    start = 0
    with connection.wrap_database_errors:
        for size in _CHUNKS:
            while len(rows) - start >= size:
                values = [value for row in rows[start : start + size] for value in row]
                connection.connection.execute(_for_rows(statement, size, len(rows[0])), values)
                start += size


@functools.cache
def _for_rows(statement: str, rows: int, columns: int) -> str:
    return statement.format(",".join([f"({','.join('?' * columns)})"] * rows))
