"""Writing to customers who agreed to it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers
from causerie.people.models import Membership
from causerie.recruitment import actions, queries
from causerie.recruitment.access import campaign_for
from causerie.recruitment.doors import show
from causerie.recruitment.forms import CampaignForm, ContactsForm
from causerie.recruitment.models import Campaign


@for_managers
@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest, manager: Membership) -> HttpResponse:
    """All of them, and a new one."""
    form = CampaignForm(request.POST or None, manager=manager)
    if form.is_valid():
        made = actions.draft(by=manager, **{name: form.cleaned_data[name] for name in ("site", "name", "subject", "text")})
        return redirect("office_campaign", manager.brand.slug, made.id)
    found = queries.campaigns(manager.brand_id)[:50]
    return show(request, "campaigns", manager, tab="campaigns", form=form, campaigns=found, status=422 if form.errors else 200)


@for_managers
@require_http_methods(["GET", "POST"])
def campaign(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """One campaign: its customers, how it goes; a file adds customers."""
    chosen = campaign_for(manager, number)
    form = ContactsForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _loaded(request, manager, chosen, form):
        return redirect("office_campaign", manager.brand.slug, number)
    counted = queries.campaigns(manager.brand_id).get(id=number)
    pace = queries.programme(manager.brand_id).mails_a_day
    return show(request, "campaign", manager, tab="campaigns", form=form, campaign=counted, pace=pace, status=422 if form.errors else 200)


def _loaded(request: HttpRequest, manager: Membership, chosen: Campaign, form: ContactsForm) -> bool:
    try:
        outcome = actions.load(by=manager, campaign=chosen, data=form.cleaned_data["file"].read(4_000_001))
    except Refused as refused:
        no_columns = _("The first line must name the columns email and consent.")
        form.add_error("file", no_columns if refused.code == "bad_value" else refused.words)
        return False
    messages.success(request, ngettext("%(count)s customer added.", "%(count)s customers added.", outcome.added) % {"count": outcome.added})
    for words in _left_out(outcome):
        messages.info(request, words)
    return True


def _left_out(outcome: actions.Loaded) -> list[str]:
    told = [
        (outcome.without_consent, _("Left out, without consent: %(count)s.")),
        (outcome.refused, _("Left out, because they said stop or cannot be reached: %(count)s.")),
        (outcome.twice, _("Left out, written to already or twice in the file: %(count)s.")),
        (outcome.members, _("Left out, members already: %(count)s.")),
        (outcome.wrong, _("Left out, not an e-mail address: %(count)s.")),
    ]
    return [words % {"count": count} for count, words in told if count]


@for_managers
@require_POST
def run(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """It leaves, or is held."""
    actions.run_campaign(by=manager, campaign=campaign_for(manager, number), running=request.POST.get("running") == "yes")
    return redirect("office_campaign", manager.brand.slug, number)
