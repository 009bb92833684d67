"""The people of a brand: who they are, welcome, end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.kernel.refusal import Refused
from causerie.office import queries
from causerie.office.access import member_for
from causerie.office.doors import show
from causerie.office.forms import InviteForm
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.recruitment import actions
from causerie.recruitment import queries as coming_in

PAGE = 50


@for_managers
@require_GET
def people(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Who is part of the brand today."""
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(queries.people(manager.brand_id, search), PAGE).get_page(request.GET.get("page"))
    return show(request, "people", manager, page=page, search=search, invitations=coming_in.open_invitations(manager.brand_id))


@for_managers
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Welcome somebody."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            invitation = actions.invite(by=manager, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", _("This person is already with you.") if refused.code == "conflict" else refused.words)
        else:
            messages.success(request, _("%(name)s is welcome: a mail with the way in is leaving now.") % {"name": invitation.name})
            return redirect("office_people", manager.brand.slug)
    return show(request, "invite", manager, form=form, status=422 if form.errors else 200)


@for_managers
@require_POST
def end(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Their part in the brand ends."""
    member = member_for(manager, number)
    actions.end_membership(by=manager, member=member, reason=request.POST.get("reason", ""))
    messages.success(request, _("%(name)s is no longer part of the brand. What they wrote stays.") % {"name": member.name})
    return redirect("office_people", manager.brand.slug)
