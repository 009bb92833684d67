"""The manager's day, topics and brand."""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.attentions.queries import urgent
from causerie.config.rail import BEGINS
from causerie.insights.coverage import outlooks
from causerie.insights.queries import measures_of
from causerie.kernel.clock import now_ms, to_datetime
from causerie.kernel.refusal import Refused
from causerie.office import actions, queries
from causerie.office.access import topic_for
from causerie.office.doors import show
from causerie.office.forms import BrandForm, TopicForm
from causerie.people.doors import READERS, for_managers, for_team
from causerie.people.models import Membership, Person
from causerie.safety.queries import alarms


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the first brand whose office is open to the person, where their role begins."""
    assert isinstance(request.user, Person)
    found = queries.offices(request.user.pk)
    if not found:
        raise Refused("not_found")
    return redirect(BEGINS.get(found[0].role, "office"), found[0].brand.slug)


@for_team(*READERS, Membership.Role.SUPPORT)
@require_GET
def today(request: HttpRequest, member: Membership) -> HttpResponse:
    """Are the windows open, who waits, what needs a decision and who deserves a word. Analysts and support begin elsewhere."""
    if not member.is_manager:
        return redirect(BEGINS[member.role], member.brand.slug)
    number = member.brand_id
    shown: dict[str, Any] = {"figures": queries.figures(number), "sites": queries.sites(number)}
    zone = measures_of(number).zone
    shown |= {"outlooks": outlooks(number, now_ms()), "zone": zone, "today": _weekday(zone)}
    shown |= {"decisions": queries.decisions(member), "touches": urgent(member), "begun": queries.begun(number)}
    shown |= {"thanked": queries.most_thanked(number), "alarms": alarms(number)}
    return show(request, "today", member, **shown)


def _weekday(zone: str) -> str:
    """ "Sunday, November 22, 2026", there and in the reader's language."""
    return format_date(to_datetime(now_ms()).astimezone(ZoneInfo(zone)), "full", locale=get_language() or "en")


@for_managers
@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest, manager: Membership, number: int | None = None) -> HttpResponse:
    """All topics, and the form to add one or to change the chosen one."""
    topic = topic_for(manager, number) if number is not None else None
    form = TopicForm(request.POST or None, instance=topic)
    if form.is_valid():
        try:
            actions.save_topic(by=manager, topic=topic, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", _("You have this topic already.") if refused.code == "conflict" else refused.words)
        else:
            messages.success(request, _("Saved. New questions are sorted so from now on."))
            return redirect("office_topics", manager.brand.slug)
    return show(
        request, "topics", manager, form=form, topics=queries.topics(manager.brand_id), changing=number, status=422 if form.errors else 200
    )


@for_managers
@require_POST
def remove_topic(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    actions.remove_topic(by=manager, topic=topic_for(manager, number))
    messages.success(request, _("Removed. Conversations that had it go on without."))
    return redirect("office_topics", manager.brand.slug)


@for_managers
@require_http_methods(["GET", "POST"])
def brand(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The brand's name, colour, and how much one member may hold."""
    form = BrandForm(request.POST or None, instance=manager.brand)
    if form.is_valid():
        actions.save_brand(by=manager, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("office_brand", manager.brand.slug)
    return show(request, "brand", manager, form=form, status=422 if form.errors else 200)
