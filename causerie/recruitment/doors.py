"""This room's pages in the office's shell, and what its mailed doors do first."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from causerie.kernel.refusal import Refused
from causerie.people.doors import show_office
from causerie.people.models import Membership
from causerie.realtime.limits import Buckets

# Secrets that one address may try: an office full of newcomers at once, then one a second.
_TRIES = Buckets(60, 1)


def mailed_secret(request: HttpRequest) -> str:
    """What stands after the # of a mailed link; it comes by POST. Raises Refused("slow_down") with `retry_after` in seconds."""
    wait = _TRIES.take(request.META.get("REMOTE_ADDR", ""))
    if wait:
        raise Refused("slow_down", retry_after=round(wait, 1))
    return request.POST.get("token", "")


def show(request: HttpRequest, template: str, manager: Membership, *, tab: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page under "Recruitment"; `tab`: which of its parts."""
    return show_office(request, f"recruitment/{template}.html", manager, here="recruitment", tab=tab, status=status, **context)
