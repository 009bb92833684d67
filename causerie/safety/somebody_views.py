"""Pages about what is kept of an address: the team's, and the one behind a mailed link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers, show_office
from causerie.people.models import Membership
from causerie.safety import queries, somebody
from causerie.safety.forms import AddressForm
from causerie.safety.shown import as_file


@for_managers
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, member: Membership) -> HttpResponse:
    """Somebody wrote to the brand: what is kept of their address."""
    form = AddressForm(request.POST or None)
    found = somebody.somebody(brand=member.brand, address=form.cleaned_data["email"]) if form.is_valid() else None
    status = 422 if form.errors else 200
    return show_office(request, "safety/somebody.html", member, here="privacy", form=form, found=found, status=status)


@for_managers
@require_POST
def take(request: HttpRequest, member: Membership) -> HttpResponse:
    found = somebody.somebody(brand=member.brand, address=request.POST.get("email", ""))
    return as_file(somebody.take(who=found, by=member))


@for_managers
@require_POST
def send(request: HttpRequest, member: Membership) -> HttpResponse:
    """The link goes to the address itself."""
    somebody.ask_link(brand=member.brand, address=request.POST.get("email", ""))
    messages.success(request, _("The link is on its way to them."))
    return redirect("safety_somebody", member.brand.slug)


@for_managers
@require_POST
def erase(request: HttpRequest, member: Membership) -> HttpResponse:
    """A membership ends with it."""
    _sure(request)
    found = somebody.somebody(brand=member.brand, address=request.POST.get("email", ""))
    somebody.erase(who=found, by=member)
    messages.success(request, _("Erased. Nothing of this address is kept any more."))
    return redirect("safety_register", member.brand.slug)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, site_key: str) -> HttpResponse:
    """Who has no account asks for a link. The answer is the same for every address."""
    site = queries.site_by_key(site_key)
    form = AddressForm(request.POST or None)
    done = form.is_valid()
    if done:
        somebody.ask_link(brand=site.brand, address=form.cleaned_data["email"])
    shown: dict[str, Any] = {"site": site, "brand": site.brand, "form": form, "done": done}
    return render(request, "safety/ask_mine.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Behind the mailed link: its secret stands after the #, so it comes by POST only."""
    if request.method != "POST":
        return render(request, "safety/mine_door.html")
    token = request.POST.get("token", "")
    found = somebody.of_link(token)
    answer = render(request, "safety/mine_mailed.html", {"found": found, "brand": found.brand, "token": token})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def take_mine(request: HttpRequest) -> HttpResponse:
    found = somebody.of_link(request.POST.get("token", ""))
    if found.is_member:
        raise Refused("conflict")
    return as_file(found.told)


@require_POST
def erase_mine(request: HttpRequest) -> HttpResponse:
    _sure(request)
    found = somebody.of_link(request.POST.get("token", ""))
    somebody.erase(who=found, by=None)
    return render(request, "safety/erased.html", {"brand": found.brand})


def _sure(request: HttpRequest) -> None:
    if request.POST.get("sure") != "yes":
        raise Refused("bad_value")
