"""Telling a member's own desk what was earned. Called after the commit, from any thread."""

from collections.abc import Iterable

import msgspec
from django.utils import translation

from causerie.people.models import Membership
from causerie.realtime import hub
from causerie.rewards import queries, wire, words
from causerie.rewards.fold import News
from causerie.rewards.rules import MINUTE

FRESH = 5 * MINUTE
_encode = msgspec.json.Encoder().encode


def earned(brand_id: int, number: int, news: Iterable[News]) -> None:
    """One frame for all that a member earned in one go, in their own language."""
    member = Membership.objects.select_related("person").get(id=number)
    rules = queries.rulebook(brand_id).latest[1]
    with translation.override(member.person.language or (member.languages or ["en"])[0]):
        gains = [
            wire.Gain(one.kind, one.what, words.sentence(one.kind, one.what, one.points, rules), one.points, one.score) for one in news
        ]
        purse = queries.purse(member)
        frame = wire.Earned(gains, purse.score, purse.available, purse.vesting, rules.vesting_days, words.tier_name(rules, purse.tier))
    hub.publish(("member", number), _encode(frame))
