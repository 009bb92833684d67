"""What this room tells the house."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class MailBounced:
    """A mail was refused for good. `key` names its cause."""

    kind: ClassVar[str] = "mail_bounced"
    brand_id: int
    key: str
