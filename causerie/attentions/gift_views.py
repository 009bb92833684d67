"""The manager's shelf of gifts, and parcels on their way."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causerie.attentions import actions, queries
from causerie.attentions.access import gift_for, parcel_for
from causerie.attentions.doors import show
from causerie.attentions.forms import GiftForm
from causerie.attentions.models import Gift
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership


@for_managers
@require_http_methods(["GET", "POST"])
def shelf(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What there is to give; a new gift is added below."""
    form = GiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.save_gift(by=manager, gift=None, **form.cleaned_data)
        more = request.POST.get("more", "")
        if more.isdigit():
            actions.restock(by=manager, gift=made, more=int(more))
        messages.success(request, _("On the shelf."))
        return redirect("office_gifts", manager.brand.slug)
    return show(
        request, "gifts", manager, tab="gifts", gifts=queries.shelf(manager.brand_id), form=form, status=422 if form.errors else 200
    )


@for_managers
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """A gift's words; whether it is still given."""
    gift = gift_for(manager, number)
    form = GiftForm(request.POST or None, instance=Gift.objects.get(id=gift.pk))
    if request.method == "POST" and form.is_valid():
        actions.save_gift(by=manager, gift=gift, shown="put_away" not in request.POST, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("office_gifts", manager.brand.slug)
    return show(request, "gift", manager, tab="gifts", gift=gift, form=form, status=422 if form.errors else 200)


@for_managers
@require_POST
def stock(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """So many more, or fewer."""
    try:
        more = int(request.POST.get("more", ""))
        actions.restock(by=manager, gift=gift_for(manager, number), more=more)
    except ValueError:
        messages.error(request, Refused("bad_value").words)
    except Refused as refused:
        messages.error(request, refused.words)
    return redirect("office_gifts", manager.brand.slug)


@for_managers
@require_http_methods(["GET"])
def parcels(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What is to post, what waits for an address, what left."""
    return _parcels(request, manager, {})


@for_managers
@require_POST
def parcel(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Show its address, say that it left, or take it back."""
    one, what = parcel_for(manager, number), request.POST.get("what", "")
    if what == "read":
        return _parcels(request, manager, {one.pk: actions.read_address(by=manager, parcel=one)})
    if what == "sent":
        actions.mark_sent(by=manager, parcel=one)
        messages.success(request, _("On its way. The address is erased."))
    elif what == "cancel":
        actions.cancel(by=manager, parcel=one)
        messages.success(request, _("Back on the shelf. No address is kept."))
    return redirect("office_parcels", manager.brand.slug)


def _parcels(request: HttpRequest, manager: Membership, opened: dict[int, str]) -> HttpResponse:
    rows: dict[str, Any] = queries.parcels(manager.brand_id)
    for one in rows["ready"]:
        one.opened = opened.get(one.pk, "")
    answer = show(request, "parcels", manager, tab="parcels", **rows)
    answer["Cache-Control"] = "no-store"
    return answer
