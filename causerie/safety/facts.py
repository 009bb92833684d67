"""What this room tells the house. The reasons stand in rows that can be erased, never here."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A report was decided. `by`: the member of the team; `what`: nothing, warn, end, block or membership."""

    kind: ClassVar[str] = "report_decided"
    brand_id: int
    report: int
    by: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Appealed:
    kind: ClassVar[str] = "appealed"
    brand_id: int
    report: int


@dataclass(frozen=True, kw_only=True)
class Settled:
    """`outcome`: kept or lifted."""

    kind: ClassVar[str] = "settled"
    brand_id: int
    report: int
    by: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class KeepingChanged:
    """How long personal data is kept, or what the privacy page says, changed."""

    kind: ClassVar[str] = "keeping_changed"
    brand_id: int
    by: int


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """The retention job forgot `count` rows of one kind."""

    kind: ClassVar[str] = "forgotten"
    brand_id: int
    what: str
    count: int


@dataclass(frozen=True, kw_only=True)
class SomebodyExported:
    """The team took along what is kept of an address."""

    kind: ClassVar[str] = "somebody_exported"
    brand_id: int
    by: int


@dataclass(frozen=True, kw_only=True)
class SomebodyErased:
    """What was kept of an address is gone; `by`: who of the team did it, 0 for the person themselves."""

    kind: ClassVar[str] = "somebody_erased"
    brand_id: int
    by: int


@dataclass(frozen=True, kw_only=True)
class MemberErased:
    """Somebody asked to be forgotten by the brand."""

    kind: ClassVar[str] = "member_erased"
    brand_id: int
    member: int
