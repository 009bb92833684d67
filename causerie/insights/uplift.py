"""Does the window sell? Sales per page view in the hours when it could open, against the hours when it was drawn to stay off.

The hour is what is drawn, so the hour is what counts as one observation, not the visitor. The rate of an arm is a ratio of two sums over
its hours; its variance comes from the hours' residuals (Cochran, Sampling Techniques, 3rd ed., ch. 6; Deng, Knoblich & Lu, Applying the
Delta Method in Metric Analytics, KDD 2018), the interval is symmetric in the logarithm of the quotient, with Student's quantile for the
smaller arm. That the hours were drawn is what makes it causal (Bojinov, Simchi-Levi & Zhao, Design and Analysis of Switchback
Experiments, Management Science 69(7), 2023).

Assumed: hours are independent given the draw; what the window does to a visitor in one hour changes little in the next (who talks at 10:55
and buys at 11:05 counts for the second hour, which makes a true effect look smaller, never larger); nothing else follows the draw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

LEAST_HOURS = 20
LEAST_SALES = 10


@dataclass(frozen=True)
class Arm:
    """Hours of one kind, summed. `rate`: sales per page view; `error`: its relative standard error."""

    hours: int
    views: int
    sales: int
    rate: float
    error: float


@dataclass(frozen=True)
class Uplift:
    """`ratio` of the two rates less one, with its 95 % interval; None while there is too little to say."""

    on: Arm
    off: Arm
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def measured(self) -> bool:
        return self.ratio is not None

    @property
    def effect(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    @property
    def assisted(self) -> float:
        """Sales that the open hours brought beyond what the off hours let expect."""
        return self.on.sales - self.off.rate * self.on.views


def measure(hours: Iterable[tuple[bool, int, int]], confidence: float = 0.95) -> Uplift:
    """`hours`: (window off, page views, sales) of each hour that had views."""
    rows = [row for row in hours if row[1] > 0]
    on, off = (
        _arm([(views, sales) for away, views, sales in rows if not away]),
        _arm([(views, sales) for away, views, sales in rows if away]),
    )
    few = min(on.hours, off.hours) < LEAST_HOURS or min(on.sales, off.sales) < LEAST_SALES
    if few:
        return Uplift(on, off, None, None, None)
    middle = log(on.rate / off.rate)
    reach = _student(confidence, min(on.hours, off.hours) - 1) * sqrt(on.error**2 + off.error**2)
    return Uplift(on, off, exp(middle) - 1, exp(middle - reach) - 1, exp(middle + reach) - 1)


def _arm(rows: list[tuple[int, int]]) -> Arm:
    views, sales, count = sum(row[0] for row in rows), sum(row[1] for row in rows), len(rows)
    if not views or not sales or count < 2:
        return Arm(count, views, sales, sales / views if views else 0.0, 0.0)
    rate = sales / views
    spread = sum((bought - rate * seen) ** 2 for seen, bought in rows) * count / (count - 1)
    return Arm(count, views, sales, rate, sqrt(spread) / sales)


def _student(confidence: float, freedom: int) -> float:
    """Student's two-sided quantile from the normal one (Cornish-Fisher, Abramowitz & Stegun 26.7.5): within 0.1 % from 10 degrees on."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    one = (z**3 + z) / 4
    two = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    three = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + one / freedom + two / freedom**2 + three / freedom**3
