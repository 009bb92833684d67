"""The fold: facts of the journal become small tables. Everything of one batch is gathered, then written once.

Each figure is counted in the hour in which its question was asked, so that a share's parts belong to its whole. The same facts, in the
same order, give the same tables: `actions.rebuild` empties them and begins again. Another time zone does so for one brand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from causerie.brands.models import Site
from causerie.insights.models import Bucket, Habit, Helped, Hour, Measures, Talk, Tally
from causerie.insights.periods import hour_of, place_of
from causerie.insights.rules import step_of
from causerie.journal.actions import follow_batches, retell, starting_over
from causerie.journal.models import Fact

READER = "insights"
ZONE = str(Measures._meta.get_field("zone").default)
PLEASED = 4

Deltas = dict[tuple[Any, ...], dict[str, int]]


def fold(limit: int = 2000) -> int:
    """One batch of the journal, and one of a brand that starts over. Returns how many facts were passed."""
    again = retell(READER, lambda facts: Batch(facts).write(), limit)
    return again + follow_batches(READER, _write_new, limit)


def _write_new(facts: list[Fact]) -> None:
    """What a brand that starts over tells meanwhile comes after its past, in the order in which it happened."""
    later = set(starting_over(READER))
    Batch([fact for fact in facts if fact.brand_id not in later]).write()


class Batch:
    """Facts gathered, and what they add to each table: key columns to counts."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = [fact for fact in facts if fact.kind in STEPS]
        self.talks: dict[int, Talk] = {}
        self.sites: dict[int, int] = {}
        self.zones: dict[int, str] = {}
        self.changes: dict[type[models.Model], Deltas] = {model: defaultdict(lambda: defaultdict(int)) for model in KEYS}

    def write(self) -> None:
        """Everything gathered, in the transaction of the cursor."""
        if not self.facts:
            return
        self.talks = Talk.objects.in_bulk({fact.data["conversation"] for fact in self.facts})
        self.sites = dict(Site.objects.values_list("id", "brand_id"))
        self.zones = dict(Measures.objects.values_list("brand_id", "zone"))
        for fact in self.facts:
            STEPS[fact.kind](self, fact)
        if self.talks:
            Talk.objects.bulk_create(
                self.talks.values(), update_conflicts=True, unique_fields=["id"], update_fields=_TALK_CHANGES, batch_size=500
            )
        for model, deltas in self.changes.items():
            _add_up(model, deltas, self)

    # ---- one fact each -----------------------------------------------------------------------------------------------

    def asked(self, fact: Fact) -> None:
        data, hour = fact.data, hour_of(fact.at)
        if self.sites.get(data["site"]) != fact.brand_id or data["conversation"] in self.talks:
            return
        day, slot = place_of(hour, self.zones.get(fact.brand_id, ZONE))
        talk = self.talks[data["conversation"]] = Talk(
            id=data["conversation"],
            brand_id=fact.brand_id,
            site_id=data["site"],
            asked_at=fact.at,
            hour=hour,
            day=day,
            slot=slot,
            language=data["language"],
            topic=data["topic"],
            page=data.get("page", "")[:120],
            again=data.get("again", False),
        )
        self.count(talk, "asked")
        self.count(talk, "again", int(talk.again))
        self.tally(talk, "asked")

    def claimed(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk:
            if not talk.taken:
                self.count(talk, "taken")
            talk.taken, talk.member = True, fact.data["member"]
            slot = place_of(hour_of(fact.at), self.zones.get(fact.brand_id, ZONE))[1]
            self.changes[Habit][talk.site_id, talk.member, slot]["taken"] += 1

    def replied(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk and talk.replied is None:
            talk.replied = fact.data["waited"]
            self.count(talk, "replied")
            self.tally(talk, "replied")
            self.changes[Bucket][talk.site_id, talk.day, "reply", step_of(talk.replied)]["count"] += 1
            day = place_of(hour_of(fact.at), self.zones.get(fact.brand_id, ZONE))[0]
            self.changes[Helped][talk.site_id, fact.data["member"], day]["replied"] += 1

    def released(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk and fact.data["why"] == "handed" and not talk.handed:
            talk.handed = True
            self.count(talk, "handed")

    def closed(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk and not talk.ended:
            self.end(talk, fact.data.get("talked") or fact.data.get("lasted", 0))

    def erased(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk:
            talk.page, talk.words = "", False
            if not talk.ended:
                self.end(talk, 0)

    def end(self, talk: Talk, lasted: int) -> None:
        """It is over: it lasted so long, or nobody had taken it."""
        talk.ended = True
        if not talk.taken:
            self.count(talk, "left")
        elif talk.replied is not None and lasted:
            talk.lasted = lasted
            self.count(talk, "ended")
            self.count(talk, "lasted", lasted)
            self.changes[Bucket][talk.site_id, talk.day, "lasted", step_of(lasted)]["count"] += 1

    def thanked(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk and not talk.thanked:
            talk.thanked = True
            self.count(talk, "thanked")
            self.tally(talk, "thanked")

    def rated(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk:
            stars, before = fact.data["stars"], talk.stars
            self.count(talk, "rated", int(before is None))
            self.count(talk, "stars", stars - (before or 0))
            self.count(talk, "pleased", int(stars >= PLEASED) - int((before or 0) >= PLEASED))
            talk.stars, talk.words = stars, fact.data.get("words", False)

    def reported(self, fact: Fact) -> None:
        talk = self.talk(fact)
        if talk and not talk.reported:
            talk.reported = True
            self.count(talk, "reported")

    # ---- what they share ---------------------------------------------------------------------------------------------

    def talk(self, fact: Fact) -> Talk | None:
        """The conversation of a fact; None when the journal does not know its question, or its site is gone."""
        found = self.talks.get(fact.data["conversation"])
        return found if found and found.brand_id == fact.brand_id else None

    def count(self, talk: Talk, column: str, by: int = 1) -> None:
        if by:
            self.changes[Hour][talk.site_id, talk.hour][column] += by

    def tally(self, talk: Talk, column: str) -> None:
        keys = {"topic": str(talk.topic or ""), "page": talk.page, "language": talk.language}
        for kind, key in keys.items():
            if key:
                self.changes[Tally][talk.site_id, talk.day, kind, key][column] += 1


STEPS: dict[str, Callable[[Batch, Fact], None]] = {
    "asked": Batch.asked,
    "claimed": Batch.claimed,
    "replied": Batch.replied,
    "released": Batch.released,
    "closed": Batch.closed,
    "erased": Batch.erased,
    "thanked": Batch.thanked,
    "rated": Batch.rated,
    "reported": Batch.reported,
}

KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Hour: ("site_id", "hour"),
    Bucket: ("site_id", "day", "kind", "step"),
    Tally: ("site_id", "day", "kind", "key"),
    Helped: ("site_id", "member", "day"),
    Habit: ("site_id", "member", "slot"),
}
FOLDED: tuple[type[models.Model], ...] = (Talk, *KEYS)
_TALK_CHANGES = ["page", "member", "taken", "replied", "ended", "lasted", "thanked", "stars", "words", "handed", "reported"]


def _add_up(model: type[models.Model], deltas: Deltas, batch: Batch) -> None:
    """Add to the rows that stand, make those that do not. Only one fold writes at a time: it holds the cursor's row."""
    if not deltas:
        return
    names = KEYS[model]
    rows = {tuple(getattr(row, name) for name in names): row for row in _standing(model, names, deltas)}
    for key, counts in deltas.items():
        row = rows.get(key)
        if row is None:
            row = rows[key] = model(**dict(zip(names, key, strict=True)), brand_id=batch.sites[key[0]])
            if isinstance(row, Hour):
                row.day, row.slot = place_of(row.hour, batch.zones.get(row.brand_id, ZONE))
        for column, by in counts.items():
            setattr(row, column, getattr(row, column) + by)
    columns = [one.name for one in model._meta.concrete_fields if isinstance(one, models.IntegerField) and one.default == 0]
    changed = [rows[key] for key in deltas]
    for row in changed:
        row.pk = None
    model._default_manager.bulk_create(changed, update_conflicts=True, unique_fields=names, update_fields=columns, batch_size=500)


def _standing(model: type[models.Model], names: Iterable[str], deltas: Deltas) -> Iterable[models.Model]:
    """The rows that these keys may name, and a few more."""
    columns = list(zip(*deltas, strict=True))
    wanted = {
        name: set(values) for name, values in zip(names, columns, strict=True) if name in ("site_id", "hour", "day", "slot", "member")
    }
    return model._default_manager.filter(**{f"{name}__in": values for name, values in wanted.items()})
