"""The pages of those who watch over a brand: reports, held messages, rules, and the board of what happens now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.conversations import queries as talks
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import MANAGERS, for_managers, for_team, show_office
from causerie.people.models import Membership
from causerie.safety import actions, hands, queries
from causerie.safety.access import block_for, conversation_for, held_for, report_for, visitor_for
from causerie.safety.forms import DecisionForm, GuardForm, NetworkForm, ReasonForm, SettleForm

for_answering = for_team(*MANAGERS, Membership.Role.SUPPORT)


def _show(request: HttpRequest, template: str, member: Membership, *, here: str = "safety", **context: Any) -> HttpResponse:
    return show_office(request, f"safety/{template}.html", member, here=here, **context)


@for_answering
@require_GET
def queue(request: HttpRequest, member: Membership) -> HttpResponse:
    """Reports by their state, and messages that wait for the team."""
    found = queries.cases(member.brand_id)
    state = request.GET.get("state", "open")
    state = state if state in queries.STATES else "open"
    counts = [(one, sum(case.state == one for case in found)) for one in queries.STATES]
    shown = [case for case in found if case.state == state]
    return _show(request, "queue", member, cases=shown, state=state, counts=counts, held=talks.held_of(member.brand_id))


@for_answering
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """A report with its context, and what becomes of it."""
    found = report_for(member, number)
    form = DecisionForm(request.POST or None, possible=queries.possible(found, member), initial={"what": "nothing"})
    if form.is_valid():
        try:
            actions.decide(by=member, report=found, **form.cleaned_data)
        except Refused as refused:
            form.add_error("words" if refused.code == "empty" else None, _decided_words(refused))
        else:
            messages.success(request, _("Decided. Who is concerned gets the reasons, where we have an address."))
            return redirect("safety_report", member.brand.slug, number)
    return _report(request, member, found, form=form)


def _decided_words(refused: Refused) -> str:
    if refused.code == "taken":
        return _("A colleague has decided it meanwhile.")
    return _("Say why: the person concerned has a right to the reasons.") if refused.code == "empty" else refused.words


def _report(request: HttpRequest, member: Membership, found: Any, **context: Any) -> HttpResponse:
    conversation = found.conversation
    shown = {
        "report": found,
        "decision": queries.decision_of(found),
        "lines": talks.messages_after(conversation, 0),
        "signals": talks.signals_of(conversation.visitor, now_ms()),
        "hides": talks.hides_something(conversation),
        "readings": talks.readings_of(conversation),
        "settle": SettleForm(),
        "network": NetworkForm(),
        "reason": ReasonForm(),
        **context,
    }
    wrong = any(form.errors for form in shown.values() if hasattr(form, "errors"))
    return _show(request, "report", member, status=422 if wrong else 200, **shown)


@for_answering
@require_POST
def originals(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """What was hidden in this conversation, once, for the reason that is given."""
    found = report_for(member, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _report(request, member, found, form=_empty_form(found, member), reason=form)
    read = hands.read_originals(by=member, conversation=found.conversation, reason=form.cleaned_data["reason"])
    return _report(request, member, found, form=_empty_form(found, member), originals=sorted(read.items()))


def _empty_form(found: Any, member: Membership) -> DecisionForm:
    return DecisionForm(possible=queries.possible(found, member), initial={"what": "nothing"})


@for_answering
@require_POST
def settle(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """The answer to an appeal."""
    found = report_for(member, number)
    decision = queries.decision_of(found)
    form = SettleForm(request.POST)
    if decision is None:
        raise Refused("not_found")
    if not form.is_valid():
        return _report(request, member, found, form=_empty_form(found, member), settle=form)
    try:
        actions.settle(by=member, decision=decision, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, _decided_words(refused))
        return _report(request, member, found, form=_empty_form(found, member), settle=form)
    messages.success(request, _("Settled."))
    return redirect("safety_report", member.brand.slug, number)


@for_answering
@require_POST
def network(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """Nobody may begin from where this visitor came, for some days."""
    found = report_for(member, number)
    form = NetworkForm(request.POST)
    if not form.is_valid():
        return _report(request, member, found, form=_empty_form(found, member), network=form)
    hands.block_network(by=member, visitor=found.conversation.visitor, **form.cleaned_data)
    messages.success(request, _("Nobody can begin from that network until the block ends."))
    return redirect("safety_report", member.brand.slug, number)


@for_answering
@require_POST
def held(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    """Let a held message pass, or not."""
    passes = request.POST.get("pass") == "yes"
    there = hands.decide_held(by=member, held=held_for(member, number), let_pass=passes)
    said = _("It stands in the conversation now.") if there else _("The conversation is over: it could not follow.")
    messages.success(request, said if passes else _("It stays out."))
    return redirect("safety", member.brand.slug)


@for_managers
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, member: Membership) -> HttpResponse:
    """What is hidden, which words wait, and who is blocked."""
    row = talks.guard_of(member.brand_id)
    shown = {"masks": row.masks, "spared": row.spared, "words": row.words, "words_are": row.words_are}
    form = GuardForm(request.POST or None, initial=shown)
    if form.is_valid():
        hands.save_guard(by=member, **form.cleaned_data)
        messages.success(request, _("Saved. Open windows follow within seconds."))
        return redirect("safety_rules", member.brand.slug)
    visitors = talks.blocked_visitors(member.brand_id)
    networks = talks.blocked_networks(member.brand_id, now_ms())
    return _show(request, "rules", member, form=form, visitors=visitors, networks=networks, status=422 if form.errors else 200)


@for_managers
@require_POST
def lift(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    hands.lift_network(by=member, block=block_for(member, number))
    messages.success(request, _("Lifted."))
    return redirect("safety_rules", member.brand.slug)


@for_managers
@require_POST
def unblock(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    hands.block_visitor(by=member, visitor=visitor_for(member, number), on=False)
    messages.success(request, _("They can write again."))
    return redirect("safety_rules", member.brand.slug)


# ---- now -------------------------------------------------------------------------------------------------------------


@for_answering
@require_GET
def board(request: HttpRequest, member: Membership) -> HttpResponse:
    """What happens now, without a word of anybody's; the page asks again every few seconds."""
    shown = queries.board(member.brand_id)
    if "HX-Request" in request.headers:
        return render(request, "safety/now.html", {"board": shown, "brand": member.brand, "me": member})
    return _show(request, "board", member, here="live", board=shown)


@for_answering
@require_POST
def join(request: HttpRequest, member: Membership, public_id: str) -> HttpResponse:
    """Come into a talk as a reader, in view of both sides."""
    hands.read_along(by=member, conversation=conversation_for(member, public_id))
    return redirect("safety_along", member.brand.slug, public_id)


@for_answering
@require_GET
def along(request: HttpRequest, member: Membership, public_id: str) -> HttpResponse:
    """A talk that one has joined, or one's own; others do not exist here."""
    found = conversation_for(member, public_id)
    own = found.holder_id == member.id
    if not own and not talks.reads_along(member, found):
        raise Refused("not_found")
    shown = {"conversation": found, "own": own, "lines": talks.messages_after(found, 0, limit=2000)}
    if "HX-Request" in request.headers:
        return render(request, "safety/lines.html", shown)
    return _show(request, "along", member, here="live", **shown)
