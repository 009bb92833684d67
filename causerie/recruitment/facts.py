"""What this room tells the house. No words of a person stand here: a fact cannot be erased."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Applied:
    """Somebody asked to be a member. `source`: page, window, member, campaign or signed; `inviter`: the member who brought them."""

    kind: ClassVar[str] = "applied"
    brand_id: int
    application: int
    site: int
    source: str
    inviter: int | None


@dataclass(frozen=True, kw_only=True)
class Decided:
    """An application was answered; `what`: accepted, declined or waiting."""

    kind: ClassVar[str] = "decided"
    brand_id: int
    application: int
    by: int
    what: str


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Somebody became part of the brand's community. `by`: who invited them, or None once that person is gone;
    `application`: the one that led to it, or None."""

    kind: ClassVar[str] = "joined"
    brand_id: int
    member: int
    by: int | None
    role: str
    application: int | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """Their part ended; `by`: who ended it, themselves or one of the team."""

    kind: ClassVar[str] = "left"
    brand_id: int
    member: int
    by: int


@dataclass(frozen=True, kw_only=True)
class Paused:
    kind: ClassVar[str] = "paused"
    brand_id: int
    member: int


@dataclass(frozen=True, kw_only=True)
class Resumed:
    kind: ClassVar[str] = "resumed"
    brand_id: int
    member: int


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A member accepted a version of the charter."""

    kind: ClassVar[str] = "charter_accepted"
    brand_id: int
    member: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Welcomed:
    """The first hour is lived: profile, charter, practice, hello. `godparent`: who looked after them."""

    kind: ClassVar[str] = "welcomed"
    brand_id: int
    member: int
    godparent: int | None


@dataclass(frozen=True, kw_only=True)
class LetterOwed:
    """A mail is owed: `letter` is the row that holds it."""

    kind: ClassVar[str] = "letter_owed"
    brand_id: int
    letter: int
