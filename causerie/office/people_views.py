"""The people of a brand: who they are, welcome, roles of the team, end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.kernel.refusal import Refused
from causerie.office import people_actions, queries
from causerie.office.access import member_for
from causerie.office.doors import show
from causerie.office.forms import InviteForm
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.people.roles import hands, owners
from causerie.recruitment import actions
from causerie.recruitment import queries as coming_in

PAGE = 50
Role = Membership.Role


@for_managers
@require_GET
def people(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Who is part of the brand today."""
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(queries.people(manager.brand_id, search), PAGE).get_page(request.GET.get("page"))
    invitations = coming_in.open_invitations(manager.brand_id)
    return show(request, "people", manager, page=page, search=search, hands=hands(manager), invitations=invitations)


@for_managers
@require_GET
def team(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The brand's own people, what each may do, and who may change it."""
    rows = queries.team(manager.brand_id)
    given = [(role.value, role.label) for role in Role if role in hands(manager) and role != Role.AMBASSADOR]
    invitations = [one for one in coming_in.open_invitations(manager.brand_id) if one.role != Role.AMBASSADOR]
    alone = owners(manager.brand_id) < 2
    return show(request, "team", manager, rows=rows, hands=hands(manager), roles=given, alone=alone, invitations=invitations)


@for_managers
@require_POST
def role(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Another role for somebody of the team."""
    member, wanted = member_for(manager, number), request.POST.get("role", "")
    if wanted not in Role.values or wanted == Role.AMBASSADOR:
        raise Refused("bad_value")
    try:
        changed = people_actions.give_role(by=manager, member=member, role=wanted)
    except Refused as refused:
        messages.error(request, _why_not(refused))
    else:
        words = {"name": changed.name, "role": changed.get_role_display()}
        messages.success(request, _("%(name)s: %(role)s from now on.") % words)
    if member.id == manager.id and wanted not in (Role.OWNER, Role.MANAGER):
        return redirect("desk_home")
    return redirect("office_team", manager.brand.slug)


def _why_not(refused: Refused) -> str:
    if refused.code == "bad_value":
        return _("A brand keeps one owner: name another owner first.")
    return _("Only an owner changes owners and managers.") if refused.code == "not_eligible" else refused.words


@for_managers
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Welcome somebody: an ambassador, or with ?team one of the brand's own."""
    form = InviteForm(request.POST or None, brand=manager.brand, hands=hands(manager), team="team" in request.GET)
    if form.is_valid():
        try:
            invitation = actions.invite(by=manager, **form.cleaned_data)
        except Refused as refused:
            form.add_error("email", _("This person is already with you.") if refused.code == "conflict" else refused.words)
        else:
            messages.success(request, _("%(name)s is welcome: a mail with the way in is leaving now.") % {"name": invitation.name})
            return redirect("office_people" if invitation.role == Role.AMBASSADOR else "office_team", manager.brand.slug)
    return show(request, "invite", manager, form=form, team="team" in request.GET, status=422 if form.errors else 200)


@for_managers
@require_POST
def end(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Their part in the brand ends."""
    member = member_for(manager, number)
    back = "office_people" if member.role == Role.AMBASSADOR else "office_team"
    try:
        actions.end_membership(by=manager, member=member, reason=request.POST.get("reason", ""))
    except Refused as refused:
        if refused.code == "not_found":
            raise
        messages.error(request, _why_not(refused))
    else:
        messages.success(request, _("%(name)s is no longer part of the brand. What they wrote stays.") % {"name": member.name})
        if member.id == manager.id:
            return redirect("desk_home")
    return redirect(back, manager.brand.slug)
