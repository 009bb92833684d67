"""What this room tells the house."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Somebody became part of the brand's community, invited by `by`."""

    kind: ClassVar[str] = "joined"
    brand_id: int
    member: int
    by: int
    role: str


@dataclass(frozen=True, kw_only=True)
class Left:
    """Their part ended; `by`: who ended it."""

    kind: ClassVar[str] = "left"
    brand_id: int
    member: int
    by: int
