"""The write transaction: short, immediate, never nested."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

# SQLite lets one writer in at a time and makes the others poll. Inside this process they queue here instead, in order.
SQLITE_GATE = threading.Lock()


@contextmanager
def write() -> Iterator[None]:
    """Everything inside is committed together or not at all. Refuses to nest: a verb is one transaction.

    On SQLite it begins IMMEDIATE (settings), so that nothing read inside can be changed by another writer before the commit.
    """
    gate = SQLITE_GATE if connection.vendor == "sqlite" else nullcontext()
    with gate, transaction.atomic(durable=True):
        yield


after_commit = transaction.on_commit


def wipe_traces() -> bool:
    """Write the log's pages into the database file and empty the log, so that what was deleted is nowhere in a file any more.

    On SQLite only (deleted content is overwritten as it is deleted: PRAGMA secure_delete). False while somebody still reads an older state:
    call again later. PostgreSQL cleans up by itself, when autovacuum comes.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with SQLITE_GATE, connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 100")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return bool(cursor.fetchone()[0] == 0)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
