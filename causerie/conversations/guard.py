"""What of a text others may read: the brand's rules applied to it. Kept in memory for the live path, read afresh by verbs."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from causerie.conversations.models import Guard
from causerie.kernel.masking import mask, pattern_of, spared_of


@dataclass(frozen=True, slots=True)
class Rules:
    """A brand's rules, ready to use."""

    masks: bool = True
    spared: Collection[str] = ()
    words: "re.Pattern[str] | None" = None
    holds: bool = False

    def seen(self, text: str, kind: str) -> str:
        """The text as the other side reads it; `kind`: the writer's (visitor, ambassador, team). The team's words stay as they are."""
        if kind == "team" or not text:
            return text
        text = text.replace("⟦", "[")
        words = self.words if kind == "visitor" else None
        if self.masks:
            return mask(text, spared=self.spared, words=words)
        return words.sub("⟦word⟧", text) if words else text

    def holds_back(self, text: str, kind: str) -> bool:
        """Whether the team reads it first."""
        return self.holds and kind == "visitor" and self.words is not None and self.words.search(text) is not None


USUAL = Rules()
_kept: dict[int, Rules] = {}


def of(brand: int) -> Rules:
    """From memory: what `load` found last."""
    return _kept.get(brand, USUAL)


def read(brand: int) -> Rules:
    """From the database."""
    row = Guard.objects.filter(brand_id=brand).first()
    return _rules(row) if row else USUAL


def load() -> None:
    """Every brand's rules into memory: called with the windows, every few seconds."""
    fresh = {row.brand_id: _rules(row) for row in Guard.objects.all()}
    _kept.clear()
    _kept.update(fresh)


def _rules(row: Guard) -> Rules:
    return Rules(row.masks, spared_of(row.spared), pattern_of(row.words), row.words_are == Guard.Words.HOLD)
