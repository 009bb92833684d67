"""The manager's board, the answers, and the report."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from causerie.kernel.clock import now_ms
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.recruitment import actions, queries, rules
from causerie.recruitment.access import applications_for, invitation_for
from causerie.recruitment.doors import show
from causerie.recruitment.forms import HABITS
from causerie.recruitment.models import Application, Page, Source, Template

PAGE = 24
State = Application.State


@for_managers
@require_GET
def board(request: HttpRequest, manager: Membership) -> HttpResponse:
    """One column at a time, its answers side by side."""
    columns = queries.columns(manager.brand_id)
    state = request.GET.get("state", "")
    if state not in State.values:
        state = State.DECIDING
    late = now_ms() - queries.programme(manager.brand_id).answer_within * rules.DAY
    page = Paginator(queries.on_board(manager.brand_id, state, late=late), PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "board",
        manager,
        tab="board",
        columns=columns,
        state=state,
        page=page,
        habits=dict(HABITS),
        overdue=actions.overdue(manager.brand_id),
        page_open=Page.objects.filter(brand_id=manager.brand_id, open=True).exists(),
        decidable=state in (State.RECEIVED, State.QUIZ, State.DECIDING, State.WAITING),
        answers=[one for one in Template.Kind.choices if one[0] != state],
    )


@for_managers
@require_POST
def decide(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The ticked ones are answered, each by mail."""
    found = applications_for(manager, request.POST.getlist("ids"))
    words = {"message": request.POST.get("message", ""), "reason": request.POST.get("reason", "")}
    count = actions.decide(by=manager, applications=found, what=request.POST.get("what", ""), **words)
    if count:
        said = ngettext("%(count)s person answered: a mail is leaving.", "%(count)s people answered: the mails are leaving.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.error(request, _("Nobody was ticked, or they were answered already."))
    back = request.POST.get("state", "")
    return redirect(reverse("office_recruitment", args=[manager.brand.slug]) + (f"?state={back}" if back in State.values else ""))


@for_managers
@require_POST
def cancel_invitation(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """An invitation is withdrawn."""
    actions.cancel_invitation(by=manager, invitation=invitation_for(manager, number))
    messages.success(request, _("Withdrawn: the link no longer works."))
    return redirect("office_people", manager.brand.slug)


@for_managers
@require_GET
def funnel(request: HttpRequest, manager: Membership) -> HttpResponse:
    """From the application to the active member, by source and month."""
    source = request.GET.get("source", "")
    source = source if source in Source.values else ""
    report = queries.funnel(manager.brand_id, source=source)
    needed = queries.programme(manager.brand_id).active_answers
    return show(request, "funnel", manager, tab="funnel", report=report, sources=Source.choices, source=source, needed=needed)
