"""A brand's rules, changed by a new version; and what members choose for themselves."""

from django.db.models import Max

from causerie.journal import audit
from causerie.journal.actions import record
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write
from causerie.kernel.refusal import Refused
from causerie.kernel.text import clean_optional
from causerie.people.models import Membership
from causerie.rewards import facts
from causerie.rewards.models import RuleSet, Wish
from causerie.rewards.rules import Rules, read, written


def change_rules(*, by: Membership, rules: Rules, seen: int, note: str = "") -> RuleSet:
    """The next version, in force from now on; what was earned before keeps the rules of its day.

    `seen`: the version that was on screen. Raises Refused("conflict") when another was saved meanwhile, Refused("bad_value").
    """
    data = written(rules)
    try:
        read(data)
    except ValueError as error:
        raise Refused("bad_value") from error
    with write():
        type(by.brand).objects.select_for_update().get(id=by.brand_id)
        latest = RuleSet.objects.filter(brand_id=by.brand_id).aggregate(latest=Max("version"))["latest"] or 0
        if latest != seen:
            raise Refused("conflict")
        made = RuleSet.objects.create(
            brand_id=by.brand_id, version=latest + 1, since=now_ms(), by=by, note=clean_optional(note, limit=200), data=data
        )
        record(facts.RulesChanged(brand_id=by.brand_id, version=made.version, by=by.pk))
        audit.note(by=by, kind="rules_set", subject=made, name=made.note, changes={"version": (latest or None, made.version)})
    return made


def stand_on_lists(*, by: Membership, listed: bool) -> None:
    """Whether the member stands on the weekly lists: nobody does unless they said so."""
    with write():
        Wish.objects.update_or_create(member=by, defaults={"brand_id": by.brand_id, "listed": listed})
