"""What a check found."""

from dataclasses import dataclass, field


@dataclass
class Finding:
    """One invariant: how many things were looked at, and what was wrong."""

    name: str
    words: str
    looked_at: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.wrong
