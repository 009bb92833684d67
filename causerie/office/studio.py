"""A window as the studio shows it: the very words, look and colours that visitors would get, for settings that nobody saved."""

from dataclasses import asdict
from typing import Any

from django.utils import translation

from causerie.brands.models import Site
from causerie.conversations.clockwork import look_of, picture_of, sayings_of
from causerie.design.theme import reading, theme
from causerie.people.models import Membership
from causerie.window.views import data


def shown(site: Site, language: str) -> dict[str, Any]:
    """`site`: what the window's page knows; `look` and `people`: the button; `css`: the colours; `reading`: how they read."""
    with translation.override(language):
        about = data(site)
    look = look_of(site)
    return {
        "site": {name: about[name] for name in ("greeting", "about", "closed", "called", "rewarded", "reward", "support", "offline")},
        "look": {"colour": look.colour, "ink": look.ink, "position": look.position, **sayings_of(site, language)},
        "people": _people(site),
        "css": theme(site.accent).css(),
        "reading": {**asdict(found := reading(site.accent)), "adjusted": found.adjusted},
        "language": language,
    }


def _people(site: Site) -> list[dict[str, str]]:
    """Three members who could stand on the button, or the brand's picture."""
    members = (
        Membership.objects.current().filter(brand_id=site.brand_id, role=Membership.Role.AMBASSADOR).exclude(photo="").order_by("id")[:3]
    )
    faces = [{"name": member.name, "photo": f"/faces/{member.photo}"} for member in members] if site.show_faces else []
    return faces or ([{"name": "", "photo": picture_of(site)}] if site.picture else [])
