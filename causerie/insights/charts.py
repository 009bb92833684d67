"""Small charts as points of an SVG: drawn by the server, the numbers behind them in a table of the same page."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 260, 56, 4

Values = Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """`lines`: paths of the stretches that are known; `dots`: single values between unknown ones; `end`: the last one; `top`: what the
    upper edge stands for."""

    lines: list[str]
    area: str
    dots: list[tuple[float, float]]
    end: tuple[float, float] | None
    least: float
    most: float
    top: float


def line(values: Values, *, most: float | None = None) -> Chart:
    """A line from left to right, from zero up to the greatest value (or `most`). None leaves a gap."""
    known = [value for value in values if value is not None]
    top = max([most or 0.0, *known]) or 1.0
    wide = (WIDTH - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        (round(EDGE + at * wide, 1), round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1)) if value is not None else None
        for at, value in enumerate(values)
    ]
    stretches = _stretches(points)
    long = [part for part in stretches if len(part) > 1]
    lines = ["M" + " L".join(f"{x} {y}" for x, y in part) for part in long]
    area = " ".join(f"{path} V{HEIGHT} H{part[0][0]} Z" for path, part in zip(lines, long, strict=True))
    dots = [part[0] for part in stretches if len(part) == 1]
    end = next((point for point in reversed(points) if point), None)
    return Chart(lines, area, dots, end, min(known, default=0.0), max(known, default=0.0), top)


def _stretches(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    parts: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return [part for part in parts if part]


@dataclass(frozen=True)
class Bar:
    """One bar of a strip: where it stands, how high, and which of good, wait, low it is."""

    x: float
    y: float
    height: float
    level: str


def strip(chances: Sequence[float], *, width: float = 12, height: float = 44) -> list[Bar]:
    """Bars of chances from 0 to 1, always a little to see; above three quarters it is good, below a half it is low."""
    return [
        Bar(round(at * width, 1), round(height - tall, 1), round(tall, 1), "good" if chance >= 0.75 else "wait" if chance >= 0.5 else "low")
        for at, chance in enumerate(chances)
        for tall in [4 + (height - 4) * chance]
    ]


def reach(low: float, high: float, middle: float, *, width: float = 300) -> dict[str, float]:
    """Where an interval, its middle and zero stand on a ruler that holds them all with some room."""
    ends = (min(low, 0.0), max(high, 0.0))
    room = (ends[1] - ends[0]) * 0.1 or 0.1
    first, whole = ends[0] - room, ends[1] - ends[0] + 2 * room
    marks = {"low": low, "high": high, "middle": middle, "zero": 0.0}
    return {name: round((value - first) / whole * width, 1) for name, value in marks.items()}
