"""The office's own pages in its shell."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from causerie.people.doors import show_office
from causerie.people.models import Membership

# Pages that stand under another one of the rail.
_RAIL = {"site": "sites", "history": "sites", "invite": "people", "new_brand": "brand"}


def show(request: HttpRequest, template: str, manager: Membership, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of this room, with its rail."""
    return show_office(request, f"office/{template}.html", manager, here=_RAIL.get(template, template), status=status, **context)
