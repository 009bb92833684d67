"""Periods of whole days, as a brand sees its calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

MOST_DAYS = 1100
HOUR = 3_600_000


@lru_cache(200_000)
def place_of(hour: int, zone: str) -> tuple[int, int]:
    """(day, slot) in which an hour (whole hours since 1970, UTC) begins, in that time zone."""
    at = datetime.fromtimestamp(hour * 3600, ZoneInfo(zone))
    return at.toordinal(), at.weekday() * 24 + at.hour


def hour_of(ms: int) -> int:
    return ms // HOUR


def first_ms(day: int, zone: str) -> int:
    """When that day began there."""
    return int(datetime.combine(date.fromordinal(day), datetime.min.time(), ZoneInfo(zone)).timestamp() * 1000)


def today(now: int, zone: str) -> date:
    return datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == _month_end(self.first)

    @property
    def span(self) -> tuple[int, int]:
        """As ordinals: for `day__range`."""
        return self.first.toordinal(), self.last.toordinal()

    @property
    def before(self) -> "Period":
        """The period that it is compared with: the month before for a month, else as many days just before."""
        end = self.first - timedelta(days=1)
        return Period(end.replace(day=1), end) if self.is_month else Period(end - timedelta(days=self.days - 1), end)

    @property
    def months(self) -> Decimal:
        """How many months it is: each of its days counts for its part of its own month."""
        total, first = Decimal(0), self.first
        while first <= self.last:
            end = min(self.last, _month_end(first))
            total += Decimal((end - first).days + 1) / monthrange(first.year, first.month)[1]
            first = end + timedelta(days=1)
        return total

    @property
    def step(self) -> int:
        """Days that one point of a chart stands for: one, a week, or four."""
        return 1 if self.days <= 62 else 7 if self.days <= 400 else 28


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def month(year: int, number: int) -> Period:
    """A calendar month. Raises ValueError."""
    first = date(year, number, 1)
    return Period(first, _month_end(first))


def month_before(day: date) -> Period:
    return month(day.year, day.month).before


def lately(now: int, zone: str, days: int) -> Period:
    """The days that end today."""
    last = today(now, zone)
    return Period(last - timedelta(days=days - 1), last)


def between(first: date, last: date) -> Period:
    """Two days in either order, at most MOST_DAYS. Raises ValueError."""
    first, last = min(first, last), max(first, last)
    if (last - first).days >= MOST_DAYS or first.year < 2000:
        raise ValueError("too long")
    return Period(first, last)
