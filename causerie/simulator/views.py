"""The demonstration's pages: where to click, the imaginary shop, the mails that were not sent. Only with CAUSERIE_DEMO."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from causerie.brands.models import Brand, Site
from causerie.kernel.clock import to_datetime
from causerie.kernel.refusal import Refused
from causerie.notify import queries as mails_queries
from causerie.people.models import Membership, Person
from causerie.simulator import seeds, shop
from causerie.simulator.demo import HUMANS, is_loopback

View = Callable[..., HttpResponse]
# What a shop's own policy must allow for the window: the loader, its status, its frame and its faces, from the chat's address.
_SHOP_POLICY = (
    "default-src 'none'; script-src {loader}; connect-src 'self'; frame-src 'self'; img-src 'self' data:; style-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def demo_only(view: View) -> View:
    """These pages are not there outside a demonstration, nor for anybody but this computer."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        # A tunnel to the outside arrives from this computer too, but says for whom.
        forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
        if not settings.CAUSERIE["DEMO"] or forwarded or not is_loopback(request.META.get("REMOTE_ADDR", "")):
            raise Refused("not_found")
        return view(request, *args, **values)

    return guarded


def _brand() -> Brand:
    return Brand.objects.get(slug=seeds.plan()["slug"])


def _site() -> Site:
    """The brand's site in the page's language."""
    sites = {site.language: site for site in _brand().sites.select_related("brand")}
    return sites.get(get_language() or "en") or sites["en"]


@require_safe
@demo_only
def first(request: HttpRequest) -> HttpResponse:
    """One screen: what to click."""
    members = {member.person.email: member for member in Membership.objects.filter(brand=_brand()).select_related("person")}
    people = {key: members[seeds.email(key)] for key in HUMANS}
    known = {seeds.email(key) for key in HUMANS}
    others = [member for email, member in members.items() if email not in known and member.role == Membership.Role.AMBASSADOR]
    site = _site()
    context = {**people, "others": others, "colour": site.brand.colour, "status": f"/w/{site.key}/status.json"}
    return render(request, "simulator/first.html", context)


@require_POST
@demo_only
def sign_in(request: HttpRequest) -> HttpResponse:
    """One click instead of the demo's public passwords."""
    key = request.POST.get("who", "")
    person = Person.objects.filter(email=seeds.email(key)).first() if key in HUMANS else None
    if person is None:
        raise Refused("not_found")
    known = request.META.get("CSRF_COOKIE")
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    # The first page stays open beside the desk: its buttons must work again, so the form's secret is not changed here.
    if known:
        request.META["CSRF_COOKIE"] = known
    return redirect("office" if request.POST.get("door") == "office" else "desk", seeds.plan()["slug"])


def parts(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is a link to this house: no other address is made clickable."""
    own = re.compile(rf"({re.escape(settings.PUBLIC_URL)}/[^\s<>\"]*[^\s<>\".,;:!?)])")
    return [(piece, bool(own.fullmatch(piece))) for piece in own.split(text) if piece]


@require_safe
@demo_only
def mails(request: HttpRequest) -> HttpResponse:
    """What would have been sent."""
    rows = [{"mail": mail, "at": to_datetime(mail.created_at), "parts": parts(mail.text)} for mail in mails_queries.recent_mails()]
    return render(request, "simulator/mails.html", {"rows": rows})


def _shop(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    language, site = get_language() or "en", _site()
    loader = request.build_absolute_uri("/w/loader.js")
    common = {"say": shop.words(language), "homes": shop.homes(language), "site_key": site.key, "loader": loader, "here": template}
    response = render(request, f"simulator/shop_{template}.html", {**common, **context})
    response.policy = _SHOP_POLICY.format(loader=loader)  # type: ignore[attr-defined]
    return response


@require_safe
@demo_only
def shop_home(request: HttpRequest) -> HttpResponse:
    return _shop(request, "home")


@require_safe
@demo_only
def shop_listing(request: HttpRequest, slug: str) -> HttpResponse:
    home = shop.home(slug, get_language() or "en")
    if home is None:
        raise Refused("not_found")
    picture = request.build_absolute_uri(static(home["picture"]))
    return _shop(request, "listing", home=home, picture=picture)


@require_safe
@demo_only
def shop_how(request: HttpRequest) -> HttpResponse:
    return _shop(request, "how")


@require_safe
@demo_only
def shop_basket(request: HttpRequest) -> HttpResponse:
    return _shop(request, "basket", home=shop.home(request.GET.get("home", ""), get_language() or "en"))
