"""What this room tells the house. No words of a person stand here: a fact cannot be erased."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Posted:
    """`article`: it has a title, and is told by the brand's team."""

    kind: ClassVar[str] = "posted"
    brand_id: int
    post: int
    member: int
    article: bool


@dataclass(frozen=True, kw_only=True)
class Commented:
    """`author`: who wrote the post."""

    kind: ClassVar[str] = "commented"
    brand_id: int
    post: int
    comment: int
    member: int
    author: int


@dataclass(frozen=True, kw_only=True)
class Liked:
    """Told again when somebody liked, changed their mind, and liked again: who counts, counts pairs of post and member."""

    kind: ClassVar[str] = "liked"
    brand_id: int
    post: int
    member: int
    author: int
