"""The manager's side: what waits for a decision, the rules, the catalogue, the ledger."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causerie.kernel import pictures
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_managers, show_office
from causerie.people.models import Membership
from causerie.rewards import access, actions, queries, words
from causerie.rewards.forms import ExchangeForm, GiftForm, RewardForm, RulesForm, ambassador
from causerie.rewards.rules import LINES, Rules
from causerie.rewards.views import client_id

PAGE = 50


def show(request: HttpRequest, template: str, manager: Membership, **context: Any) -> HttpResponse:
    """A page of the programme: its days are those of the rules."""
    zone = queries.rulebook(manager.brand_id).latest[1].timezone
    return show_office(request, f"rewards/office_{template}.html", manager, here="rewards", time_zone=zone, **context)


def done(request: HttpRequest, verb: Callable[[], object], said: str, back: str, *args: Any) -> HttpResponse:
    try:
        verb()
    except Refused as refused:
        if refused.code == "not_found":
            raise
        messages.error(request, _("Somebody else was here first: look again.") if refused.code == "closed" else refused.words)
    else:
        messages.success(request, said)
    return redirect(back, *args)


@for_managers
@require_GET
def overview(request: HttpRequest, manager: Membership) -> HttpResponse:
    """What waits, and the trial balance."""
    number = manager.brand_id
    return show(
        request,
        "overview",
        manager,
        circles=queries.open_circles(number),
        holds=queries.waiting_holds(number),
        appeals=queries.appealed_holds(number),
        redemptions=queries.to_handle(number),
        over=queries.to_handle(number, closed=True)[:12],
        unclear=queries.unclear_payouts(number),
        balance=queries.trial_balance(number),
    )


@for_managers
@require_POST
def decide(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    hold, give, why = access.hold_for(manager, number), request.POST.get("decision") == "give", request.POST.get("why", "")
    said = _("Given. The member reads your words.") if give else _("Declined. The member reads why, and may answer once.")
    return done(request, lambda: actions.decide(by=manager, hold=hold, give=give, why=why), said, "office_rewards", manager.brand.slug)


@for_managers
@require_POST
def circle(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """All is well with these people."""
    row, why = access.circle_for(manager, number), request.POST.get("why", "")
    said = _("They may go on, and what waited for this alone is given.")
    return done(request, lambda: actions.clear_circle(by=manager, circle=row, why=why), said, "office_rewards", manager.brand.slug)


@for_managers
@require_POST
def advance(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """The next step of a redemption, or its end."""
    redemption, note = access.redemption_for(manager, number), request.POST.get("note", "")
    verb = actions.cancel if request.POST.get("step") == "cancel" else actions.advance
    said = _("Cancelled: points and the piece are back.") if verb is actions.cancel else _("Noted. The member sees it.")
    return done(request, lambda: verb(by=manager, redemption=redemption, note=note), said, "office_rewards", manager.brand.slug)


@for_managers
@require_POST
def retry(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    payout, said = access.payout_for(manager, number), _("Told again, under the same key.")
    return done(request, lambda: actions.retry(by=manager, payout=payout), said, "office_rewards", manager.brand.slug)


@for_managers
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The rules as a form; first what would change, then saved as the next version."""
    version, now = queries.rulebook(manager.brand_id).latest
    form = RulesForm(request.POST or None, now, version)
    preview = None
    if form.is_valid():
        if request.POST.get("step") == "save":
            try:
                made = actions.change_rules(by=manager, rules=form.rules(), seen=form.cleaned_data["seen"], note=form.cleaned_data["note"])
            except Refused as refused:
                stale = _("Somebody saved other rules meanwhile: they stand below your words. Open this page again.")
                form.add_error(None, stale if refused.code == "conflict" else refused.words)
            else:
                messages.success(request, _("Version %(version)s holds from now on. Everybody can read it.") % {"version": made.version})
                return redirect("office_reward_rules", manager.brand.slug)
        else:
            preview = {"lines": changes(now, form.rules()), **queries.effect(manager.brand_id, now, form.rules())}
    return show(
        request,
        "rules",
        manager,
        form=form,
        preview=preview,
        version=version,
        versions=queries.versions(manager.brand_id),
        status=422 if form.errors else 200,
    )


def changes(before: Rules, after: Rules) -> list[str]:
    """What differs, a line each."""
    lines = [
        _("%(cause)s: %(before)s, now %(after)s")
        % {"cause": words.CAUSES[kind], "before": _gift(before, kind), "after": _gift(after, kind)}
        for kind in LINES
        if before.grant(kind) != after.grant(kind)
    ]
    if before.tiers != after.tiers:
        steps = [f"{words.tier_name(after, step)} {tier.score}" for step, tier in enumerate(after.tiers)]
        lines.append(_("Tiers: %(tiers)s") % {"tiers": ", ".join(steps)})
    names = [name for name in Rules.__struct_fields__ if name not in ("grants", "tiers") and getattr(before, name) != getattr(after, name)]
    fields = RulesForm(None, after, 0).fields
    return lines + [
        _("%(name)s: %(before)s, now %(after)s")
        % {"name": fields[name].label, "before": getattr(before, name), "after": getattr(after, name)}
        for name in names
    ]


