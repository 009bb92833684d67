"""The list of erasures: what was forgotten, told outside the database too, so that one from a backup learns it again.

A line is on disk before anything is erased, and the database notes it when all of it is: whatever is in between, a crash, a backup from
before, is done again at the next start. A line holds numbers; where only an address names somebody, a digest of it under a salt of its own.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.conf import settings

from causerie.journal.models import Erasure
from causerie.kernel import lines
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused


@dataclass(frozen=True)
class Entry:
    """A line of the list. `number` names a row, `since` (ms) its birth, for a number may be given again; or `who` names an address."""

    entry: str
    at: int
    kind: str
    brand_id: int
    number: int = 0
    since: int = 0
    salt: str = ""
    who: str = ""

    def names(self, address: str) -> bool:
        """Whether this is the address that was erased, written the same way."""
        return self.who == _digest(self.salt, address)


@contextmanager
def listed(kind: str, *, brand_id: int, number: int = 0, since: int = 0, address: str = "") -> Iterator[None]:
    """Around an erasure that nothing refuses any more. Raises Refused("try_again"), before it begins, when the list cannot be written."""
    salt = secrets.token_hex(16) if address else ""
    who = _digest(salt, address) if address else ""
    made = Entry(secrets.token_hex(16), now_ms(), kind, brand_id, number, since, salt, who)
    try:
        lines.append(settings.ERASURES, {name: value for name, value in asdict(made).items() if value})
    except OSError as error:
        raise Refused("try_again") from error
    yield
    settle(made)


def settle(entry: Entry) -> None:
    """The database knows that this was erased in it. Twice is no error."""
    with write():
        Erasure.objects.get_or_create(entry=entry.entry, defaults={"at": now_ms()})


def outstanding() -> list[Entry]:
    """What the list names and this database does not know of, oldest first."""
    told = [Entry(**line) for line in lines.read(settings.ERASURES) if line.keys() <= Entry.__annotations__.keys() and "entry" in line]
    known = set(Erasure.objects.values_list("entry", flat=True)) if told else set()
    return [entry for entry in told if entry.entry not in known]


def _digest(salt: str, address: str) -> str:
    return hashlib.sha256(f"{salt} {address}".encode()).hexdigest()
