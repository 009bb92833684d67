"""What this room tells the house: numbers only. Why somebody deserved a touch, and where they live, never stand here."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class AttentionEnded:
    """`what`: done or skipped."""

    kind: ClassVar[str] = "attention_ended"
    brand_id: int
    attention: int
    member: int
    by: int
    what: str


@dataclass(frozen=True, kw_only=True)
class GiftGiven:
    kind: ClassVar[str] = "gift_given"
    brand_id: int
    gift: int
    parcel: int
    member: int
    by: int


@dataclass(frozen=True, kw_only=True)
class GiftSent:
    """It left; the address was erased in the same transaction."""

    kind: ClassVar[str] = "gift_sent"
    brand_id: int
    parcel: int
    member: int
    by: int


@dataclass(frozen=True, kw_only=True)
class GiftBack:
    """It stays on the shelf; `why`: cancelled, declined, lapsed or left. The address, if any, was erased in the same transaction."""

    kind: ClassVar[str] = "gift_back"
    brand_id: int
    parcel: int
    member: int
    why: str


@dataclass(frozen=True, kw_only=True)
class AddressRead:
    """`by` looked at the address of a parcel."""

    kind: ClassVar[str] = "address_read"
    brand_id: int
    parcel: int
    member: int
    by: int
