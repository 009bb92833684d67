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
