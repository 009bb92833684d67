"""Figures in templates."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format

from causerie.insights import shown
from causerie.insights.charts import Bar, strip
from causerie.insights.forecast import Coming

register = template.Library()
register.filter("percent", shown.percent)
register.filter("duration", shown.duration)


@register.filter
def plain(value: float | Decimal, places: int = 0) -> str:
    """A number as the language writes it."""
    return shown.number(value, places)  # type: ignore[arg-type]


@register.filter
def at(ms: int, zone: str) -> str:
    """Day and time in the brand's time zone."""
    return str(date_format(datetime.fromtimestamp(ms / 1000, ZoneInfo(zone)), "SHORT_DATETIME_FORMAT"))


@register.filter
def clock(hour: int, zone: str) -> str:
    """The hour of day in which an hour (whole hours since 1970) begins there."""
    return str(date_format(datetime.fromtimestamp(hour * 3600, ZoneInfo(zone)), "TIME_FORMAT"))


@register.filter
def weekday(number: int) -> str:
    """Monday is 0."""
    return str(date_format(datetime(2024, 1, 1 + number), "D"))


@register.filter
def thousand(rate: float) -> str:
    """A rate, of a thousand."""
    return shown.number(1000 * rate, 2)


@register.simple_tag
def strip_of(hours: list[Coming]) -> list[tuple[Coming, Bar]]:
    """The coming hours with the bars that show their chances."""
    return list(zip(hours, strip([coming.chance for coming in hours]), strict=True))
