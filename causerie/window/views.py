"""The window's page: framed by the shop's pages, or opened by itself from a mailed link."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from causerie.brands.models import Site
from causerie.design.templatetags.causerie import module_addresses
from causerie.kernel.refusal import Refused
from causerie.window.small import as_brotli

# What the page loads, first to last needed: named once here for the page's preloads and for the test of its weight.
MODULES = (
    "design/i18n.js", "design/dom.js", "design/face.js", "design/icons.js", "design/links.js", "design/live.js", "design/thread.js",
    "window/keep.js", "window/host.js", "window/talk.js", "window/composer.js", "window/screens.js", "window/forms.js", "window/menu.js",
    "window/sound.js",
)  # fmt: skip
STYLES = (
    "design/tokens", "design/reset", "design/base", "design/button", "design/face", "design/field", "design/dialog", "design/thread",
    "window/window",
)  # fmt: skip
# The icons it uses travel in the page: the whole sprite would weigh a tenth of the window.
ICONS = ("check", "heart", "image", "info", "mail", "more", "send", "star", "trash", "users", "volume", "volume-off", "x")


@as_brotli
def window(request: HttpRequest, site_key: str) -> HttpResponse:
    """The talk itself. Only the site's own origins may frame it."""
    site = Site.objects.select_related("brand").filter(key=site_key).first()
    if site is None:
        raise Refused("not_found")
    addresses = module_addresses(("design", "window"))
    context = {"site": site, "about": data(site), "modules": [addresses[f"@causerie/{name}"] for name in MODULES], "icons": icons()}
    response = render(request, "window/window.html", context)
    response.frame_ancestors = ["'self'", *site.origins]  # type: ignore[attr-defined]
    return response


def data(site: Site) -> dict[str, object]:
    """What the page's modules know of the site before they connect."""
    return {
        "key": site.key,
        "brand": site.brand.name,
        "language": site.language,
        "greeting": site.greeting,
        "about": site.about,
        "rewarded": site.rewarded,
        "support": site.support_url,
        "offline": site.offline,
        "origins": site.origins,
        "languages": list(settings.LANGUAGES),
    }


@lru_cache(1)
def icons() -> SafeString:
    """The few symbols of the house's sprite that the window draws."""
    sprite = Path(str(finders.find("design/icons.svg"))).read_text()
    found = {match[1]: match[0] for match in re.finditer(r'<symbol id="([^"]+)".*?</symbol>', sprite, re.S)}
    return mark_safe("".join(found[name] for name in ICONS))  # noqa: S308
