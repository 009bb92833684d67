"""The figures as tables for a spreadsheet: the same scope, the same definitions, nobody's words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from causerie.insights import queries
from causerie.insights.definitions import DEFINITIONS
from causerie.insights.queries import Figures, Line, Scope
from causerie.kernel.sheets import Cell, Row, to_csv, to_xlsx

KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
MOST_LINES = 20_000


def as_file(rows: list[Row], kind: str, name: str) -> HttpResponse:
    """A download of that kind (KINDS)."""
    data = to_csv(rows) if kind == "csv" else to_xlsx(rows, name)
    return HttpResponse(data, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'})


def by_day(scope: Scope) -> list[Row]:
    """A row a day (or a week): shares as parts of one, times in seconds; then each figure's definition."""
    keys = list(DEFINITIONS)
    head: Row = [_("From"), *(_titled(key) for key in keys)]
    rows: list[Row] = [[date.fromordinal(day).isoformat(), *_cells(point, keys)] for day, point in queries.course(scope)]
    whole: Row = [_("Whole period"), *_cells(queries.figures(scope), keys)]
    return [head, *rows, whole, [], *_explained()]


def _titled(key: str) -> str:
    one = DEFINITIONS[key]
    return _("%(title)s (seconds)") % {"title": one.title} if one.kind == "time" else str(one.title)


def _cells(point: Figures, keys: list[str]) -> Iterator[Cell]:
    for key in keys:
        value = point.value(key)
        yield None if value is None else round(value / 1000, 1) if DEFINITIONS[key].kind == "time" else round(value, 4)


def _explained() -> Iterator[Row]:
    for one in DEFINITIONS.values():
        yield [str(one.title), str(one.meaning), str(one.formula), str(one.population)]


def conversations(lines: list[Line]) -> list[Row]:
    """A row a conversation: times and outcomes, never words."""
    head: Row = [
        _("Asked at (UTC)"), _("Site"), _("Language"), _("Topic"), _("Page"), _("First answer (seconds)"), _("Duration (seconds)"),
        _("Thanked"), _("Stars"), _("Came back"), _("Handed to the team"),
    ]  # fmt: skip
    return [head, *(_line(line) for line in lines)]


def _line(line: Line) -> Row:
    talk = line.talk
    return [
        datetime.fromtimestamp(talk.asked_at / 1000, UTC).isoformat(timespec="seconds"),
        line.site,
        talk.language,
        line.topic,
        talk.page,
        None if talk.replied is None else round(talk.replied / 1000, 1),
        None if talk.lasted is None else round(talk.lasted / 1000, 1),
        talk.thanked,
        talk.stars,
        talk.again,
        talk.handed,
    ]
