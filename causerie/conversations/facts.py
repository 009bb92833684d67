"""What this room tells the house. No words of a person stand here: a fact cannot be erased."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`page`: the path it was asked from, without what could name a person (rules.plain_path). `again`: this visitor asked before."""

    kind: ClassVar[str] = "asked"
    brand_id: int
    site: int
    conversation: int
    language: str
    topic: int | None
    page: str = ""
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """`waited`: milliseconds since the question (last) began to wait."""

    kind: ClassVar[str] = "claimed"
    brand_id: int
    site: int
    conversation: int
    member: int
    lease: int
    waited: int


@dataclass(frozen=True, kw_only=True)
class Replied:
    """The first answer of a conversation. `waited`: milliseconds since it was asked."""

    kind: ClassVar[str] = "replied"
    brand_id: int
    conversation: int
    member: int
    waited: int


@dataclass(frozen=True, kw_only=True)
class Released:
    """Back to the queue; `why`: given_back, silence, or handed (to the brand's team)."""

    kind: ClassVar[str] = "released"
    brand_id: int
    conversation: int
    member: int
    lease: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """`by`: visitor, holder, team or idle. Milliseconds since the claim, 0 if untaken: `lasted` to the end, `talked` to the last line."""

    kind: ClassVar[str] = "closed"
    brand_id: int
    conversation: int
    member: int | None
    by: str
    lasted: int
    talked: int = 0


@dataclass(frozen=True, kw_only=True)
class Thanked:
    kind: ClassVar[str] = "thanked"
    brand_id: int
    conversation: int
    member: int


@dataclass(frozen=True, kw_only=True)
class Reused:
    """A visitor thanked `member`, who had said what `author` had prepared for everybody: `answer`. Told with the thanks, once."""

    kind: ClassVar[str] = "reused"
    brand_id: int
    conversation: int
    member: int
    answer: int
    author: int


@dataclass(frozen=True, kw_only=True)
class Rated:
    """`words`: whether a comment stands beside the stars."""

    kind: ClassVar[str] = "rated"
    brand_id: int
    conversation: int
    member: int
    stars: int
    words: bool = False


@dataclass(frozen=True, kw_only=True)
class Reported:
    """`member`: who reported; 0 for the visitor."""

    kind: ClassVar[str] = "reported"
    brand_id: int
    conversation: int
    member: int
    blocked: bool


@dataclass(frozen=True, kw_only=True)
class Erased:
    kind: ClassVar[str] = "erased"
    brand_id: int
    conversation: int


@dataclass(frozen=True, kw_only=True)
class MailAsked:
    """A mail is owed to the visitor: `request` is the row that holds the address."""

    kind: ClassVar[str] = "mail_asked"
    brand_id: int
    conversation: int
    request: int


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """A visitor may no longer write, or (`on` false) may again."""

    kind: ClassVar[str] = "blocked"
    brand_id: int
    visitor: int
    by: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class NetworkBlocked:
    """`until`: 0 when the block was lifted."""

    kind: ClassVar[str] = "network_blocked"
    brand_id: int
    block: int
    by: int
    until: int


@dataclass(frozen=True, kw_only=True)
class MessageHeld:
    kind: ClassVar[str] = "message_held"
    brand_id: int
    conversation: int


@dataclass(frozen=True, kw_only=True)
class HeldDecided:
    kind: ClassVar[str] = "held_decided"
    brand_id: int
    conversation: int
    by: int
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Read:
    """Somebody of the team read `what`: originals, or along. The reason stands in a row that can be erased."""

    kind: ClassVar[str] = "read"
    brand_id: int
    conversation: int
    by: int
    what: str


@dataclass(frozen=True, kw_only=True)
class GuardChanged:
    kind: ClassVar[str] = "guard_changed"
    brand_id: int
    by: int
    masks: bool
