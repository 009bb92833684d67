"""The manager's pages: what members reported, suggestions that wait, private lines."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.community import actions, queries
from causerie.community.access import colleague_for, comment_for, on_line, post_for, said_for, suggestion_for
from causerie.community.forms import AnswerForm
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import ANSWERING, for_managers, show_office
from causerie.people.models import Membership

_FIND: dict[str, Callable[[Membership, int], Any]] = {"post": post_for, "comment": comment_for, "said": said_for}
_REMOVE = {
    "post": lambda by, what: actions.delete_post(by=by, post=what),
    "comment": lambda by, what: actions.delete_comment(by=by, comment=what),
    "said": lambda by, what: actions.unsay(by=by, said=what),
}


@for_managers
@require_GET
def reports(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Posts, comments and chat messages that members asked to look at; and what was removed lately."""
    found, removed = queries.open_reports(manager), queries.traces_removed(manager)
    return show_office(request, "community/reports.html", manager, here="moderation", reports=found, removed=removed)


@for_managers
@require_POST
def decide(request: HttpRequest, manager: Membership, kind: str, number: int) -> HttpResponse:
    """It stays, or it goes."""
    if kind not in _FIND:
        raise Refused("not_found")
    what = _FIND[kind](manager, number)
    if request.POST.get("decision") == "remove":
        _REMOVE[kind](manager, what)
        messages.success(request, _("Removed. Its trace stays here for ninety days."))
    else:
        actions.settle(by=manager, what=what)
        messages.success(request, _("It stays. Whoever reported it is not named to anybody."))
    return redirect("office_feed_reports", manager.brand.slug)


@for_managers
@require_GET
def suggestions(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What members suggested: the most overdue first."""
    waiting, settled = queries.suggestions(manager), queries.suggestions(manager, settled=True)
    return show_office(
        request, "community/suggestions.html", manager, here="suggestions", waiting=waiting[:200], settled=settled[:50], now=now_ms()
    )


@for_managers
@require_http_methods(["GET", "POST"])
def suggestion(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """One suggestion, what the brand said of it, and the next word."""
    found = suggestion_for(manager, number)
    form = AnswerForm(request.POST or None, initial={"status": found.status if found.status != "new" else "seen"})
    if form.is_valid():
        try:
            actions.answer_suggestion(by=manager, suggestion=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("text", refused.words)
        else:
            messages.success(request, _("Said. The suggestion's card shows it, and its author is told."))
            return redirect("office_suggestions", manager.brand.slug)
    post = queries.one_post(manager, number, all_comments=True)
    status = 422 if form.errors else 200
    return show_office(
        request, "community/suggestion.html", manager, here="suggestions", status=status, form=form, post=post, suggestion=found
    )


@for_managers
@require_GET
def lines(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The private lines with members; and with whom one may begin."""
    search = request.GET.get("q", "").replace("\0", "").strip()[:40]
    others = Membership.objects.current().filter(brand_id=manager.brand_id, role__in=ANSWERING).exclude(role__in=("owner", "manager"))
    found = others.filter(name__icontains=search).order_by("name")[:12] if search else []
    return show_office(
        request, "community/lines.html", manager, here="messages", lines=queries.lines_of(manager)[:200], found=found, search=search
    )


@for_managers
@require_GET
def one_line(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """One private line."""
    member = colleague_for(manager, number)
    on_line(manager, member)
    return show_office(request, "community/one_line.html", manager, here="messages", whose=member)
