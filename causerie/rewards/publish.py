"""Telling a member's own desk what was earned. Called after the commit, from any thread."""

from collections.abc import Iterable
from contextlib import AbstractContextManager

import msgspec
from django.utils import translation

from causerie.people.models import Membership
from causerie.realtime import hub
from causerie.rewards import queries, wire, words
from causerie.rewards.fold import News
from causerie.rewards.models import Redemption
from causerie.rewards.rules import MINUTE

FRESH = 5 * MINUTE
_encode = msgspec.json.Encoder().encode


def stepped(row: Redemption) -> None:
    """The team moved on with what a member chose: approved, or on its way."""
    member = Membership.objects.select_related("person").get(id=row.member_id)
    with _in_their_language(member):
        _send(member, [wire.Gain("reward", row.get_state_display(), row.reward.title)])


def earned(brand_id: int, number: int, news: Iterable[News]) -> None:
    """One frame for all that a member earned in one go, in their own language."""
    member = Membership.objects.select_related("person").get(id=number)
    rules = queries.rulebook(brand_id).latest[1]
    with _in_their_language(member):
        said = [wire.Gain(one.kind, one.what, words.sentence(one.kind, one.what, one.points, rules), one.points, one.score) for one in news]
        _send(member, said)


def _in_their_language(member: Membership) -> AbstractContextManager[None]:
    return translation.override(member.person.language or (member.languages or ["en"])[0])


def _send(member: Membership, gains: list[wire.Gain]) -> None:
    rules = queries.rulebook(member.brand_id).latest[1]
    purse = queries.purse(member, rules)
    frame = wire.Earned(gains, purse.score, purse.available, purse.vesting, rules.vesting_days, words.tier_name(rules, purse.tier))
    hub.publish(("member", member.pk), _encode(frame))
