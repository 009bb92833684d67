"""What a check found."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


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


def show(found: Iterable[Any], most: int = 5) -> None:
    """The table, with the first faults of each invariant."""
    for finding in found:
        print(f"{finding.name:<5} {'holds ' if finding.holds else 'BROKEN'} {finding.looked_at:>9}  {finding.words}")
        for line in finding.wrong[:most]:
            print(f"        {line}")
        if len(finding.wrong) > most:
            print(f"        … and {len(finding.wrong) - most} more")
