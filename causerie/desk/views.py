"""The ambassadors' pages: the three columns, one's own page, prepared answers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.conversations import publish
from causerie.conversations.prepared_actions import (
    changeable_by,
    forget_prepared,
    keep_prepared,
    prepared_answer,
    removable_by,
    shared_by_others,
)
from causerie.desk.forms import PreparedForm, ProfileForm
from causerie.kernel import files, pictures
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.access import memberships_of
from causerie.people.doors import ANSWERING, for_members, show_desk
from causerie.people.models import Membership, Person
from causerie.people.profile_actions import change_photo, change_profile
from causerie.recruitment.actions import profile_shown
from causerie.recruitment.queries import first_hour

FACE_SIDE = 512


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the person's desk, or office; without a brand, what to do."""
    mine = memberships_of(_person(request))
    found = [one for one in mine if one.role in ANSWERING]
    if mine and not found:
        return redirect("office", mine[0].brand.slug)
    if not found:
        return render(request, "desk/nobody.html", status=403)
    return redirect("desk", found[0].brand.slug)


@for_members
@require_GET
def desk(request: HttpRequest, member: Membership) -> HttpResponse:
    """The three columns. Everything that lives in them comes by the socket."""
    silence = dict(member.brand.sites.values_list("name", "silence_limit"))
    data = {
        "brand": member.brand.slug,
        "csrf": get_token(request),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "now": now_ms(),
        "silence": silence,
    }
    capacities = range(1, member.brand.capacity_cap + 1)
    return show_desk(
        request, "desk/desk.html", member, data=data, capacities=capacities, capacity=min(member.capacity, member.brand.capacity_cap)
    )


@for_members
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, member: Membership) -> HttpResponse:
    """What others see of the member."""
    form = ProfileForm(request.POST or None, request.FILES or None, member=member)
    if form.is_valid() and _kept(form, member):
        messages.success(request, _("Saved. The community sees it from now on."))
        return redirect("desk_welcome" if _of_first_hour(member) else "desk_profile", member.brand.slug)
    return show_desk(request, "desk/profile.html", member, form=form, status=422 if form.errors else 200)


def _of_first_hour(member: Membership) -> bool:
    """Whether they came from their first hour, one step of which is now done."""
    under_way = first_hour(member).under_way
    if under_way:
        profile_shown(by=member)
    return under_way


def _kept(form: ProfileForm, member: Membership) -> bool:
    """Whether all of the form could be saved; what could not is said beside its field."""
    values = dict(form.cleaned_data)
    photo, remove = values.pop("photo", None), values.pop("remove_photo", False)
    field, stored = "photo", ""
    try:
        stored = _store(photo) if photo else ""
        field = "name"
        change_profile(by=member, **values)
    except Refused as refused:
        if stored:
            files.delete(stored)
        form.add_error(field, refused.words)
        return False
    if stored or remove:
        change_photo(by=member, photo=stored)
    publish.member_changed(member.id)
    return True


def _store(photo: "File[bytes]") -> str:
    """The stored picture's name. Raises Refused("too_big" | "not_a_picture")."""
    if (photo.size or 0) > pictures.MOST_BYTES:
        raise Refused("too_big")
    return files.store(pictures.clean_picture(photo.read(), max_side=FACE_SIDE).data, ".webp")


@for_members
@require_GET
def prepared(request: HttpRequest, member: Membership) -> HttpResponse:
    """The prepared answers that the member may change."""
    return show_desk(
        request, "desk/prepared.html", member, answers=changeable_by(member).order_by("shortcut"), others=shared_by_others(member)
    )


@for_members
@require_http_methods(["GET", "POST"])
def prepared_edit(request: HttpRequest, member: Membership, number: int | None = None) -> HttpResponse:
    """Add one, or change one."""
    answer = prepared_answer(member, number) if number is not None else None
    form = PreparedForm(request.POST or None, member=member, answer=answer)
    if form.is_valid():
        try:
            keep_prepared(by=member, answer=answer, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.words)
        else:
            return _saved(request, member, _("Saved. Type / in a conversation to use it."))
    return show_desk(request, "desk/prepared_edit.html", member, form=form, answer=answer, status=422 if form.errors else 200)


@for_members
@require_POST
def prepared_delete(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """Remove one."""
    forget_prepared(by=member, answer=prepared_answer(member, number, removable_by(member)))
    return _saved(request, member, _("Removed."))


def _saved(request: HttpRequest, member: Membership, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return redirect("desk_prepared", member.brand.slug)
