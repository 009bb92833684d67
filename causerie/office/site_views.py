"""The sites of a brand and the settings of their windows."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causerie.brands.models import Site
from causerie.kernel.refusal import Refused
from causerie.office import actions, queries
from causerie.office.access import greeting_for, site_for
from causerie.office.doors import show
from causerie.office.forms import GreetingForm, NewSiteForm, SiteForm
from causerie.people.doors import for_managers
from causerie.people.models import Membership


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
    """The settings of one window."""
    found = site_for(manager, number)
    form = SiteForm(request.POST or None, instance=found)
    if form.is_valid():
        actions.save_site(by=manager, site=found, values=form.cleaned_data)
        messages.success(request, _("Saved. Open pages follow within seconds."))
        return redirect("office_site", manager.brand.slug, number)
    return _page(request, manager, site_for(manager, number), form=form, status=422 if form.errors else 200)


def _page(request: HttpRequest, manager: Membership, site: Site, **context: Any) -> HttpResponse:
    shared = {
        "site": site,
        "form": SiteForm(instance=site),
        "greeting_form": GreetingForm(),
        "greetings": list(site.greetings.order_by("page_pattern", "seconds")),
        "snippet": f'<script async src="{settings.PUBLIC_URL}/w/loader.js" data-site="{site.key}"></script>',
        "groups": GROUPS,
    }
    return show(request, "site", manager, **{**shared, **context})


@for_managers
@require_POST
def secret(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The same page, with the secret shown this once."""
    found = site_for(manager, number)
    return _page(request, manager, found, secret=found.identify_secret)


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
    "button": ("launcher_text", "launcher_more", "colour", "position", "show_faces"),
    "welcome": ("greeting", "about", "rewarded"),
    "hours": ("min_online", "offline", "widen_after", "offer_after", "support_url", "silence_limit"),
    "place": ("name", "language", "url", "allowed_origins"),
}
