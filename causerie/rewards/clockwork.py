"""What the server does now and then for this room."""

from causerie.kernel.clock import now_ms
from causerie.rewards import reader
from causerie.rewards.actions import send_due


def work() -> int:
    """One round: the journal is read, what is due happens, points travel. Returns how many facts were read."""
    now = now_ms()
    read = reader.tick(now)
    send_due(now)
    return read
