"""The first start: three short pages, only while no brand lives here, only for whoever holds the operator's code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from causerie.kernel.refusal import Refused
from causerie.office import founding, setup_code
from causerie.office.setup_forms import CodeForm, FirstBrandForm, FirstSiteForm, OwnerForm

View = Callable[..., HttpResponse]
KEPT = "setup"
STEPS = ("setup_brand", "setup_site", "setup_owner")
page = require_http_methods(["GET", "POST"])


def before_founding(view: View) -> View:
    """Once a brand lives here this page does not exist."""

    @page
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if setup_code.founded():
            raise Refused("not_found")
        return view(request)

    return guarded


def with_code(view: View) -> View:
    """Only after the code; the view gets what was said so far."""

    @before_founding
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        said = request.session.get(KEPT) or {}
        if said.get("proof") != setup_code.proof():
            return redirect("setup")
        return view(request, said)

    return guarded


@sensitive_post_parameters("code")
@before_founding
def code(request: HttpRequest) -> HttpResponse:
    """The door: the code of the terminal."""
    form, status = CodeForm(request.POST or None), 200
    if form.is_valid():
        try:
            proof = setup_code.tried(form.cleaned_data["code"], request.META.get("REMOTE_ADDR", ""))
        except Refused as refused:
            form.add_error("code", refused.words)
            status = refused.status
        else:
            request.session.cycle_key()
            request.session[KEPT] = {"proof": proof}
            return redirect(STEPS[0])
    return _show(request, "code", form, 0, status=status if form.errors else 200)


@with_code
def brand(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """Whose community it is."""
    return _step(request, said, "brand", FirstBrandForm(request.POST or None, initial=said.get("brand")), 1)


@with_code
def site(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """Where the window will stand."""
    if "brand" not in said:
        return redirect(STEPS[0])
    initial = said.get("site") or {"site_name": said["brand"]["name"], "language": request.LANGUAGE_CODE}
    return _step(request, said, "site", FirstSiteForm(request.POST or None, initial=initial), 2)


@sensitive_post_parameters("password")
@with_code
def owner(request: HttpRequest, said: dict[str, Any]) -> HttpResponse:
    """Who leads: with this the brand is founded, and its owner is signed in."""
    if "site" not in said:
        return redirect(STEPS[0])
    form = OwnerForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "owner", form, 3, said=said, status=422 if form.errors else 200)
    place = said["site"]
    languages = list(dict.fromkeys([place["language"], *place["others"]]))
    _site, member = founding.found(
        first=True, languages=languages, shop=place["shop"], site_name=place["site_name"], **said["brand"], **form.cleaned_data
    )
    setup_code.forget()
    request.session.pop(KEPT, None)
    login(request, member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("office_begin", member.brand.slug)


def _step(request: HttpRequest, said: dict[str, Any], name: str, form: Form, number: int) -> HttpResponse:
    """Keeps what a page says and goes on to the next."""
    if form.is_valid():
        request.session[KEPT] = {**said, name: form.cleaned_data}
        return redirect(STEPS[number])
    return _show(request, name, form, number, said=said, status=422 if form.errors else 200)


def _show(request: HttpRequest, name: str, form: Form, number: int, *, status: int = 200, **context: Any) -> HttpResponse:
    back = STEPS[number - 2] if number > 1 else ""
    return render(request, f"office/setup_{name}.html", {"form": form, "step": number, "back": back, **context}, status=status)
