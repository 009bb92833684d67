"""The manager's missions: those that are open, a new one, the end of one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.rewards import access, actions, queries
from causerie.rewards.forms import MissionForm
from causerie.rewards.office_views import done, show


@for_managers
@require_GET
def missions(request: HttpRequest, manager: Membership) -> HttpResponse:
    return show(request, "missions", manager, missions=queries.proposed(manager.brand_id, now_ms()))


@for_managers
@require_http_methods(["GET", "POST"])
def mission(request: HttpRequest, manager: Membership) -> HttpResponse:
    """A new one."""
    form = MissionForm(request.POST or None, brand=manager.brand, rules=queries.rulebook(manager.brand_id).latest[1])
    if form.is_valid() and _proposed(form, manager):
        messages.success(request, _("Proposed. Members see it under My rewards."))
        return redirect("office_missions", manager.brand.slug)
    return show(request, "mission", manager, form=form, status=422 if form.errors else 200)


def _proposed(form: MissionForm, manager: Membership) -> Any:
    try:
        return actions.propose_mission(by=manager, **form.values())
    except Refused as refused:
        form.add_error(None, refused.words)
        return None


@for_managers
@require_POST
def end(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    row, said = access.mission_for(manager, number), _("Ended. Who fulfilled it keeps what it gave.")
    return done(request, lambda: actions.end_mission(by=manager, mission=row), said, "office_missions", manager.brand.slug)
