"""The window's page: framed by the shop's pages, or opened by itself, as from a mailed link (#talk=CODE)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from causerie.brands.models import Site
from causerie.design.templatetags.causerie import module_addresses
from causerie.kernel.refusal import Refused
from causerie.window.small import as_brotli

# What the page loads, first to last needed: named once here for the page's preloads and for the test of its weight.
MODULES = (
    "design/i18n.js", "design/dom.js", "design/face.js", "design/icons.js", "design/links.js", "design/live.js",
    "design/requests.js", "design/thread.js", "window/keep.js", "window/host.js", "window/talk.js", "window/composer.js",
    "window/screens.js", "window/forms.js", "window/menu.js", "window/sound.js",
)  # fmt: skip
STYLES = (
    "design/tokens", "design/reset", "design/base", "design/button", "design/face", "design/field", "design/dialog", "design/thread",
    "window/window",
)  # fmt: skip


@as_brotli
def window(request: HttpRequest, site_key: str) -> HttpResponse:
    """The talk itself. Only the site's own origins may frame it."""
    site = Site.objects.select_related("brand").filter(key=site_key).first()
    if site is None:
        raise Refused("not_found")
    addresses = module_addresses(("design", "window"))
    context = {"site": site, "about": data(site), "modules": [addresses[f"@causerie/{name}"] for name in MODULES]}
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
