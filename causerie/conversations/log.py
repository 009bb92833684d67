"""The message log: one writer thread, group commit, no window.

Whatever is queued is committed together, in one transaction; what arrives meanwhile waits for the next. Nobody is told before the
commit. One ordered writer is what makes positions gapless: many writers through a pool would reorder a conversation's messages.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from django.db import Error, IntegrityError, close_old_connections, connection, transaction

from causerie.conversations import store
from causerie.conversations.facts import Replied
from causerie.conversations.store import Row
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import SQLITE_GATE

MOST_IN_A_BATCH = 1000
MOST_QUEUED = 20_000
log = logging.getLogger("causerie.log")


class Append:
    """One message on its way. After the commit: `seq` and `sent_at`, or the code of the refusal; `again` if it was already there."""

    __slots__ = (
        "again",
        "brand",
        "client_id",
        "conversation",
        "lease",
        "note",
        "original",
        "picture",
        "refused",
        "sender",
        "sent_at",
        "seq",
        "text",
    )

    def __init__(
        self,
        *,
        brand: int,
        conversation: int,
        sender: int,
        lease: int,
        client_id: str,
        text: str,
        picture: int | None = None,
        note: Any = None,
        original: str = "",
    ) -> None:
        self.brand, self.conversation, self.sender, self.lease = brand, conversation, sender, lease
        self.client_id, self.text, self.picture, self.note = client_id, text, picture, note
        self.original = original
        self.seq = self.sent_at = 0
        self.refused = ""
        self.again = False


class Log:
    """The writer. `on_commit` gets each batch on the event loop's thread, in order."""

    def __init__(self, on_commit: Callable[[list[Append]], None]) -> None:
        self._on_commit = on_commit
        self._queue: queue.SimpleQueue[Append | None] = queue.SimpleQueue()
        self._open = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._open = loop, True
        self._thread.start()

    def close(self) -> None:
        """Commit what is queued, then stop."""
        if self._open:
            self._open = False
            self._queue.put(None)
        self._thread.join(timeout=10)

    def append(self, item: Append) -> bool:
        """On the loop: queue a message; False when the writer is too far behind (the disk stalls): tell the sender to try again."""
        if not self._open or self._queue.qsize() >= MOST_QUEUED:
            return False
        self._queue.put(item)
        return True

    def _run(self) -> None:
        while batch := self._batch():
            commit(batch)
            if self._loop and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._on_commit, batch)
        connection.close()

    def _batch(self) -> list[Append]:
        """What is queued, once there is something; nothing when the log was closed and everything before is committed."""
        batch: list[Append] = []
        item = self._queue.get()
        while item is not None:
            batch.append(item)
            if len(batch) == MOST_IN_A_BATCH or self._queue.empty():
                return batch
            item = self._queue.get()
        if batch:
            self._queue.put(None)
        return batch


def commit(batch: list[Append]) -> None:
    """Write a batch in one transaction and fill in what became of each. Never raises: an item that could not be saved says try_again."""
    try:
        try:
            _transaction(batch, {})
        except IntegrityError:
            # Something in the batch was sent before (a resend after a lost answer): look it up, then write the rest.
            _transaction(batch, None)
    except Exception as error:
        (log.warning if isinstance(error, Error) else log.exception)("a batch of %d could not be saved: %s", len(batch), error)
        for item in batch:
            item.refused, item.seq = "try_again", 0
        close_old_connections()


def _transaction(batch: list[Append], known: dict[tuple[int, int, str], tuple[int, str, int]] | None) -> None:
    if connection.vendor == "sqlite":
        with SQLITE_GATE, transaction.atomic():
            _write(batch, known)
    else:
        with transaction.atomic():
            _write(batch, known)


def _write(batch: list[Append], known: dict[tuple[int, int, str], tuple[int, str, int]] | None) -> None:
    """Assign positions and insert. `known`: messages already stored, {} when none is expected, None to look for them."""
    now = now_ms()
    rows = store.lock({item.conversation for item in batch})
    if known is None:
        known = store.stored(batch)
    denied = [item for item in batch if not _allowed(item, rows.get(item.conversation))]
    if denied and not known:
        known = store.stored(denied)
    fresh: dict[tuple[int, int, str], Append] = {}
    for item in batch:
        _place(item, rows.get(item.conversation), known, fresh, now)
    written = list(fresh.values())
    if written:
        with store.together():
            store.insert(written)
            if hidden := [item for item in written if item.original]:
                store.keep_originals(hidden)
            store.update([row for row in rows.values() if row.changed])
        for row in rows.values():
            if row.first_reply_by:
                record(Replied(brand_id=row.brand, conversation=row.id, member=row.first_reply_by, waited=now - row.asked_at))


def _allowed(item: Append, row: Row | None) -> bool:
    """The visitor writes while it is open; a member only while the conversation is in their hands, under the lease they know."""
    if row is None or row.brand != item.brand or row.state == "closed":
        return False
    return item.sender == 0 or (row.holder == item.sender and row.lease == item.lease and row.state == "taken")


def _place(
    item: Append,
    row: Row | None,
    known: dict[tuple[int, int, str], tuple[int, str, int]],
    fresh: dict[tuple[int, int, str], Append],
    now: int,
) -> None:
    key = (item.conversation, item.sender, item.client_id)
    item.refused, item.again = "", False
    twin = fresh.get(key)
    before = known.get(key) if twin is None else (twin.seq, twin.text, twin.sent_at)
    if before is not None:
        item.seq, text, item.sent_at = before
        item.again = True
        item.refused = "" if text == item.text else "conflict"
    elif not _allowed(item, row) or row is None:
        item.refused = "not_found" if row is None or row.brand != item.brand else "closed" if row.state == "closed" else "not_yours"
    else:
        row.took(item.sender, now)
        item.seq, item.sent_at = row.last_seq, now
        fresh[key] = item
