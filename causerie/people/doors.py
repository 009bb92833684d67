"""What every page of a brand does first: who asks, for which brand; and the shells that it is drawn in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import override

from causerie.kernel.refusal import Refused
from causerie.people.access import membership_of, memberships_of
from causerie.people.models import Membership, Person

View = Callable[..., HttpResponse]
Role = Membership.Role
OWNERS = (Role.OWNER,)
MANAGERS = (Role.OWNER, Role.MANAGER)
READERS = (*MANAGERS, Role.ANALYST)
EVERY_ROLE = tuple(Role)
ANSWERING = (Role.AMBASSADOR, Role.OWNER, Role.MANAGER, Role.SUPPORT)


def for_team(*roles: str) -> Callable[[View], View]:
    """The view gets the membership in place of the brand's short name; for other roles the page does not exist."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, brand_slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            assert isinstance(request.user, Person)
            member = membership_of(request.user, brand_slug)
            if member.role not in roles:
                raise Refused("not_found")
            return view(request, member, *args, **kwargs)

        return guarded

    return decorate


for_owners = for_team(*OWNERS)
for_managers = for_team(*MANAGERS)
for_readers = for_team(*READERS)
for_members = for_team(*ANSWERING)


def brands_of(member: Membership, roles: tuple[str, ...]) -> list[Any]:
    """The brands for which the same person has one of these roles, by name."""
    return [one.brand for one in memberships_of(member.person) if one.role in roles]


def show_office(
    request: HttpRequest, template: str, member: Membership, *, here: str, status: int = 200, time_zone: str = "", **context: Any
) -> HttpResponse:
    """A page of the office, with its rail; `here` is the key of its entry. Its times are the brand's, or those of `time_zone`."""
    brands = brands_of(member, tuple(role for role in EVERY_ROLE if role != Role.AMBASSADOR))
    shared = {"me": member, "brand": member.brand, "brands": brands, "here": here}
    with override(time_zone or member.brand.time_zone):
        return render(request, template, {**shared, **context}, status=status)


def show_desk(
    request: HttpRequest, template: str, member: Membership, *, status: int = 200, time_zone: str = "", **context: Any
) -> HttpResponse:
    """A page of the member's own, with the desk's top bar. Its times are the brand's, or those of `time_zone`."""
    shared = {"me": member, "member": member, "brand": member.brand, "brands": brands_of(member, ANSWERING)}
    with override(time_zone or member.brand.time_zone):
        return render(request, template, {**shared, **context}, status=status)
