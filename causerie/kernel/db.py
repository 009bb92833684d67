"""The write transaction: short, immediate, never nested."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction


class Gate:
    """A lock that knows how many wait for it, and how many ever did."""

    def __init__(self) -> None:
        self._lock, self._counting = threading.Lock(), threading.Lock()
        self.waiting = self.waited = 0

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            self._count(1)
            try:
                self._lock.acquire()
            finally:
                self._count(-1)

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def _count(self, by: int) -> None:
        with self._counting:
            self.waiting += by
            self.waited += by > 0


# SQLite lets one writer in at a time and makes the others poll. Inside this process they queue here instead.
SQLITE_GATE = Gate()


def give_way(most: float = 0.05) -> None:
    """For work that can wait: whoever wants to write goes first, for so many seconds at most. The lock is not fair: who comes back at once
    is let in before those who wait."""
    until = time.monotonic() + most
    while SQLITE_GATE.waiting and time.monotonic() < until:
        time.sleep(0.001)


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
