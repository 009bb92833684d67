"""The figures' pages: for managers and analysts; settings and decisions for managers alone."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.community.queries import suggested_between
from causerie.insights import actions, exports, queries, shown
from causerie.insights.access import site_for
from causerie.insights.forms import CHOICES, HoldOutForm, MeasuresForm, scope_of
from causerie.insights.panels import PANELS
from causerie.insights.periods import month, today
from causerie.insights.queries import Scope
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import MANAGERS, for_managers, for_team, show_office
from causerie.people.models import Membership

READING = (*MANAGERS, "analyst")
for_readers = for_team(*READING)
_VALUE = {"value", "sales", "report"}


def _show(request: HttpRequest, name: str, member: Membership, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room, with its own tabs."""
    here = "value" if name in _VALUE else "figures"
    return show_office(request, f"insights/{name}.html", member, here=here, tab=name, status=status, **context)


def _asked(request: HttpRequest, member: Membership, usual: str = "30") -> tuple[Scope, str, dict[str, Any]]:
    """Scope, time zone, and what every page with a period shows."""
    zone = queries.measures_of(member.brand_id).zone
    scope, chosen = scope_of(member, request.GET.dict(), zone, now_ms(), usual)
    shared = {
        "scope": scope,
        "zone": zone,
        "chosen": chosen,
        "choices": CHOICES,
        "sites": queries.sites_of(member.brand_id),
        "span": shown.span(scope.period),
        "query": urlencode(chosen),
        "counting": queries.counting(member.brand_id),
    }
    return scope, zone, shared


@for_readers
@require_GET
def figures(request: HttpRequest, member: Membership) -> HttpResponse:
    """The headline at once; the panels are asked for by the page, each by itself."""
    scope, _zone, shared = _asked(request, member)
    counted = queries.figures(scope)
    cards = shown.cards(counted, queries.figures(scope.before))
    panels = [one for one in PANELS.values() if one.key != "course"]
    return _show(
        request,
        "figures",
        member,
        **shared,
        cards=cards,
        before=shown.span(scope.period.before),
        panels=panels,
        nothing=not counted.counts["asked"],
    )


@for_readers
@require_GET
def panel(request: HttpRequest, member: Membership, key: str) -> HttpResponse:
    """One part of the figures: a piece for the page that asks for it, or a page for whoever opens its address."""
    if key not in PANELS:
        raise Refused("not_found")
    scope, zone, shared = _asked(request, member)
    context = {**shared, **PANELS[key].read(scope, zone), "panel": PANELS[key]}
    if "HX-Request" in request.headers:
        return render(request, PANELS[key].template, {"me": member, "brand": member.brand, **context})
    return _show(request, "panel", member, **context)


@for_readers
@require_GET
def talks(request: HttpRequest, member: Membership) -> HttpResponse:
    """The conversations behind a figure: what became of each, and a way to read the one that one may."""
    scope, zone, shared = _asked(request, member)
    what = request.GET.get("what", "asked")
    before = request.GET.get("before", "")
    if what not in queries.WHAT:
        raise Refused("not_found")
    since = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    lines = queries.talks(scope, zone, what, since, reader=member if member.is_manager else None)
    more = lines[-1].talk.asked_at if len(lines) == queries.PAGE else None
    return _show(request, "talks", member, **shared, lines=lines, what=what, whats=_whats(), more=more)


def _whats() -> dict[str, str]:
    return {
        "asked": _("All"), "answered": _("Answered"), "unanswered": _("Not answered"), "left": _("Left while waiting"),
        "thanked": _("Thanked"), "pleased": _("Four or five stars"), "unhappy": _("One or two stars"), "again": _("Came back"),
        "handed": _("Handed to the team"), "reported": _("Reported"),
    }  # fmt: skip


@for_readers
@require_GET
def export(request: HttpRequest, member: Membership, what: str, kind: str) -> HttpResponse:
    """The same scope as a file: what=figures or talks, kind=csv or xlsx."""
    scope, zone, _shared = _asked(request, member)
    if kind not in exports.KINDS or what not in ("figures", "talks"):
        raise Refused("not_found")
    if what == "figures":
        return exports.as_file(exports.by_day(scope), kind, f"figures-{scope.period.first}-{scope.period.last}")
    wanted = request.GET.get("what", "asked")
    if wanted not in queries.WHAT:
        raise Refused("not_found")
    lines = queries.talks(scope, zone, wanted, limit=exports.MOST_LINES)
    return exports.as_file(exports.conversations(lines), kind, f"conversations-{scope.period.first}-{scope.period.last}")


@for_managers
@require_GET
def words(request: HttpRequest, member: Membership) -> HttpResponse:
    """What visitors wrote beside their stars: the manager chooses what may be shown."""
    scope, zone, shared = _asked(request, member, "90")
    return _show(request, "words", member, **shared, lines=queries.words_to_choose(scope, zone))


