"""What the server does now and then for this room."""

from causerie.kernel.clock import now_ms
from causerie.rewards import reader
from causerie.rewards.actions import send_due
from causerie.rewards.letters import Post, write_letters


def work(post: Post) -> int:
    """One round: the journal is read, what is due happens, points travel, mails are written. Returns how many facts were read."""
    now = now_ms()
    read = reader.tick(now) + write_letters(post)
    send_due(now)
    return read