def _gift(rules: Rules, kind: str) -> str:
    grant = rules.grant(kind)
    return _("%(score)s score, %(points)s points, %(cap)s a day") % {
        "score": grant.score, "points": grant.points, "cap": grant.cap or "∞",
    }  # fmt: skip


@for_managers
@require_GET
def catalogue(request: HttpRequest, manager: Membership) -> HttpResponse:
    return show(request, "catalogue", manager, rewards=queries.catalogue(manager.brand_id), exchange=queries.exchange(manager.brand_id))


@for_managers
@require_http_methods(["GET", "POST"])
def reward(request: HttpRequest, manager: Membership, number: int | None = None) -> HttpResponse:
    """A new reward, or one to change."""
    row = access.reward_for(manager, number) if number is not None else None
    current = queries.rulebook(manager.brand_id).latest[1]
    form = RewardForm(request.POST or None, request.FILES or None, instance=row, brand=manager.brand, rules=current)
    if form.is_valid() and _kept(form, manager, number):
        messages.success(request, _("Saved."))
        return redirect("office_catalogue", manager.brand.slug)
    return show(request, "reward", manager, form=form, reward=row, status=422 if form.errors else 200)


def _kept(form: RewardForm, manager: Membership, number: int | None) -> bool:
    values = dict(form.cleaned_data)
    photo = values.pop("photo", None)
    try:
        if photo and (photo.size or 0) > pictures.MOST_BYTES:
            raise Refused("too_big")
        row = access.reward_for(manager, number) if number is not None else None
        actions.save_reward(by=manager, reward=row, picture=photo.read() if photo else b"", **values)
    except Refused as refused:
        form.add_error("photo" if refused.code in ("too_big", "not_a_picture") else None, refused.words)
        return False
    return True


@for_managers
@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest, manager: Membership) -> HttpResponse:
    """The brand's own programme: where points go, and what they become."""
    row = queries.exchange(manager.brand_id)
    table = "\n".join(f"{points} = {worth}" for points, worth in row.table) if row else "1000 = 10 €\n2000 = 25 €"
    initial = {"name": row.name, "url": row.url, "open": row.open, "table": table} if row else {"table": table, "open": True}
    form = ExchangeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.change_exchange(by=manager, **form.cleaned_data)
        except Refused as refused:
            form.add_error("url" if refused.code == "address_refused" else "table", refused.words)
        else:
            messages.success(request, _("Saved."))
            return redirect("office_exchange", manager.brand.slug)
    return show(request, "exchange", manager, form=form, exchange=row, status=422 if form.errors else 200)


@for_managers
@require_GET
def members(request: HttpRequest, manager: Membership) -> HttpResponse:
    """Members by score: for the manager alone."""
    search, current = request.GET.get("q", "")[:80], queries.rulebook(manager.brand_id).latest[1]
    page = Paginator(queries.best(manager.brand_id, search), PAGE).get_page(request.GET.get("page"))
    rows = [{"member": row.member, "score": row.balance, "tier": words.tier_name(current, current.tier_of(row.balance))} for row in page]
    return show(request, "members", manager, page=page, rows=rows, search=search)


@for_managers
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    """A member's statement, with what a manager may do: give, take back."""
    who = access.member_for(manager, number)
    form = GiftForm(request.POST or None)
    if form.is_valid():
        key, values = client_id(request), form.cleaned_data
        return done(
            request,
            lambda: actions.give(by=manager, to=who, points=values["points"], why=values["why"], client_id=key),
            _("Given. They read why in their statement."),
            "office_reward_member",
            manager.brand.slug,
            number,
        )
    text = request.GET.get("before", "")
    lines, before = queries.statement(who, before=int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0)
    return show(
        request, "member", manager, who=who, earns=ambassador(who), form=form, lines=lines, before=before, purse=queries.purse(who),
        known=queries.known_for(who), client_id=secrets.token_hex(8), status=422 if form.errors else 200,
    )  # fmt: skip


@for_managers
@require_POST
def reverse(request: HttpRequest, manager: Membership, number: int) -> HttpResponse:
    row, why = access.transaction_for(manager, number), request.POST.get("why", "")
    said = _("Taken back. The member reads why.")
    verb = lambda: actions.reverse(by=manager, transaction=row, why=why)  # noqa: E731
    return done(request, verb, said, "office_reward_member", manager.brand.slug, row.member_id)
