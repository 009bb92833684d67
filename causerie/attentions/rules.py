"""What deserves a personal touch, and until when. Pure: no database, no clock."""

from datetime import UTC, date, datetime, timedelta

DAY = 86_400_000
ABSENCE = 30 * DAY
"""So long without taking a question is an absence."""
STALE = 30 * DAY
"""What happened longer ago is counted, but nobody is asked to celebrate it any more."""
ADDRESS_KEPT = 30 * DAY
"""How long an address is waited for, and how long one is kept that was given."""
AHEAD = 7
"""Days before a birthday when it appears: a card has to travel."""
HUNDREDTH = 100
# Days of each month in its longest year.
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Days within which a touch still feels personal.
WITHIN = {"welcome": 5, "first": 2, "hundredth": 3, "birthday": 0, "back": 2, "unwell": 1, "other": 3}


def due(kind: str, at: int) -> int:
    """By when a touch of that kind should be made, for what happened at `at` (milliseconds)."""
    return at + WITHIN[kind] * DAY


def back(last: int | None, at: int) -> bool:
    """Whether taking a question at `at`, the last one taken at `last`, is a return."""
    return last is not None and at - last >= ABSENCE


def birthdays_near(now: int) -> dict[tuple[int, int], date]:
    """(month, day) of birthdays from two days ago to a week ahead, with the date on which each is kept this time.

    Who was born on 29 February is wished well on the 28th in common years.
    """
    today = datetime.fromtimestamp(now / 1000, tz=UTC).date()
    found: dict[tuple[int, int], date] = {}
    for offset in range(-2, AHEAD + 1):
        day = today + timedelta(days=offset)
        found[day.month, day.day] = day
        if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
            found[2, 29] = day
    return found


def instant(day: date) -> int:
    """Noon of that day, UTC, in milliseconds: the same date from Lisbon to Helsinki."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


def first_name(name: str) -> str:
    """What one is called by: the pseudonym up to its first space."""
    return next(iter(name.split()), name)


def filled(words: str, *, name: str, brand: str) -> str:
    """The template with {name} and {brand} in place; anything else in braces stays as it is written."""
    return words.replace("{name}", first_name(name)).replace("{brand}", brand)
