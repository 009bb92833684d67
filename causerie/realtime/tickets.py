"""One-use tickets: how a signed-in page introduces its socket without a secret in a URL."""

from causerie.kernel.clock import monotonic
from causerie.kernel.ids import new_secret

LIFE_S = 30.0
_tickets: dict[str, tuple[object, float]] = {}


def issue(who: object) -> str:
    """A ticket for `who`, good once and for 30 s. Safe from any thread (one dict operation)."""
    now = monotonic()
    if len(_tickets) > 1000:
        for old in [ticket for ticket, (_, until) in list(_tickets.items()) if until < now]:
            _tickets.pop(old, None)
    ticket = new_secret()
    _tickets[ticket] = (who, now + LIFE_S)
    return ticket


def redeem(ticket: str) -> object | None:
    """Whoever the ticket was issued for, once; None if unknown, used or older than 30 s."""
    who, until = _tickets.pop(ticket, (None, 0.0))
    return who if monotonic() <= until else None
