"""What everybody, and each member, sees: the rules, and one's own rewards."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from causerie.kernel import files
from causerie.kernel.clock import now_ms
from causerie.kernel.refusal import Refused
from causerie.people.doors import for_members, show_desk
from causerie.people.models import Membership
from causerie.rewards import access, actions, queries, words
from causerie.rewards.forms import ambassador
from causerie.rewards.models import Reward
from causerie.rewards.rules import DAY, LINES, Rules


def shown_rules(rules: Rules) -> dict[str, Any]:
    """Rules as templates show them."""
    causes = [{"words": words.CAUSES[kind], "line": LINES[kind], "grant": rules.grant(kind)} for kind in LINES]
    tiers = [{"name": words.tier_name(rules, step), "tier": tier} for step, tier in enumerate(rules.tiers)]
    return {
        "causes": [one for one in causes if one["grant"].gives],  # type: ignore[attr-defined]
        "silent": [one for one in causes if not one["grant"].gives],  # type: ignore[attr-defined]
        "tiers": tiers,
        "badges": [words.badge(name) for name in words.BADGES],
        "reasons": list(words.REASONS.values()),
    }


@require_GET
def rules(request: HttpRequest, brand_slug: str) -> HttpResponse:
    """How a brand thanks its members: for everybody to read, members or not."""
    brand = access.brand_called(brand_slug)
    now = now_ms()
    version, found = queries.rulebook(brand.pk).at(now)
    missions = [one for one in queries.proposed(brand.pk, now) if one.open]
    told = {"brand": brand, "rules": found, "version": version, "exchange": queries.exchange(brand.pk), "missions": missions}
    with override(found.timezone):
        return render(request, "rewards/rules.html", {**told, **shown_rules(found)})


@for_members
@require_GET
def mine(request: HttpRequest, member: Membership) -> HttpResponse:
    """Score, points, tier, badges, what waits, the catalogue and what was chosen."""
    rules_ = queries.rulebook(member.brand_id).latest[1]
    purse, known, now = queries.purse(member, rules_), queries.known_for(member, rules_), now_ms()
    week = queries.week_begins(now, rules_)
    return show_desk(
        request,
        "rewards/mine.html",
        member,
        purse=purse,
        known=known,
        earns=ambassador(member),
        holds=queries.holds_of(member),
        offers=queries.offers(member, purse, rules_),
        redemptions=queries.redemptions_of(member),
        payouts=queries.payouts_of(member),
        exchange=queries.exchange(member.brand_id),
        boards=[{"key": line, "rows": queries.weekly(member.brand_id, line, week)} for line in ("expert", "animator")],
        listed=queries.is_listed(member),
        missions=queries.missions_of(member, now),
        rules=rules_,
        time_zone=rules_.timezone,
        rested=now - known.rested_at < DAY // 4,
        client_id=secrets.token_hex(8),
    )


@for_members
@require_GET
def statement(request: HttpRequest, member: Membership) -> HttpResponse:
    """Every movement, with its reason."""
    lines, before = queries.statement(member, before=_number(request.GET.get("before", "")))
    now = queries.rulebook(member.brand_id).latest[1]
    purse = queries.purse(member, now)
    return show_desk(request, "rewards/statement.html", member, lines=lines, before=before, purse=purse, time_zone=now.timezone)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _done(request: HttpRequest, member: Membership, verb: Callable[[], object], said: str) -> HttpResponse:
    """Do it, say it, and show the page again; what was refused is said in words."""
    try:
        verb()
    except Refused as refused:
        if refused.code == "not_found":
            raise
        messages.error(request, refused.words)
    else:
        messages.success(request, said)
    return redirect("rewards", member.brand.slug)


def client_id(request: HttpRequest) -> str:
    """The form's own name: sent twice, it is done once. Raises Refused("bad_value")."""
    text = request.POST.get("client_id", "")
    if not (text.isascii() and text.isalnum() and 8 <= len(text) <= 24):
        raise Refused("bad_value")
    return text


@for_members
@require_POST
def redeem(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    reward, price, key = access.reward_for(member, number), _number(request.POST.get("price", "")), client_id(request)
    said = _("It is yours. The team prepares it; you see each step here.")
    return _done(request, member, lambda: actions.redeem(by=member, reward=reward, price=price, client_id=key), said)


@for_members
@require_POST
def cancel(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    redemption = access.own_redemption(member, number)
    return _done(request, member, lambda: actions.cancel(by=member, redemption=redemption), _("Cancelled. Your points are back."))


@for_members
@require_POST
def received(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    redemption = access.own_redemption(member, number)
    return _done(request, member, lambda: actions.receive(by=member, redemption=redemption), _("Enjoy it!"))


@for_members
@require_POST
def appeal(request: HttpRequest, member: Membership, number: int) -> HttpResponse:
    hold, text = access.own_hold(member, number), request.POST.get("words", "")
    said = _("Sent. A person of the team reads it and answers.")
    return _done(request, member, lambda: actions.appeal(by=member, hold=hold, words=text), said)


@for_members
@require_POST
def listed(request: HttpRequest, member: Membership) -> HttpResponse:
    wanted = request.POST.get("listed") == "on"
    said = _("You stand on the week’s lists from now on.") if wanted else _("You no longer stand on any list.")
    return _done(request, member, lambda: actions.stand_on_lists(by=member, listed=wanted), said)


@for_members
@require_POST
def hand_over(request: HttpRequest, member: Membership) -> HttpResponse:
    points, _sign, worth = request.POST.get("rate", "").partition("|")
    values = {"points": _number(points), "worth": worth, "customer": request.POST.get("customer", ""), "client_id": client_id(request)}
    return _done(request, member, lambda: actions.hand_over(by=member, **values), _("On their way. They usually arrive within a minute."))  # type: ignore[arg-type]


@for_members
@require_safe
def picture(request: HttpRequest, member: Membership, name: str) -> HttpResponse:
    """A reward's picture, for the members of its brand."""
    if not Reward.objects.filter(brand_id=member.brand_id, picture=name).exists():
        raise Refused("not_found")
    headers = {"Cache-Control": "private, max-age=86400", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(files.read(name), content_type="image/webp", headers=headers)
