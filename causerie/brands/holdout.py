"""Which hours a window stays switched off, so that what it brings can be measured. Pure: the same seed gives the same hours.

A switchback: every hour of the week is switched off once in every `cycle` weeks, and every day has its share (24 ÷ cycle hours, one more
or less). Within that, the draw is random: SHA-256 of a secret seed orders the hours of each day anew in every cycle.
"""

from functools import lru_cache
from hashlib import sha256

HOUR = 3_600_000
SHARES = (0, 5, 10, 20, 25, 50)


def is_off(*, seed: str, share: int, hour: int) -> bool:
    """Whether the hour (whole hours since 1970, UTC) is drawn. `share`: percent of the hours, one of SHARES."""
    if not share:
        return False
    cycle = 100 // share
    day, hour_of_day = divmod(hour, 24)
    week, weekday = divmod(day + 3, 7)
    block, turn = divmod(week, cycle)
    return _order(seed, cycle, block, weekday)[hour_of_day] == turn


@lru_cache(4096)
def _order(seed: str, cycle: int, block: int, weekday: int) -> tuple[int, ...]:
    """For each hour of that weekday, the week of the block in which it is off."""
    draw = [sha256(f"{seed}:{cycle}:{block}:{weekday}:{hour}".encode()).digest() for hour in range(25)]
    ranks = {hour: rank for rank, hour in enumerate(sorted(range(24), key=draw.__getitem__))}
    shift = draw[24][0]
    return tuple((ranks[hour] + shift) % cycle for hour in range(24))
