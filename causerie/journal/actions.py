"""Writing the journal, in the transaction of the change it tells."""

import dataclasses
from typing import Any

from causerie.journal.models import Fact
from causerie.kernel.clock import now_ms


def record(fact: Any) -> None:
    """Append one fact: a frozen dataclass with `kind` (class variable), `brand_id` and its own fields."""
    data = dataclasses.asdict(fact)
    Fact.objects.create(brand_id=data.pop("brand_id"), at=now_ms(), kind=fact.kind, data=data)
