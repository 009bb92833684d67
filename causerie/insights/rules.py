"""Pure arithmetic: steps of time and their quantiles, shares, and what an hour of help is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, log, sqrt

_RATIO = 1.1
_FIRST_MS = 1000
_LAST = 160
# A value stands for its whole step, by the geometric middle: at most so much off.
ERROR = sqrt(_RATIO) - 1


def step_of(ms: int) -> int:
    """The step of a histogram whose steps widen by a tenth: step n holds 1 s × 1.1^n to 1 s × 1.1^(n+1). Below 1.1 s: step 0."""
    return min(_LAST, max(0, int(log(ms / _FIRST_MS, _RATIO)))) if ms > _FIRST_MS else 0


def middle_of(step: int) -> int:
    """The milliseconds that a step stands for."""
    return round(_FIRST_MS * float(_RATIO ** (step + 0.5)))


def quantile(steps: Mapping[int, int], share: float) -> int | None:
    """The value (ms) that this share of all did not exceed, by nearest rank; None for nothing. Off by at most ERROR (4.9 %)."""
    total = sum(steps.values())
    rank, seen = max(1, ceil(share * total)), 0
    for step in sorted(steps):
        seen += steps[step]
        if total and seen >= rank:
            return middle_of(step)
    return None


def share(part: int, whole: int) -> float | None:
    """A part of a whole, from 0 to 1; None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True)
class Yardstick:
    """What the brand counts with. Money and hours are a month's."""

    month_hours: Decimal
    job_cost: Decimal
    rewards: Decimal
    gifts: Decimal
    software: Decimal
    manager_hours: Decimal
    manager_cost: Decimal


@dataclass(frozen=True)
class Worth:
    """What the answers of a period stand for."""

    answered: int
    minutes: Decimal
    months: Decimal
    hours: Decimal
    jobs: Decimal
    avoided: Decimal
    costs: tuple[tuple[str, Decimal], ...]

    @property
    def spent(self) -> Decimal:
        return sum((amount for _, amount in self.costs), Decimal(0))

    @property
    def net(self) -> Decimal:
        return self.avoided - self.spent


def worth(*, answered: int, minutes: Decimal, months: Decimal, by: Yardstick) -> Worth:
    """Answered × mean minutes = hours; ÷ a month's hours = full-time jobs; × their loaded cost = payroll avoided; minus what it costs."""
    hours = answered * minutes / 60
    jobs = hours / (by.month_hours * months) if months else Decimal(0)
    costs = (
        ("rewards", by.rewards * months),
        ("gifts", by.gifts * months),
        ("software", by.software * months),
        ("manager", by.manager_hours * by.manager_cost * months),
    )
    return Worth(answered, minutes, months, hours, jobs, jobs * by.job_cost * months, costs)
