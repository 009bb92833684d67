"""The sites of a brand and the settings of their windows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.brands.models import Site
from causerie.conversations import sightings
from causerie.journal import audit
from causerie.kernel import pictures
from causerie.kernel.refusal import Refused
from causerie.office import actions, queries, studio
from causerie.office.access import greeting_for, site_for
from causerie.office.begin_views import policy_of, tag_of
from causerie.office.doors import show
from causerie.office.forms import GreetingForm, NewSiteForm
from causerie.office.studio_form import StudioForm
from causerie.office.told import lines
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.window.views import page as window_page


@for_managers
@require_http_methods(["GET", "POST"])
def sites(request: HttpRequest, manager: Membership) -> HttpResponse:
    """All sites, and the form to add one."""
    form = NewSiteForm(request.POST or None)
    if form.is_valid():
        made = actions.add_site(by=manager, **form.cleaned_data)
        messages.success(request, _("Your site is ready. Choose its words, then paste the tag into its pages."))
        return redirect("office_site", manager.brand.slug, made.id)
    return show(request, "sites", manager, form=form, sites=queries.sites(manager.brand_id), status=422 if form.errors else 200)


@for_managers
@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The studio: the settings of one window, beside the window itself."""
    found = site_for(manager, number)
    form = StudioForm(request.POST or None, request.FILES or None, instance=found)
    if form.is_valid():
        try:
            actions.save_site(by=manager, site=found, values={**form.values, **_picture(form)})
        except Refused as refused:
            form.add_error("picture_file", refused.words)
        else:
            messages.success(request, _("Saved. Open pages follow within seconds."))
            return redirect("office_site", manager.brand.slug, number)
    return _page(request, manager, site_for(manager, number), form=form, status=422 if form.errors else 200)


def _picture(form: StudioForm) -> dict[str, str]:
    """The name of the stored picture, when one came. Raises Refused("too_big" | "not_a_picture")."""
    came = form.cleaned_data.get("picture_file")
    if not came:
        return {}
    if (came.size or 0) > pictures.MOST_BYTES:
        raise Refused("too_big")
    return {"picture": pictures.store_face(came.read())}


@for_managers
@require_POST
def preview(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """What is typed and not saved, as the window would have it; nothing is written."""
    found = site_for(manager, number)
    form = StudioForm(request.POST, instance=found)
    form.is_valid()
    language = request.POST.get("preview_language", "")
    shown = studio.shown(form.unsaved(), language if language in dict(settings.LANGUAGES) else found.language)
    return JsonResponse({**shown, "faults": {name: " ".join(map(str, faults)) for name, faults in form.errors.items()}})


@for_managers
@require_GET
def preview_window(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The window's own page for the studio's frame: it talks to nobody."""
    site = site_for(manager, number)
    return window_page(request, site, preview=studio.shown(site, request.LANGUAGE_CODE))


def _page(request: HttpRequest, manager: Membership, site: Site, **context: Any) -> HttpResponse:
    shared = {
        "site": site,
        "form": StudioForm(instance=site),
        "greeting_form": GreetingForm(),
        "greetings": list(site.greetings.order_by("page_pattern", "seconds")),
        "snippet": tag_of(site),
        "policy": policy_of(),
        "seen": sightings.seen(site.id),
        "last": next(iter(lines(audit.changes(site.brand_id, subject=site, kind="site_set")[:1])), None),
        "groups": GROUPS,
    }
    return show(request, "site", manager, **{**shared, **context})


@for_managers
@require_POST
def secret(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The same page, with the secret shown this once."""
    found = site_for(manager, number)
    return _page(request, manager, found, secret=actions.show_secret(by=manager, site=found))


@for_managers
@require_POST
def add_greeting(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    found = site_for(manager, number)
    form = GreetingForm(request.POST)
    if form.is_valid():
        try:
            actions.add_greeting(by=manager, site=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("Added. It greets from now on."))
            return _to_greetings(manager, number)
    return _page(request, manager, found, greeting_form=form, status=422)


@for_managers
@require_POST
def remove_greeting(request: HttpRequest, manager: Membership, number: int, greeting: int) -> HttpResponse:
    actions.remove_greeting(by=manager, greeting=greeting_for(manager, site_for(manager, number), greeting))
    messages.success(request, _("Removed."))
    return _to_greetings(manager, number)


def _to_greetings(manager: Membership, number: int) -> HttpResponse:
    response = redirect("office_site", manager.brand.slug, number)
    response["Location"] += "#greetings"
    return response


GROUPS = {
    "look": ("colour", "position", "show_faces", "picture_file"),
    "rewards": ("rewarded", "reward_label"),
    "after": ("recruiting",),
    "opening": ("min_online", "offline", "time_zone", "limited"),
    "waiting": ("widen_after", "offer_after", "support_url", "silence_limit"),
    "place": ("name", "language", "url", "allowed_origins"),
}
