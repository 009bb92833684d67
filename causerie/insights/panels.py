"""The figures' page in parts: each is read by itself, after the headline stands; opened by its own address, it is a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causerie.insights import coverage, queries, shown
from causerie.insights.definitions import DEFINITIONS
from causerie.insights.periods import today
from causerie.insights.queries import Scope
from causerie.kernel.clock import now_ms

Context = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """`read` asks for what insights/panels/<key>.html draws."""

    key: str
    title: Promise | str
    read: Callable[[Scope, str], Context]

    @property
    def template(self) -> str:
        return f"insights/panels/{self.key}.html"


def _course(scope: Scope, zone: str) -> Context:
    course = queries.course(scope)
    lived = shown.lived(course, scope.period, today(now_ms(), zone))
    return {
        "cards": shown.cards(queries.whole(scope, course), queries.figures(scope.before), lived),
        "table": shown.table(course, scope.period),
        "titles": [one.title for one in DEFINITIONS.values()],
        "before": shown.span(scope.period.before),
    }


def _steps(scope: Scope, zone: str) -> Context:
    """From a page seen to a thank-you: counts, and each as a part of the questions."""
    counts, views = queries.counts(scope), queries.views_of(scope, zone)
    steps = [
        (_("Pages seen"), views), (_("Questions"), counts["asked"]), (_("Taken"), counts["taken"]),
        (_("Answered"), counts["replied"]), (_("Thanked"), counts["thanked"]),
    ]  # fmt: skip
    asked = counts["asked"]
    parts = [(title, count, count / asked if asked and count <= asked else None) for title, count in steps if count or title != steps[0][0]]
    return {"funnel": [{"title": title, "count": count, "part": part, "wide": round(240 * (part or 0))} for title, count, part in parts]}


def _week(scope: Scope, _zone: str) -> Context:
    return {"rows": list(enumerate(queries.week(scope))), "hours": range(24)}


def _ahead(scope: Scope, _zone: str) -> Context:
    return {"outlooks": coverage.outlooks(scope.brand, now_ms(), scope.site)}


def _tops(scope: Scope, _zone: str) -> Context:
    return {"topics": queries.top(scope, "topic"), "pages": queries.top(scope, "page")}


def _said(scope: Scope, zone: str) -> Context:
    return {"quotes": queries.quotes(scope, zone)}


PANELS = {
    one.key: one
    for one in (
        Panel("course", gettext_lazy("Day by day"), _course),
        Panel("steps", gettext_lazy("From a page to a thank-you"), _steps),
        Panel("week", gettext_lazy("When the window can open"), _week),
        Panel("ahead", gettext_lazy("The next 24 hours"), _ahead),
        Panel("tops", gettext_lazy("What people ask about"), _tops),
        Panel("said", gettext_lazy("What they say"), _said),
    )
}
