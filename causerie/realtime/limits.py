"""How much one connection, and one address, may ask."""

from collections import Counter
from time import monotonic


class Bucket:
    """A token bucket: `burst` at once, then `rate` a second."""

    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, burst: float, rate: float) -> None:
        self._burst = self._left = burst
        self._rate = rate
        self._at = monotonic()

    def take(self) -> float:
        """0 when allowed; else the seconds to wait."""
        if self._left >= 1:
            self._left -= 1
            return 0
        now = monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0
        return (1 - self._left) / self._rate


class Buckets:
    """A bucket for each key (an address); forgotten when they are full again."""

    def __init__(self, burst: float, rate: float, keep: int = 20_000) -> None:
        self._burst, self._rate, self._keep = burst, rate, keep
        self._of: dict[str, Bucket] = {}

    def take(self, key: str) -> float:
        if len(self._of) > self._keep:
            self._of.clear()
        bucket = self._of.get(key)
        if bucket is None:
            bucket = self._of[key] = Bucket(self._burst, self._rate)
        return bucket.take()


class Counts:
    """How many connections stand from each address."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: Counter[str] = Counter()

    def enter(self, key: str) -> bool:
        """True when there was room."""
        if self._of[key] >= self._most:
            return False
        self._of[key] += 1
        return True

    def leave(self, key: str) -> None:
        self._of[key] -= 1
        if self._of[key] <= 0:
            del self._of[key]
