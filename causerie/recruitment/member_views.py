"""The member's first hour, and their place here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership
from causerie.recruitment import actions, queries
from causerie.recruitment.forms import PartForm
from causerie.recruitment.links import member_link
from causerie.recruitment.models import Page, Part


@for_members
@require_GET
def welcome(request: HttpRequest, member: Membership) -> HttpResponse:
    """What there is to do in a first hour, and what is done."""
    hour = queries.first_hour(member)
    if not dict(hour.steps)["hello"]:
        # The server's own round may be reading that very post: then there is nothing left to read, and it counts all the same.
        actions.read_hellos()
        hour = queries.first_hour(member)
    text = hour.charter.text_in(get_language() or "en") if hour.charter else ""
    return show_desk(request, "recruitment/welcome.html", member, hour=hour, done=dict(hour.steps), charter=text)


@for_members
@require_POST
def accept(request: HttpRequest, member: Membership) -> HttpResponse:
    """The charter is accepted, in the version that was read."""
    version = request.POST.get("version", "")
    actions.accept_charter(by=member, version=int(version) if version.isdigit() else 0)
    messages.success(request, _("Thank you. It binds us both."))
    return redirect("desk_welcome", member.brand.slug)


@for_members
@require_POST
def profile_shown(request: HttpRequest, member: Membership) -> HttpResponse:
    """They are content with how others see them."""
    actions.profile_shown(by=member)
    return redirect("desk_welcome", member.brand.slug)


@for_members
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, member: Membership) -> HttpResponse:
    """A talk with a visitor who is a script of this page: nothing of it is sent or kept."""
    if request.method == "POST":
        actions.practised(by=member)
        messages.success(request, _("That is all there is to it."))
        return redirect("desk_welcome", member.brand.slug)
    return show_desk(request, "recruitment/practice.html", member)


@for_members
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, member: Membership) -> HttpResponse:
    """What one allows, one's own link, pausing and leaving."""
    mine = Part.objects.filter(member=member).first()
    form = PartForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        actions.save_part(by=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk_part", member.brand.slug)
    pages = Page.objects.filter(brand_id=member.brand_id, open=True).select_related("site").order_by("site__name")
    links = [(page.site, member_link(page.site, member)) for page in pages]
    return show_desk(request, "recruitment/part.html", member, form=form, links=links)


@for_members
@require_POST
def pause(request: HttpRequest, member: Membership) -> HttpResponse:
    """Away for a while, or back."""
    if request.POST.get("back"):
        actions.resume(by=member)
        messages.success(request, _("Good to see you again."))
    else:
        actions.pause(by=member)
        messages.success(request, _("Enjoy your time away. Nobody counts on you, and we do not write."))
    return redirect("desk_part", member.brand.slug)


@for_members
@require_POST
def leave(request: HttpRequest, member: Membership) -> HttpResponse:
    """One's part ends now."""
    actions.leave(by=member)
    return redirect("desk_home")
