"""The chance that the window will be open, hour by hour. A plain method, so that it can be explained in three sentences.

For each hour of the week: the share of the time in which enough members were free in that same hour of the last eight weeks, where a
week counts half as much as one three weeks younger. Few weeks say little: the average of that hour over all days is mixed in, as if it
were two such weeks. This is a seasonal average with exponential weights (Hyndman & Athanasopoulos, Forecasting: Principles and Practice,
3rd ed., ch. 5.2 and 8.1) with a Beta prior.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

WEEKS = 8
HALF_LIFE_WEEKS = 3
PRIOR_WEEKS = 2.0
WEEK = 168


@dataclass(frozen=True)
class Coming:
    """An hour ahead: the chance, 0 to 1, and how many past weeks it was seen in."""

    hour: int
    chance: float
    weeks: int


@dataclass(frozen=True)
class Error:
    """How far off it was: looking back, each hour foretold from what was known a day earlier.

    `mean`: mean absolute error; `brier`: mean squared error; `plain`: the same of always saying the average.
    """

    hours: int
    mean: float
    brier: float
    plain: float


def foretell(history: Mapping[int, float], hours: list[int], known: int) -> list[Coming]:
    """`history`: hour (whole hours since 1970) to the share of it in which enough members were free. Only hours before `known` are used."""
    usual = _usual(history, known)
    return [_one(history, hour, known, usual) for hour in hours]


def _usual(history: Mapping[int, float], known: int) -> dict[int, float]:
    """The average of each hour of the day over the weeks looked at; at -1, of all."""
    sums: dict[int, list[float]] = defaultdict(list)
    for hour in range(known - WEEKS * WEEK, known):
        if hour in history:
            sums[hour % 24].append(history[hour])
            sums[-1].append(history[hour])
    return {key: sum(values) / len(values) for key, values in sums.items()}


def _one(history: Mapping[int, float], hour: int, known: int, usual: Mapping[int, float]) -> Coming:
    prior = usual.get(hour % 24, usual.get(-1, 0.0))
    total, weight, weeks = PRIOR_WEEKS * prior, PRIOR_WEEKS, 0
    first = hour - ((hour - known) // WEEK + 1) * WEEK if hour >= known else hour - WEEK
    for back in range(WEEKS):
        seen = history.get(first - back * WEEK)
        if seen is not None:
            by = 0.5 ** (back / HALF_LIFE_WEEKS)
            total, weight, weeks = total + by * seen, weight + by, weeks + 1
    return Coming(hour, total / weight, weeks)


def back_test(history: Mapping[int, float], now: int, days: int = 14) -> Error | None:
    """Foretell each hour of the last days from what was known a day before it; None with less than a week to learn from."""
    told: list[tuple[float, float, float]] = []
    for day in range(days, 0, -1):
        begin = now - day * 24
        known = begin - 24
        usual = _usual(history, known)
        if sum(1 for hour in range(known - WEEK, known) if hour in history) < WEEK // 2:
            continue
        for hour in range(begin, begin + 24):
            if hour in history:
                told.append((history[hour], _one(history, hour, known, usual).chance, usual[-1]))
    if not told:
        return None
    count = len(told)
    return Error(
        hours=count,
        mean=sum(abs(real - said) for real, said, _ in told) / count,
        brier=sum((real - said) ** 2 for real, said, _ in told) / count,
        plain=sum((real - plain) ** 2 for real, _, plain in told) / count,
    )
