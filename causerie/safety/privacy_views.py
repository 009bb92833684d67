"""Pages about personal data: the register, a site's privacy page, a visitor's own data, a member's own data, an appeal."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.conversations import queries as talks
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers, for_members, show_desk, show_office
from causerie.people.models import Membership
from causerie.safety import actions, hands, queries
from causerie.safety.forms import AppealForm, KeepingForm, NoticeForm
from causerie.safety.shown import as_file


@for_managers
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, member: Membership) -> HttpResponse:
    """The register of processing (GDPR, article 30), how long each kind is kept, and who watched over what."""
    form = KeepingForm(request.POST or None, instance=queries.keeping(member.brand_id))
    if form.is_valid():
        actions.save_keeping(by=member, days=form.cleaned_data)
        messages.success(request, _("Saved. The next round forgets what is older."))
        return redirect("safety_register", member.brand.slug)
    shown: dict[str, Any] = {
        "form": form,
        "keeping": queries.keeping(member.brand_id),
        "sites": queries.sites(member.brand_id),
        "trail": queries.trail(member.brand_id),
    }
    return show_office(request, "safety/register.html", member, here="privacy", status=422 if form.errors else 200, **shown)


@for_managers
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """What a site's privacy page says besides what the house knows."""
    site = queries.site_of(member.brand_id, number)
    form = NoticeForm(request.POST or None, instance=queries.notice(site))
    if form.is_valid():
        actions.save_notice(by=member, site=site, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("safety_notice", member.brand.slug, number)
    return show_office(request, "safety/notice.html", member, here="privacy", form=form, site=site, status=422 if form.errors else 200)


@require_GET
def privacy(request: HttpRequest, site_key: str) -> HttpResponse:
    """What a site's window does with personal data, cookies included: public, in plain words."""
    return _of_site(request, site_key, "safety/privacy.html")


@require_GET
def mine(request: HttpRequest, site_key: str) -> HttpResponse:
    """A visitor's own data, inside the window: see, take along, erase, report. The page's module shows the token."""
    return _of_site(request, site_key, "safety/mine.html")


def _of_site(request: HttpRequest, site_key: str, template: str) -> HttpResponse:
    site = queries.site_by_key(site_key)
    context = {"site": site, "brand": site.brand, "keeping": queries.keeping(site.brand_id), "notice": queries.notice(site)}
    response = render(request, template, context)
    response.frame_ancestors = ["'self'", *site.origins]  # type: ignore[attr-defined]
    return response


def for_visitors(view: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the visitor who shows their token in a header, which no other page can send: a cookie plays no part.

    Blocked or not: who may no longer write still has these rights.
    """

    @csrf_exempt
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest, site_key: str) -> HttpResponse:
        site = queries.site_by_key(site_key)
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        visitor = talks.visitor_of(token if kind == "Bearer" else "")
        if visitor.site_id != site.id:
            raise Refused("not_you")
        return view(request, visitor)

    return guarded


@for_visitors
def export(_request: HttpRequest, visitor: Any) -> HttpResponse:
    """Everything kept of the visitor, as JSON."""
    return as_file(talks.about_visitor(visitor))


@for_visitors
def erase(_request: HttpRequest, visitor: Any) -> HttpResponse:
    """All their conversations, for everybody."""
    for conversation in talks.not_erased(visitor):
        hands.erase_talk(by=visitor, conversation=conversation)
    return JsonResponse({})


@for_visitors
def report(request: HttpRequest, visitor: Any) -> HttpResponse:
    """Have the team look at the last conversation. Raises Refused("not_found") when there is none."""
    found = talks.not_erased(visitor)
    if not found:
        raise Refused("not_found")
    hands.complain(by=visitor, conversation=found[-1], reason=str(_told(request).get("reason", "")))
    return JsonResponse({})


@for_visitors
def decisions(_request: HttpRequest, visitor: Any) -> HttpResponse:
    """What the team decided about the visitor, with the reasons and the answer to an appeal; messages that it read first."""
    return JsonResponse(queries.decided_about(visitor))


@for_visitors
def appeal_here(request: HttpRequest, visitor: Any) -> HttpResponse:
    """The visitor asks to look again, without an address."""
    told = _told(request)
    actions.appeal(decision=queries.decision_about(visitor, told.get("decision")), words=str(told.get("words", "")))
    return JsonResponse({})


def _told(request: HttpRequest) -> dict[str, Any]:
    """The body, a JSON object. Raises Refused("bad_value")."""
    try:
        told = json.loads(request.body or b"{}")
    except ValueError as error:
        raise Refused("bad_value") from error
    if not isinstance(told, dict):
        raise Refused("bad_value")
    return told


@for_members
@require_GET
def my_data(request: HttpRequest, member: Membership) -> HttpResponse:
    """What the brand keeps of a member, to take along or to erase."""
    return show_desk(request, "safety/my_data.html", member, keeping=queries.keeping(member.brand_id), about=queries.about_me(member))


@for_members
@require_POST
def take_along(request: HttpRequest, member: Membership) -> HttpResponse:
    return as_file(queries.about_me(member))


@for_members
@require_POST
def erase_me(request: HttpRequest, member: Membership) -> HttpResponse:
    """Everything the member wrote and said of themselves is gone, and so is their place in the brand."""
    if request.POST.get("sure") != "yes":
        raise Refused("bad_value")
    actions.erase_member(by=member)
    logout(request)
    return render(request, "safety/erased.html", {"brand": member.brand})


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """The reasons of a decision, for whom it concerns, and a way to have it looked at again."""
    decision = queries.decision_by_code(code)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        actions.appeal(decision=decision, words=form.cleaned_data["words"])
        return redirect("appeal", code)
    status = 422 if form.errors else 200
    return render(request, "safety/appeal.html", {"decision": decision, "brand": decision.report.brand, "form": form}, status=status)
