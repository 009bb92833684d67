"""The one place that reads the time."""

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """Milliseconds since 1970, UTC. The live part keeps its instants so: small, exact, the same in every database."""
    return time.time_ns() // 1_000_000


def monotonic() -> float:
    """Seconds that never go back: for timeouts and measurements, never for storage."""
    return time.monotonic()


def to_datetime(ms: int) -> datetime:
    """The same instant as an aware datetime in UTC."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)
