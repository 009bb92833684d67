"""The members' own pages: what they tell of themselves, the map, gifts that wait for an address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.attentions import actions, atlas, queries
from causerie.attentions.access import own_parcel
from causerie.attentions.forms import AboutForm, AddressForm
from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership


@for_members
@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, member: Membership) -> HttpResponse:
    """Passions, a story, a birthday, a place, thanks to show."""
    form = AboutForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        actions.save_about(by=member, **form.values())
        messages.success(request, _("Saved. The community sees it from now on."))
        return redirect("desk_person", member.brand.slug, member.pk)
    return show_desk(request, "attentions/about.html", member, form=form, status=422 if form.errors else 200)


@for_members
@require_GET
def members_map(request: HttpRequest, member: Membership) -> HttpResponse:
    """Who lives near where, on a drawing and as a list."""
    spots = queries.spots(member.brand_id)
    here = any(one == member for spot in spots for one in spot.people)
    return show_desk(request, "attentions/map.html", member, spots=spots, atlas=atlas.drawing(), here=here)


@for_members
@require_GET
def gifts(request: HttpRequest, member: Membership) -> HttpResponse:
    """What the brand would like to send, and where each gift is."""
    return _gifts(request, member)


@for_members
@require_POST
def gift(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """An address for one of them, or no thank you."""
    parcel = own_parcel(member, number)
    if request.POST.get("what") == "no":
        actions.decline(by=member, parcel=parcel)
        messages.success(request, _("As you wish. Nothing is sent, and no address is kept."))
        return redirect("desk_gift", member.brand.slug)
    form = AddressForm(request.POST, auto_id=f"id_{parcel.pk}_%s")
    if not form.is_valid():
        return _gifts(request, member, parcel.pk, form)
    actions.tell_address(by=member, parcel=parcel, address=form.cleaned_data["address"])
    messages.success(request, _("Thank you. It is sealed until the parcel leaves, then erased."))
    return redirect("desk_gift", member.brand.slug)


def _gifts(request: HttpRequest, member: Membership, number: int = 0, wrong: AddressForm | None = None) -> HttpResponse:
    found = list(queries.parcels_of(member))
    read = queries.readings(member, [one.pk for one in found])
    for one in found:
        one.form = wrong if one.pk == number else AddressForm(auto_id=f"id_{one.pk}_%s")  # type: ignore[attr-defined]
        one.read = read.get(one.pk, [])  # type: ignore[attr-defined]
    answer = show_desk(request, "attentions/gifts_mine.html", member, parcels=found, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer
