"""What every fragment of the community does first: who asks, for which brand, how fast; and how it is drawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import override

from causerie.community.access import reader_of
from causerie.community.models import Corner
from causerie.kernel.refusal import Refused
from causerie.people.models import Membership
from causerie.realtime.limits import Buckets

# How many at once, and how many a second after that: more than a person writes, less than a program would.
_PACES = {
    "post": Buckets(6, 1 / 60),
    "comment": Buckets(12, 1 / 5),
    "touch": Buckets(40, 2),
    "chat": Buckets(8, 1 / 2),
    "flag": Buckets(10, 1 / 30),
}

# Where one may post: news are the articles.
_CORNERS = [choice for choice in Corner.choices if choice[0] != Corner.NEWS]


def member_of(request: HttpRequest) -> Membership:
    """What the signed-in person is for the brand that the request names. Raises Refused("not_you" | "not_found")."""
    if not request.user.is_authenticated:
        raise Refused("not_you")
    return reader_of(request.user, request.POST.get("brand") or request.GET.get("brand", ""))


def paced(request: HttpRequest, pace: str) -> Membership:
    """`member_of`, at a person's pace. Raises Refused("slow_down") with `retry_after` in seconds."""
    member = member_of(request)
    slow(member, pace)
    return member


def slow(member: Membership, pace: str) -> None:
    """Raises Refused("slow_down") when this member does too much of that at once."""
    wait = _PACES[pace].take(str(member.id))
    if wait:
        raise Refused("slow_down", retry_after=round(wait, 1))


def number_of(values: Any, name: str) -> int:
    """A number of the query or the form; 0 when it is none."""
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def show(request: HttpRequest, template: str, member: Membership, **context: Any) -> HttpResponse:
    shared = {"me": member, "brand": member.brand, "me_corners": _CORNERS}
    with override(member.brand.time_zone):
        return render(request, f"community/{template}.html", {**shared, **context})