@for_managers
@require_POST
def approve(request: HttpRequest, member: Membership, conversation: int) -> HttpResponse:
    actions.approve(by=member, conversation=conversation, shown="show" in request.POST)
    return _back(request, "insights_words", member)


def _back(request: HttpRequest, name: str, member: Membership) -> HttpResponse:
    """To the page of that name, with the period it showed."""
    response = redirect(name, member.brand.slug)
    query = request.GET.urlencode()
    if query:
        response["Location"] += f"?{query}"
    return response


@for_readers
@require_http_methods(["GET", "POST"])
def value(request: HttpRequest, member: Membership) -> HttpResponse:
    """Hours, jobs, money: the sum, step by step; managers change what it is counted with."""
    scope, _zone, shared = _asked(request, member, "last")
    measures = queries.measures_of(member.brand_id)
    form = MeasuresForm(request.POST or None, instance=queries.measures_of(member.brand_id))
    if request.method == "POST" and not member.is_manager:
        raise Refused("not_found")
    if form.is_valid():
        actions.settle(by=member, values=form.cleaned_data)
        messages.success(request, _("Saved. All sums are counted with it."))
        return _back(request, "insights_value", member)
    context: dict[str, Any] = {"worth": queries.worth(scope, measures), "measures": measures, "form": form}
    return _show(request, "value", member, status=422 if form.errors else 200, **shared, **context)


@for_readers
@require_GET
def sales(request: HttpRequest, member: Membership) -> HttpResponse:
    """Does the window sell: open hours against hours drawn to stay off."""
    _scope, _zone, shared = _asked(request, member, "90")
    return _sales(request, member, shared)


def _sales(request: HttpRequest, member: Membership, shared: dict[str, Any]) -> HttpResponse:
    plans = queries.holdouts(member.brand_id)
    sites = [
        {
            "site": site,
            "plan": plans.get(site.id),
            "form": HoldOutForm(site=site, share=plans[site.id].share if site.id in plans else 0),
            **shown.trial(queries.uplift(Scope(member.brand_id, shared["scope"].period, site.id), shared["zone"])),
        }
        for site in shared["sites"]
        if shared["scope"].site in (None, site.id)
    ]
    return _show(request, "sales", member, **shared, plans=sites)


@for_managers
@require_POST
def hold_out(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    site = site_for(member, number)
    form = HoldOutForm(request.POST, site=site)
    if not form.is_valid():
        raise Refused("bad_value")
    actions.hold_out(by=member, site=site, share=form.cleaned_data["share"])
    messages.success(request, _("Saved. It begins with the next full hour."))
    return _back(request, "insights_sales", member)


@for_readers
@require_GET
def report(request: HttpRequest, member: Membership, year: int | None = None, number: int | None = None) -> HttpResponse:
    """A month on one page, made to be printed."""
    measures = queries.measures_of(member.brand_id)
    day = today(now_ms(), measures.zone)
    try:
        period = month(year, number) if year and number else month(day.year, day.month).before
    except ValueError as error:
        raise Refused("not_found") from error
    if period.first > day or period.first.year < 2000:
        raise Refused("not_found")
    scope = Scope(member.brand_id, period)
    course = queries.course(scope)
    counted, lived = queries.whole(scope, course), shown.lived(course, period, day)
    context: dict[str, Any] = {
        "scope": scope,
        "span": shown.span(period),
        "query": urlencode({"period": f"{period.first:%Y-%m}"}),
        "before": period.before.first,
        "after": period.last.replace(day=1) if period.last >= day else month(*_next(period.first.year, period.first.month)).first,
        "day": day,
        "cards": shown.cards(counted, queries.figures(scope.before), lived),
        "nothing": not counted.counts["asked"],
        "worth": queries.worth(scope, measures),
        "measures": measures,
        "topics": queries.top(scope, "topic", 6),
        "quotes": queries.quotes(scope, measures.zone),
        "suggestions": suggested_between(scope.brand, *queries.bounds(scope, measures.zone)),
        "trials": _trials(scope, measures.zone),
    }
    return _show(request, "report", member, **context)


def _trials(scope: Scope, zone: str) -> list[dict[str, Any]]:
    """What was measured, site by site: rates of two shops cannot be thrown together."""
    sites = [(site, queries.uplift(Scope(scope.brand, scope.period, site.id), zone)) for site in queries.sites_of(scope.brand)]
    return [{"site": site, **shown.trial(found)} for site, found in sites if found.on.views or found.off.views]


def _next(year: int, number: int) -> tuple[int, int]:
    return (year + 1, 1) if number == 12 else (year, number + 1)
