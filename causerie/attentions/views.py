"""The manager's to-do of personal touches, and its words."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.attentions import actions, queries
from causerie.attentions.access import attention_for, gift_for, member_for
from causerie.attentions.actions.todo import wordings
from causerie.attentions.doors import show
from causerie.attentions.models import Attention
from causerie.kernel.ids import new_secret
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership

PAGE = 20
Kind = Attention.Kind
State = Attention.State


@for_managers
@require_GET
def todo(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What is to do, the most urgent first; or what was done, or let pass."""
    state = request.GET.get("state", "")
    found = _found(manager, request.GET.get("q", "").strip())
    rows = queries.ended(manager.brand_id, state) if state in (State.DONE, State.SKIPPED) else queries.to_do(manager.brand_id)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    own = wordings(manager.brand_id)
    for one in map(queries.dress, page):
        one.words = actions.words_for(one, own) if one.state == State.OPEN else ""  # type: ignore[attr-defined]
    told: dict[str, Any] = {"page": page, "state": state, "gifts": queries.to_give(manager.brand_id)}
    return show(request, "todo", manager, tab="todo", search=request.GET.get("q", ""), found=found, **told)


def _found(manager: Membership, search: str) -> list[Membership]:
    if not search:
        return []
    rows = Membership.objects.current().filter(brand_id=manager.brand_id, name__icontains=search[:60])
    return list(rows.exclude(id=manager.pk).order_by("name")[:8])


@for_managers
@require_POST
def end(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """Said on the private line, done another way, a gift given, or let pass."""
    attention = attention_for(manager, number)
    what, note = request.POST.get("what", ""), request.POST.get("note", "")
    if what == "gift":
        return _gift(request, manager, attention)
    if what == "say":
        # The word first: sent again under the same key, it is the same word.
        _say(manager, attention.member, request.POST.get("words", ""), f"attention-{attention.pk}")
    actions.end(by=manager, attention=attention, what=State.SKIPPED if what == "skip" else State.DONE, note=note)
    said = {"say": _("Your word is on %(name)s’s private line."), "skip": _("Let pass. Nothing was sent to %(name)s.")}
    messages.success(request, said.get(what, _("Done. A kind thing for %(name)s.")) % {"name": attention.member.name})
    return redirect("office_attentions", manager.brand.slug)


def _say(manager: Membership, member: Membership, text: str, client_id: str) -> None:
    import_string(settings.PRIVATE_WORD)(by=manager, member=member, text=text, client_id=client_id)


def _gift(request: HttpRequest, manager: Membership, attention: Attention) -> HttpResponse:
    gift = gift_for(manager, _number(request.POST.get("gift", "")))
    actions.give(by=manager, member=attention.member, gift=gift, attention=attention)
    _given(request, attention.member, gift.by_post)
    return redirect("office_attentions", manager.brand.slug)


def _given(request: HttpRequest, member: Membership, by_post: bool) -> None:
    words = _("Promised. We ask %(name)s for an address, and tell you when it is here.") if by_post else _("Given to %(name)s.")
    messages.success(request, words % {"name": member.name})


def _number(text: str) -> int:
    if not text.isdigit():
        raise Refused("not_found")
    return int(text)


@for_managers
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """A touch by hand for one member, a gift, and what was done for them before."""
    member = member_for(manager, number)
    if request.method == "POST":
        try:
            return _by_hand(request, manager, member)
        except Refused as refused:
            messages.error(request, refused.words)
    told: dict[str, Any] = {"who": member, "gifts": queries.to_give(manager.brand_id), "before": queries.attentions_of(member)}
    return show(request, "person", manager, tab="todo", click=new_secret()[:20], parcels=queries.parcels_of(member), **told)


def _by_hand(request: HttpRequest, manager: Membership, member: Membership) -> HttpResponse:
    if request.POST.get("what") == "gift":
        gift = gift_for(manager, _number(request.POST.get("gift", "")))
        actions.give(by=manager, member=member, gift=gift, client_id=request.POST.get("click", ""))
        _given(request, member, gift.by_post)
    else:
        actions.note_by_hand(by=manager, member=member, kind=request.POST.get("kind", ""), note=request.POST.get("note", ""))
        messages.success(request, _("Noted: it stands in your list."))
    return redirect("office_attentions", manager.brand.slug)


@for_managers
@require_GET
def words(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Each kind's words, by language."""
    own = wordings(manager.brand_id)
    kinds = [(kind, label, [(code, name, (kind, code) in own) for code, name in settings.LANGUAGES]) for kind, label in Kind.choices]
    return show(request, "words", manager, tab="words", kinds=kinds)


class WordingForm(forms.Form):
    text = forms.CharField(max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


@for_managers
@require_http_methods(["GET", "POST"])
def wording(request: HttpRequest, manager: Membership, kind: str, language: str) -> HttpResponse:
    """The brand's own words for one kind, in one language."""
    languages = dict(settings.LANGUAGES)
    if kind not in Kind.values or language not in languages:
        raise Refused("not_found")
    usual = actions.usual_words(kind, language)
    form = WordingForm(request.POST or None, initial={"text": wordings(manager.brand_id).get((kind, language), usual)})
    form.fields["text"].label = _("Words")
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        actions.save_wording(by=manager, kind=kind, language=language, text="" if text.strip() == usual else text)
        messages.success(request, _("Saved."))
        return redirect("office_attention_words", manager.brand.slug)
    return show(request, "wording", manager, tab="words", form=form, kind=Kind(kind).label, language=languages[language])
