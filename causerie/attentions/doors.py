"""This room's pages in the office's shell."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from causerie.people.doors import show_office
from causerie.people.models import Membership


def show(request: HttpRequest, template: str, manager: Membership, *, tab: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page under "Attentions"; `tab`: which of its parts."""
    return show_office(request, f"attentions/{template}.html", manager, here="attentions", tab=tab, status=status, **context)
