"""The fold: facts of the journal become small tables. Everything of one batch is gathered, then written once.

Each figure is counted in the hour in which its question was asked, so that a share's parts belong to its whole. The same facts, in the
same order, give the same tables: `actions.rebuild` empties them and begins again. Another time zone does so for one brand.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import models

from causerie.brands.models import Site
from causerie.insights import stored
from causerie.insights.models import Bucket, Habit, Helped, Hour, Measures, Talk, Tally
from causerie.insights.periods import hour_of, place_of
from causerie.insights.rules import step_of
from causerie.insights.stored import Told
from causerie.journal.actions import Heard, follow_batches, retell, starting_over

READER = "insights"
ZONE = str(Measures._meta.get_field("zone").default)
PLEASED = 4

Deltas = dict[tuple[Any, ...], dict[str, int]]


def fold(limit: int = 2000) -> int:
    """One batch of the journal, and one of a brand that starts over. Returns how many facts were passed."""
    again = retell(READER, lambda facts: Batch(facts).write(), limit)
    return again + follow_batches(READER, _write_new, limit)


def _write_new(facts: list[Heard]) -> None:
    """What a brand that starts over tells meanwhile comes after its past, in the order in which it happened."""
    later = set(starting_over(READER))
    Batch([fact for fact in facts if fact.brand_id not in later]).write()


class Batch:
    """Facts gathered, and what they add to each table: key columns to counts."""

    def __init__(self, facts: list[Heard]) -> None:
        self.facts = [fact for fact in facts if fact.kind in STEPS]
        self.talks: dict[int, Told] = {}
        self.sites: dict[int, int] = {}
        self.zones: dict[int, str] = {}
        self.changes: dict[type[models.Model], Deltas] = {model: defaultdict(lambda: defaultdict(int)) for model in KEYS}

    def write(self) -> None:
        """Everything gathered, in the transaction of the cursor."""
        if not self.facts:
            return
        self.talks = stored.talks({fact.data["conversation"] for fact in self.facts})
        self.sites = dict(Site.objects.values_list("id", "brand_id"))
        self.zones = dict(Measures.objects.values_list("brand_id", "zone"))
        for fact in self.facts:
            STEPS[fact.kind](self, fact)
        stored.keep(self.talks.values())
        for model, deltas in self.changes.items():
            _add_up(model, deltas, self)

    # ---- one fact each -----------------------------------------------------------------------------------------------

    def asked(self, fact: Heard) -> None:
        data, hour = fact.data, hour_of(fact.at)
        if self.sites.get(data["site"]) != fact.brand_id or data["conversation"] in self.talks:
            return
        day, slot = self.place(hour, fact.brand_id)
        talk = self.talks[data["conversation"]] = Told(
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

    def claimed(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk:
            if not talk.taken:
                self.count(talk, "taken")
            talk.taken, talk.member = True, fact.data["member"]
            slot = self.place(hour_of(fact.at), fact.brand_id)[1]
            self.changes[Habit][talk.site_id, talk.member, slot]["taken"] += 1

    def replied(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk and talk.replied is None:
            talk.replied = fact.data["waited"]
            self.count(talk, "replied")
            self.tally(talk, "replied")
            self.changes[Bucket][talk.site_id, talk.day, "reply", step_of(talk.replied)]["count"] += 1
            day = self.place(hour_of(fact.at), fact.brand_id)[0]
            self.changes[Helped][talk.site_id, fact.data["member"], day]["replied"] += 1

    def released(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk and fact.data["why"] == "handed" and not talk.handed:
            talk.handed = True
            self.count(talk, "handed")

    def closed(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk and not talk.ended:
            self.end(talk, fact.data.get("talked") or fact.data.get("lasted", 0))

    def erased(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk:
            talk.page, talk.words = "", False
            if not talk.ended:
                self.end(talk, 0)

    def end(self, talk: Told, lasted: int) -> None:
        """It is over: it lasted so long, or nobody had taken it."""
        talk.ended = True
        if not talk.taken:
            self.count(talk, "left")
        elif talk.replied is not None and lasted:
            talk.lasted = lasted
            self.count(talk, "ended")
            self.count(talk, "lasted", lasted)
            self.changes[Bucket][talk.site_id, talk.day, "lasted", step_of(lasted)]["count"] += 1

    def thanked(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk and not talk.thanked:
            talk.thanked = True
            self.count(talk, "thanked")
            self.tally(talk, "thanked")

    def rated(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk:
            stars, before = fact.data["stars"], talk.stars
            self.count(talk, "rated", int(before is None))
            self.count(talk, "stars", stars - (before or 0))
            self.count(talk, "pleased", int(stars >= PLEASED) - int((before or 0) >= PLEASED))
            talk.stars, talk.words = stars, fact.data.get("words", False)

    def reported(self, fact: Heard) -> None:
        talk = self.talk(fact)
        if talk and not talk.reported:
            talk.reported = True
            self.count(talk, "reported")

    # ---- what they share ---------------------------------------------------------------------------------------------

    def talk(self, fact: Heard) -> Told | None:
        """The conversation of a fact; None when the journal does not know its question, or its site is gone."""
        found = self.talks.get(fact.data["conversation"])
        return found if found and found.brand_id == fact.brand_id else None

    def place(self, hour: int, brand: int) -> tuple[int, int]:
        """The day and the slot of an hour in the brand's own time zone."""
        return place_of(hour, self.zones.get(brand, ZONE))

    def count(self, talk: Told, column: str, by: int = 1) -> None:
        if by:
            self.changes[Hour][talk.site_id, talk.hour][column] += by

    def tally(self, talk: Told, column: str) -> None:
        keys = {"topic": str(talk.topic or ""), "page": talk.page, "language": talk.language}
        for kind, key in keys.items():
            if key:
                self.changes[Tally][talk.site_id, talk.day, kind, key][column] += 1


STEPS: dict[str, Callable[[Batch, Heard], None]] = {
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


def _add_up(model: type[models.Model], deltas: Deltas, batch: Batch) -> None:
    """Only one fold writes at a time: it holds the cursor's row."""
    keys, sums = KEYS[model], stored.counts(model)
    made = ("day", "slot") if model is Hour else ()
    rows = [
        (batch.sites[key[0]], *key, *(batch.place(key[1], batch.sites[key[0]]) if made else ()), *(by.get(name, 0) for name in sums))
        for key, by in deltas.items()
    ]
    stored.add_up(model, ("brand_id", *keys, *made, *sums), keys, rows)
