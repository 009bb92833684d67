"""What other rooms' pages show of this one, and small words of its own pages."""

from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causerie.people.models import Membership
from causerie.recruitment import actions, queries
from causerie.recruitment.forms import HABITS

register = template.Library()


@register.simple_tag
def habit_names(habits: list[str]) -> str:
    """“Evenings, Weekends”, in the language of the page."""
    names = dict(HABITS)
    return ", ".join(str(names[habit]) for habit in habits if habit in names)


@register.inclusion_tag("recruitment/funnel_table.html")
def funnel_table(rows: list[queries.FunnelRow], by: str) -> dict[str, Any]:
    """A table of the report; months are written in words."""
    name = _month if by == "month" else str
    return {"rows": [(name(row.name), row.steps) for row in rows], "head": _("Month") if by == "month" else _("Source")}


def _month(text: str) -> str:
    return date_format(date(int(text[:4]), int(text[5:7]), 1), "YEAR_MONTH_FORMAT")


@register.inclusion_tag("recruitment/today.html")
def recruitment_today(me: Membership) -> dict[str, Any]:
    """For the manager's day: who waits for a decision."""
    return {
        "waiting": queries.to_decide(me),
        "overdue": actions.overdue(me.brand_id),
        "trials": queries.waits_in_trials(me.brand_id),
        "brand": me.brand,
    }


@register.inclusion_tag("recruitment/banner.html")
def welcome_banner(me: Membership) -> dict[str, Any]:
    """At the desk: the first hour until it is lived, a new charter, a pause."""
    return {"hour": queries.first_hour(me), "me": me, "brand": me.brand}
