"""The trial conversation: the applicant's page behind the mailed link, and the application's page, where the manager plays the visitor."""

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.recruitment import actions, queries
from causerie.recruitment.access import application_for, brand_called, trial_for, trial_in, trial_of
from causerie.recruitment.doors import mailed_secret, show
from causerie.recruitment.forms import HABITS
from causerie.recruitment.models import Application, Template, Trial, TrialLine
from causerie.recruitment.views import spoken

HERE_MS, MOST_HERE = 8_000, 2_000
# Who looked at which trial when: soft, of this process alone, and it decides nothing.
_HERE: dict[tuple[int, bool], int] = {}


@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest) -> HttpResponse:
    """The door: the mailed secret becomes a place in this session."""
    if request.method != "POST":
        return render(request, "recruitment/trial_door.html", {"brand": brand_called(request.GET.get("of", ""))})
    found = trial_of(mailed_secret(request))
    actions.open_trial(trial=found)
    request.session["trial"] = found.id
    return redirect("trial_talk")


@require_GET
def talk(request: HttpRequest) -> HttpResponse:
    """The applicant's page, in the language of the application."""
    found = trial_in(request.session)
    with translation.override(found.application.language):
        words = {"trial": found, "application": found.application, "brand": found.brand, "over": _over(found)}
        return spoken(render(request, "recruitment/trial.html", words), found.application.language)


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    """What was said, for the applicant's page; or one line of theirs."""
    found = trial_in(request.session)
    if request.method == "POST":
        return _said(actions.say_as_applicant(trial=found, **_typed(request)))
    return _told(request, found, visitor=False)


@for_managers
@require_GET
def application(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """One applicant: all answers, the trial beside them, and the decision."""
    found = application_for(manager, number)
    prefetch_related_objects([found], "topics", queries.MADE)
    trial = getattr(found, "trial", None)
    shown: dict[str, Any] = {"one": found, "trial": trial, "over": trial is not None and _over(trial), "habits": dict(HABITS)}
    answers = [one for one in Template.Kind.choices if one[0] != found.state]
    return show(request, "application", manager, tab="board", decidable=found.state in actions.OPEN, answers=answers, **shown)


@for_managers
@require_POST
def propose(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The applicant is mailed the way into a talk that begins with this question."""
    found = application_for(manager, number)
    try:
        actions.propose_trial(by=manager, application=found, question=request.POST.get("question", ""))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        messages.error(request, _("A trial was proposed already.") if refused.code == "noted" else refused.words)
    else:
        messages.success(request, _("Your question is leaving by mail. Their answer comes here."))
    return _back(manager, found)


@for_managers
@require_http_methods(["GET", "POST"])
def office_lines(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """What was said, for the manager's page; or one line of the visitor's."""
    found = trial_for(manager, number)
    if request.method == "POST":
        return _said(actions.say_as_visitor(by=manager, trial=found, **_typed(request)))
    return _told(request, found, visitor=True)


@for_managers
@require_POST
def end(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Nothing more is said."""
    found = trial_for(manager, number)
    actions.end_trial(by=manager, trial=found)
    messages.success(request, _("The trial is over. What was said stays with the application."))
    return _back(manager, found.application)


def _back(manager: Membership, found: Application) -> HttpResponse:
    return redirect("office_application", manager.brand.slug, found.id)


def _over(found: Trial) -> bool:
    return bool(found.ended_at) or found.application.state not in actions.OPEN


def _typed(request: HttpRequest) -> dict[str, str]:
    return {"text": request.POST.get("text", ""), "client_id": request.POST.get("client_id", "")}


def _said(line: TrialLine) -> JsonResponse:
    return JsonResponse({"seq": line.seq, "at": line.at})


def _told(request: HttpRequest, found: Trial, *, visitor: bool) -> JsonResponse:
    """`lines` after `?after=`, whether it is `over`, and whether the other side looks at it now (`here`)."""
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 5 else 0
    rows: list[dict[str, Any]] = [_line(one, visitor) for one in queries.trial_lines(found, after)]
    return JsonResponse({"lines": rows, "over": _over(found), "here": _look(found.id, visitor)})


def _line(one: TrialLine, visitor: bool) -> dict[str, Any]:
    own = {"client_id": one.client_id} if one.visitor == visitor else {}
    return {"seq": one.seq, "visitor": one.visitor, "text": one.text, "at": one.at, **own}


def _look(number: int, visitor: bool) -> bool:
    """This side looks now; whether the other does too."""
    now = now_ms()
    if len(_HERE) >= MOST_HERE:
        _HERE.clear()
    _HERE[number, visitor] = now
    return now - _HERE.get((number, not visitor), 0) < HERE_MS
