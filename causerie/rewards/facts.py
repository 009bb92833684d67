"""What this room tells the house. No words of a person stand here: a fact cannot be erased."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A human gave what was held, or took back what was given: `score` is what it changed (0 when it was declined)."""

    kind: ClassVar[str] = "reward_decided"
    brand_id: int
    member: int
    transaction: int
    what: str
    score: int
    by: int


@dataclass(frozen=True, kw_only=True)
class Redeemed:
    """A redemption was asked for, or came to another `state`; cancelled: its points are back."""

    kind: ClassVar[str] = "redeemed"
    brand_id: int
    member: int
    reward: int
    redemption: int
    points: int
    state: str


@dataclass(frozen=True, kw_only=True)
class PaidOut:
    """Points went to the brand's own programme (`state` waiting, done, refused, unclear)."""

    kind: ClassVar[str] = "paid_out"
    brand_id: int
    member: int
    payout: int
    points: int
    state: str


@dataclass(frozen=True, kw_only=True)
class RulesChanged:
    kind: ClassVar[str] = "reward_rules_changed"
    brand_id: int
    version: int
    by: int


@dataclass(frozen=True, kw_only=True)
class MissionSet:
    """A mission was proposed, or (`ended`) closed before its day."""

    kind: ClassVar[str] = "mission_set"
    brand_id: int
    mission: int
    by: int
    ended: bool = False


@dataclass(frozen=True, kw_only=True)
class CircleCleared:
    """A human looked at a circle and found it well: its rewards wait no longer."""

    kind: ClassVar[str] = "circle_cleared"
    brand_id: int
    circle: int
    by: int
