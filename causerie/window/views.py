"""The window's page: framed by the shop's pages, or opened by itself, as from a mailed link (#talk=CODE)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from causerie.brands.models import Site
from causerie.design.templatetags.causerie import module_addresses
from causerie.kernel import files
from causerie.kernel.refusal import Refused
from causerie.window.small import as_brotli

# What the page loads, first to last needed: named once here for the page's preloads and for the test of its weight.
MODULES = (
    "design/i18n.js", "design/dom.js", "design/face.js", "design/icons.js", "design/links.js", "design/live.js",
    "design/requests.js", "design/thread.js", "window/keep.js", "window/host.js", "window/talk.js", "window/composer.js",
    "window/screens.js", "window/forms.js", "window/menu.js", "window/sound.js",
)  # fmt: skip
# Loaded later, by who comes so far, or whose socket is blocked.
LATER = ("design/poll.js", "window/ending.js")
STYLES = (
    "design/tokens", "design/reset", "design/base", "design/button", "design/face", "design/field", "design/dialog", "design/thread",
    "window/window",
)  # fmt: skip


@as_brotli
def window(request: HttpRequest, site_key: str) -> HttpResponse:
    """The talk itself. Only the site's own origins may frame it."""
    return page(request, _site(site_key))


def _site(key: str) -> Site:
    site = Site.objects.select_related("brand").filter(key=key).first()
    if site is None:
        raise Refused("not_found")
    return site


def page(request: HttpRequest, site: Site, preview: dict[str, object] | None = None) -> HttpResponse:
    """The window of a site; as a `preview` only we frame it, and it sends nothing."""
    modules = (*MODULES, *LATER, "window/window.js", *(["window/preview.js"] if preview else []))
    addresses = module_addresses(modules)
    about = {**data(site), "key": f"preview-{site.key}", "preview": preview} if preview else data(site)
    context = {"site": site, "about": about, "modules": modules, "early": [addresses[f"@causerie/{name}"] for name in MODULES]}
    response = render(request, "window/window.html", context)
    response.frame_ancestors = ["'self'"] if preview else ["'self'", *site.origins]  # type: ignore[attr-defined]
    return response


@require_safe
def picture(request: HttpRequest, site_key: str, name: str) -> HttpResponse:
    """The brand's picture for the button, as long as it is the one in use."""
    if not Site.objects.filter(key=site_key, picture=name).exists():
        raise Refused("not_found")
    return HttpResponse(files.read(name), content_type="image/webp", headers=PICTURE_HEADERS)


PICTURE_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def data(site: Site) -> dict[str, object]:
    """What the page's modules know of the site before they connect, in the language active now."""
    language = get_language() or site.language
    return {
        "key": site.key,
        "brand": site.brand.name,
        "language": site.language,
        "greeting": site.said("greeting", language),
        "about": site.said("about", language),
        "closed": site.said("offline_text", language),
        "called": site.brand.called(language) if language in site.brand.words else "",
        "rewarded": site.rewarded,
        "reward": site.reward_label,
        "support": site.support_url,
        "offline": site.offline,
        "origins": site.origins,
        "languages": list(settings.LANGUAGES),
    }
