"""Figures in words: numbers as the reader's language writes them, and how they compare with the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causerie.insights.charts import Chart, line, reach
from causerie.insights.definitions import DEFINITIONS, Definition
from causerie.insights.periods import Period
from causerie.insights.queries import Figures
from causerie.insights.uplift import LEAST_HOURS, LEAST_SALES, Uplift

NOTHING = "—"
# A change smaller than this is said to be about the same: half a point, or two in a hundred.
_SAME = {"share": 0.005, "other": 0.02}
# Ends of a chart that are so many days apart are said with their year.
_FAR = 300


def number(value: float, places: int = 0) -> str:
    return str(number_format(round(value, places), decimal_pos=places, force_grouping=True))


def percent(value: float | None) -> str:
    return NOTHING if value is None else _("%(number)s %%") % {"number": number(round(100 * value))}


def duration(ms: float | None) -> str:
    """48 s, 1 min 48, 2 h 05."""
    if ms is None:
        return NOTHING
    seconds = round(ms / 1000)
    if seconds < 60:
        return _("%(seconds)s s") % {"seconds": seconds}
    if seconds < 3600:
        return _("%(minutes)s min %(seconds)s") % {"minutes": seconds // 60, "seconds": f"{seconds % 60:02}"}
    return _("%(hours)s h %(minutes)s") % {"hours": seconds // 3600, "minutes": f"{seconds % 3600 // 60:02}"}


def said(value: float | None, kind: str) -> str:
    """A figure of that kind (Definition.kind)."""
    if value is None:
        return NOTHING
    return percent(value) if kind == "share" else duration(value) if kind == "time" else number(value)


def change(now: float | None, before: float | None, definition: Definition) -> tuple[str, str]:
    """How it compares, as a sentence, and whether that is good, bad or neither."""
    if now is None or before is None or (definition.kind != "share" and not before):
        return _("Nothing to compare with before."), ""
    was = {"before": said(before, definition.kind)}
    # Points are counted between the two numbers that are shown.
    by = round(100 * now) / 100 - round(100 * before) / 100 if definition.kind == "share" else now / before - 1
    if abs(by) < _SAME.get(definition.kind, _SAME["other"]):
        return _("About as before (%(before)s).") % was, ""
    mood = {1: "good", -1: "bad"}.get((1 if by > 0 else -1) * definition.better, "")
    size = max(1, round(abs(by) * 100))
    if definition.kind == "share":
        words = (
            ngettext("%(size)s point more than before (%(before)s).", "%(size)s points more than before (%(before)s).", size)
            if by > 0
            else ngettext("%(size)s point less than before (%(before)s).", "%(size)s points less than before (%(before)s).", size)
        )
    else:
        words = _("%(size)s %% more than before (%(before)s).") if by > 0 else _("%(size)s %% less than before (%(before)s).")
    return words % {**was, "size": size}, mood


@dataclass(frozen=True)
class Card:
    """A figure as it stands on the page."""

    definition: Definition
    value: str
    change: str
    mood: str
    more: str
    course: "Course | None"


@dataclass(frozen=True)
class Course:
    """A figure over the period: its line, the greatest value and both ends of the time in words, and all of it in a sentence."""

    chart: Chart
    most: str
    first: str
    last: str
    told: str


# Which list of conversations stands behind a figure.
BEHIND = {"asked": "asked", "answered": "answered", "pleased": "pleased", "thanked": "thanked", "again": "again", "left": "left"}


def cards(now: Figures, before: Figures, course: Sequence[tuple[int, Figures]] = ()) -> list[Card]:
    """All figures, in the order of the definitions; with their course where it is known."""
    return [_card(one, now, before, course) for one in DEFINITIONS.values()]


def _card(one: Definition, now: Figures, before: Figures, course: Sequence[tuple[int, Figures]]) -> Card:
    words, mood = change(now.value(one.key), before.value(one.key), one)
    return Card(one, said(now.value(one.key), one.kind), words, mood, BEHIND.get(one.key, ""), _course(one, course) if course else None)


def lived(course: Sequence[tuple[int, Figures]], period: Period, today: date) -> Sequence[tuple[int, Figures]]:
    """The points that a line is drawn through: not the last one while its days are not all over, which would look like a fall, and none
    from before anything was known, which would look like a start from zero."""
    while course and not course[0][1].known:
        course = course[1:]
    last = course[-1][0] + period.step - 1 if course else 0
    whole = last <= period.last.toordinal() and last < today.toordinal()
    return course if whole or len(course) < 2 else course[:-1]


def _course(one: Definition, course: Sequence[tuple[int, Figures]]) -> Course:
    chart = line([point.value(one.key) for _, point in course], most=1.0 if one.kind == "share" else None)
    told = _("From %(least)s to %(most)s in the period.") % {"least": said(chart.least, one.kind), "most": said(chart.most, one.kind)}
    written = "MONTH_DAY_FORMAT" if course[-1][0] - course[0][0] < _FAR else "YEAR_MONTH_FORMAT"
    first, last = (date_format(date.fromordinal(course[at][0]), written) for at in (0, -1))
    return Course(chart, said(chart.top, one.kind), first, last, told)


def table(course: Sequence[tuple[int, Figures]], period: Period) -> list[tuple[str, list[str]]]:
    """The numbers behind the charts: a row a day (or a stretch of days), a column a figure."""
    return [(_stretch(day, period), [said(point.value(one.key), one.kind) for one in DEFINITIONS.values()]) for day, point in course]


def _stretch(day: int, period: Period) -> str:
    """The days that a point of the course stands for."""
    first, last = (date.fromordinal(number) for number in (day, min(day + period.step - 1, period.last.toordinal())))
    ends = {"first": date_format(first, "SHORT_DATE_FORMAT"), "last": date_format(last, "SHORT_DATE_FORMAT")}
    return ends["first"] if first == last else _("%(first)s to %(last)s") % ends


def span(period: Period) -> str:
    """The period in words."""
    if period.is_month:
        return str(date_format(period.first, "YEAR_MONTH_FORMAT"))
    return _("%(first)s to %(last)s") % {
        "first": date_format(period.first, "DATE_FORMAT"),
        "last": date_format(period.last, "DATE_FORMAT"),
    }


def trial(uplift: Uplift) -> dict[str, object]:
    """What a measurement with switched-off hours says, as a page needs it."""
    ruler = None
    if uplift.low is not None and uplift.high is not None and uplift.ratio is not None:
        ruler = reach(uplift.low, uplift.high, uplift.ratio)
        ruler["length"] = round(ruler["high"] - ruler["low"], 1)
    begun = bool(uplift.on.views or uplift.off.views)
    return {
        "uplift": uplift,
        "begun": begun,
        "ruler": ruler,
        "signed": {"zero": percent(0), **{name: signed(getattr(uplift, name)) for name in ("ratio", "low", "high")}},
        "least": {"hours": LEAST_HOURS, "sales": LEAST_SALES},
    }


def signed(value: float | None) -> str:
    """A share with its sign: +12 %, −3 %, 0 %."""
    if value is None:
        return NOTHING
    whole = round(100 * value)
    sign = "+" if whole > 0 else "−" if whole < 0 else ""
    return sign + percent(abs(value))
