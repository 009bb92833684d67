"""A small map of western Europe, drawn by hand from the positions of capes and towns: no file, no outside service, no licence to keep."""

from functools import lru_cache
from math import cos, radians

WEST, EAST, NORTH, SOUTH = -11.0, 17.0, 59.0, 35.6
_SCALE = 30.0
_ACROSS = cos(radians(47.5))
WIDTH, HEIGHT = round((EAST - WEST) * _ACROSS * _SCALE), round((NORTH - SOUTH) * _SCALE)

# East and north, in degrees, along the coasts.
_LANDS = (
    # Great Britain
    """-5.7 50.1 -4.2 50.3 -3.5 50.3 -2.4 50.6 -1.3 50.7 .2 50.8 1.4 51.2 .6 51.5 1.7 52.6 .4 53 -.1 53.6 -1.2 54.6 -1.6 55.5
        -3 56 -2.2 57 -1.9 57.6 -3.9 57.7 -3.1 58.6 -5 58.6 -5.8 57.4 -5.6 56.4 -4.8 55.6 -5 54.8 -3.4 54.9 -3.1 54.1 -3 53.4
        -4.5 53.3 -4.3 52.7 -4.6 52.1 -5.2 51.8 -3.2 51.4 -3 51.2 -4.3 51.1""",
    # Ireland
    """-10.3 51.7 -8.5 51.7 -6.4 52.2 -6.1 53.3 -5.5 54.4 -6.2 55.2 -7.4 55.3 -8.6 54.6 -10 54.2 -9.1 53.2 -9.6 52.5""",
    # The continent, from Jutland southwards to Italy and back along the Baltic
    """10.6 57.7 8.1 56.9 8.1 55.5 8.8 54 7.2 53.6 4.8 53 4.1 52 2.6 51.1 1.6 50.9 1.5 50.2 .2 49.6 -1.1 49.35 -1.9 49.7 -1.5
        48.65 -3 48.8 -4.75 48.4 -4.4 47.8 -2.5 47.4 -1.2 46.2 -1.2 44.6 -1.7 43.4 -3.8 43.5 -8 43.7 -9.2 43 -8.8 41.9 -8.7
        40.9 -9.4 38.7 -8.8 38.4 -8.9 37 -7.4 37.2 -6.3 36.6 -5.5 36 -4.4 36.7 -2.2 36.8 -1.7 37.4 -.7 37.7 .2 38.7 -.3 39.4
        .8 40.8 3.2 41.9 3.1 43 4.1 43.5 5.3 43.3 6.6 43.1 7.5 43.8 8.8 44.4 10.2 43.9 10.6 42.9 12.2 41.7 14.2 40.8 15.7 40
        16.1 38.7 15.7 38 16.6 38.4 17.1 39 16.8 40.3 18.5 40.1 16 41.9 14 42.7 12.4 44.2 12.3 45.3 13.7 45.6 13.6 44.9 15.2
        44.2 18.5 42.4 20 42 20 54.4 18.6 54.5 16.5 54.5 14.2 53.9 12.4 54.3 11 54 10 54.8 9.8 55.5 10.9 56.4 10.4 57.2""",
    # Corsica, Sardinia, Sicily, Majorca, Zealand
    "8.6 42.4 9.4 43 9.55 42.1 9.2 41.4 8.6 41.9",
    "8.2 40.9 9.2 41.2 9.8 40.5 9.6 39.2 8.9 38.9 8.4 39.2",
    "12.5 37.9 15.6 38.2 15.1 36.7 13.6 37.1",
    "2.4 39.6 3.1 39.9 3.4 39.6 2.9 39.3",
    "11.1 55.7 12.6 56 12.2 55.2 11.2 55.2",
    # Scandinavia, as far as it shows
    """5.3 60 5.6 58.8 7 58 8.5 58.2 10.6 59.2 11.2 58.9 11.8 57.6 12.8 56.2 13 55.4 14.2 55.4 14.3 55.9 16 56.2 16.6 57.8 18
        59 18 60""",
)
_BORDERS = (
    "2.6 51.1 4.2 50 5.8 49.5 8.2 49 7.6 47.6 6 46.3 7 45.9 7 45 7.5 43.8",
    "-1.7 43.4 .7 42.7 3.1 42.45",
    "-8.8 41.9 -6.6 41.9 -6.9 41 -7 39.7 -7.3 38.4 -7.4 37.2",
    "3.4 51.4 6 50.8 6.1 50.1 5.8 49.5",
    "6 50.8 6.1 51.9 7 52.3 7.2 53.5",
    "7.6 47.6 9.6 47.5 10.4 46.9 9 45.9 7 45.9",
    "10.4 46.9 13.7 46.5 13.7 45.6",
    "9.6 47.5 13 47.6 13.8 48.7 12.2 50.3 14.8 50.9 14.2 53.9",
    "-7.3 55.2 -8.1 54.5 -6.2 54.1",
)


def point(east: float, north: float) -> tuple[float, float]:
    """Where a position stands on the drawing, in its own units."""
    return round((east - WEST) * _ACROSS * _SCALE, 1), round((NORTH - north) * _SCALE, 1)


def _path(degrees: str) -> str:
    numbers = [float(one) for one in degrees.split()]
    return " ".join(f"{x} {y}" for x, y in (point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)))


@lru_cache(1)
def drawing() -> dict[str, object]:
    """What the template draws: the view box, lands, borders, and lines every five degrees."""
    meridians = [point(east, NORTH)[0] for east in range(-10, 17, 5)]
    parallels = [point(WEST, north)[1] for north in range(40, 59, 5)]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lands": [_path(one) for one in _LANDS],
        "borders": [_path(one) for one in _BORDERS],
        "meridians": meridians,
        "parallels": parallels,
    }
