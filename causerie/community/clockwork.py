"""What time itself does here: remind of suggestions that wait, forget old talk."""

from causerie.community.actions import forget_old, remind
from causerie.kernel.clock import now_ms

EVERY_S = 60.0


def tick(now: int | None = None) -> int:
    """One round; nothing is lost when it fails or is late. Returns how many things were done."""
    now = now or now_ms()
    return remind(now=now) + forget_old(now=now)
