"""What every page of the office does first: who asks, for which brand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from causerie.office.access import manager_of
from causerie.office.queries import managed_brands
from causerie.people.models import Membership, Person

# Pages that stand under another one of the rail.
_RAIL = {"report": "today", "site": "sites", "invite": "people"}


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the manager in place of the brand's short name; others learn nothing: not found."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, brand_slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        assert isinstance(request.user, Person)
        return view(request, manager_of(request.user, brand_slug), *args, **kwargs)

    return guarded


def show(request: HttpRequest, template: str, manager: Membership, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the office, with its rail."""
    brands = [one.brand for one in managed_brands(manager.person_id)]
    return render(
        request,
        f"office/{template}.html",
        {"me": manager, "brand": manager.brand, "brands": brands, "here": _RAIL.get(template, template), **context},
        status=status,
    )
