"""What this room tells the house. No words of a person stand here: a fact cannot be erased."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Posted:
    """`article`: it has a title, and is told by the brand's team. `corner`: where it stands. `poll`: it asks with choices."""

    kind: ClassVar[str] = "posted"
    brand_id: int
    post: int
    member: int
    article: bool
    corner: str = "bar"
    poll: bool = False


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
    """Told again when somebody liked, changed their mind, and liked again: who counts, counts pairs of post and member.

    `reaction`: like, bravo, smile, moved, idea; the first one, when it was changed later.
    """

    kind: ClassVar[str] = "liked"
    brand_id: int
    post: int
    member: int
    author: int
    reaction: str = "like"


@dataclass(frozen=True, kw_only=True)
class Polled:
    """A member's first vote in a poll; a change of mind is not told."""

    kind: ClassVar[str] = "polled"
    brand_id: int
    post: int
    member: int
    author: int


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """`member` was named by `by`. `comment`: 0 when it stands in the post itself."""

    kind: ClassVar[str] = "mentioned"
    brand_id: int
    post: int
    comment: int
    member: int
    by: int


@dataclass(frozen=True, kw_only=True)
class Suggested:
    kind: ClassVar[str] = "suggested"
    brand_id: int
    post: int
    member: int


@dataclass(frozen=True, kw_only=True)
class SuggestionAnswered:
    """The brand said where a suggestion stands: seen, study, done, no. `member`: who suggested."""

    kind: ClassVar[str] = "suggestion_answered"
    brand_id: int
    post: int
    member: int
    by: int
    status: str


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A post (`comment` 0) or a comment is gone. `member`: who wrote it; `by`: who removed it."""

    kind: ClassVar[str] = "feed_removed"
    brand_id: int
    post: int
    comment: int
    member: int
    by: int


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """`member` asked the managers to look at a post, a comment or a chat message; the others are 0."""

    kind: ClassVar[str] = "feed_flagged"
    brand_id: int
    member: int
    post: int
    comment: int
    chat: int


@dataclass(frozen=True, kw_only=True)
class Chatted:
    kind: ClassVar[str] = "chatted"
    brand_id: int
    member: int
    chat: int
