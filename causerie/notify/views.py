"""Stopping mails with one click, and a member's wishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from causerie.notify import actions, queries
from causerie.notify.forms import KINDS, NAMES, OF_TEAM, WishesForm
from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership


@csrf_exempt  # The mail program asks by itself, without a page or a cookie (RFC 8058): the signed code is the right.
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """GET only shows what would be stopped: programs that look at links in advance stop nothing."""
    contact, kind = actions.read_stop_code(code)
    if request.method == "POST":
        actions.stop(contact=contact, kind=kind, how="link")
    done = request.method == "POST" or kind in contact.stopped
    return render(request, "notify/stop.html", {"brand": contact.brand, "kind": NAMES.get(kind, kind), "done": done})


@for_members
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, member: Membership) -> HttpResponse:
    """When and about what the brand may write to the member."""
    contact = actions.contact_of_member(member=member)
    offered = KINDS if member.role == member.Role.AMBASSADOR else (*KINDS, *OF_TEAM)
    kinds = [kind for kind, _words in offered]
    shown = {name: getattr(contact, name) for name in ("timezone", "quiet_from", "quiet_to", "weekly_cap")}
    form = WishesForm(
        request.POST or None, kinds=offered, initial={**shown, "wanted": [kind for kind in kinds if kind not in contact.stopped]}
    )
    if form.is_valid():
        actions.save_wishes(contact=contact, kinds=kinds, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("wishes", member.brand.slug)
    status = 422 if form.errors else 200
    return show_desk(request, "notify/wishes.html", member, form=form, consents=queries.consents_of(contact), status=status)
