"""A base that has grown: two years of conversations, messages, facts, presence and pages seen, in bulk; then folded by the house itself.

`python -m bench.grown fill N` makes N conversations of ten messages each; `python -m bench.grown panels ROUNDS` draws what the figures'
pages ask for and answers the median milliseconds of each; `python -m bench.grown more N` tells the facts of N further conversations at once
and waits until the server has folded them. All answer JSON, on the data that CAUSERIE_DATA and CAUSERIE_DATABASE_URL name.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django

DAYS = 730
LINES = 10
SITES = 3
MEMBERS = 200
_CHUNK = 20_000
_HOUR = 3_600_000
_PAGES = [f"/shop/{name}" for name in ("", "basket", "how", "prices", "insurance", *(f"listing/{town}" for town in "abcdefghijklmnopqrst"))]
_TEXT = "Bonjour, j'ai une question sur l'échange de maisons : " + "x" * 60


class Columns:
    """A table's columns as the models have them, with the values that a row has unless it says otherwise."""

    def __init__(self, model: Any) -> None:
        fields = [one for one in model._meta.concrete_fields if not type(one).__name__.endswith("AutoField")]
        self.table, self.names = model._meta.db_table, [one.column for one in fields]
        self.usual = {one.column: _usual(one) for one in fields}

    def row(self, **said: Any) -> tuple[Any, ...]:
        return tuple([said.get(name, usual) for name, usual in self.usual.items()])


def _usual(field: Any) -> Any:
    """What stands there unless a row says otherwise; a value that is drawn anew for each row (an id, a key) is always said."""
    drawn = field.has_default() and callable(field.default)
    return None if drawn or (field.null and not field.has_default()) else field.get_default()


def write(columns: Columns, rows: Iterable[tuple[Any, ...]]) -> None:
    """In bulk: COPY on PostgreSQL, many values in one statement on SQLite."""
    from django.db import connection, transaction

    names = ", ".join(f'"{name}"' for name in columns.names)
    connection.ensure_connection()
    raw = connection.connection
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with raw.cursor() as cursor, cursor.copy(f"COPY {columns.table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns.names))
            raw.executemany(f"INSERT INTO {columns.table} ({names}) VALUES ({marks})", rows)


def fill(count: int) -> dict[str, float]:
    """Everything; answers the seconds that it took, and the facts that the fold read each second."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    begun = time.perf_counter()
    brand, sites, members, topics = _people()
    rng = random.Random(1)
    for first in range(0, count, _CHUNK):
        _conversations(rng, brand, sites, members, topics, range(first, min(count, first + _CHUNK)), count)
    _messages(brand)
    _hours(rng, brand, sites)
    written = time.perf_counter()
    cpu = time.process_time()
    facts = _folded()
    folded, cpu = time.perf_counter(), time.process_time() - cpu
    _analyse()
    _all_read()
    rates = {"facts_per_second": facts / max(0.001, folded - written), "facts_per_cpu": facts / max(0.001, cpu)}
    return {"write": written - begun, "fold": folded - written, "facts": facts, **rates}


def _people() -> tuple[int, list[int], list[int], list[int]]:
    from causerie.brands.models import Brand, Site, Topic
    from causerie.people.models import Membership, Person
    from causerie.safety.models import Keeping

    brand = Brand.objects.create(slug="grown", name="Grown")
    # Two years of words are kept: what is measured is not how the house forgets them.
    Keeping.objects.create(brand=brand, words=3650, pages=3650, originals=3650, mails=3650)
    sites = [Site.objects.create(brand=brand, name=f"Site {number}", language="fr").id for number in range(SITES)]
    topics = [Topic.objects.create(brand=brand, name=f"topic {number}").id for number in range(12)]
    people = Person.objects.bulk_create(Person(email=f"grown{number}@example.org", password="!") for number in range(MEMBERS))
    members = Membership.objects.bulk_create(
        Membership(brand=brand, person=person, name=f"Membre {number}", languages=["fr"], role="manager" if not number else "ambassador")
        for number, person in enumerate(people)
    )
    return brand.id, sites, [member.id for member in members], topics


def _conversations(
    rng: random.Random, brand: int, sites: list[int], members: list[int], topics: list[int], numbers: range, count: int
) -> None:
    """One stretch of the past: visitors, conversations, messages and facts, in the order of time."""
    from causerie.conversations.models import Conversation, Visitor
    from causerie.journal.models import Fact

    now = time.time_ns() // 1_000_000
    first = now - DAYS * 24 * _HOUR
    visitors, talks, facts = Columns(Visitor), Columns(Conversation), Columns(Fact)
    made: list[tuple[Any, ...]] = []
    told: list[tuple[Any, ...]] = []
    came: list[tuple[Any, ...]] = []
    for number in numbers:
        at = first + int((now - first) * number / count) + rng.randrange(60_000)
        talk = _talk(rng, number + 1, at, rng.choice(sites), rng.choice(members), rng.choice(topics), rng.choice(_PAGES))
        came.append(visitors.row(id=number + 1, brand_id=brand, site_id=talk["site"], created_at=at))
        made.append(talks.row(brand_id=brand, **_columns(talk)))
        told.extend(facts.row(brand_id=brand, at=when, kind=kind, data=json.dumps(data)) for when, kind, data in _facts(talk))
    for columns, rows in ((visitors, came), (talks, made), (facts, told)):
        write(columns, rows)


def _messages(brand: int) -> None:
    """Ten lines of each conversation, in turns, written by the database itself."""
    from django.db import connection

    turns = " UNION ALL ".join(f"SELECT {seq} AS seq" for seq in range(1, LINES + 1))
    columns = "c.brand_id, c.id, n.seq, COALESCE(c.holder_id, 0) * (1 - n.seq %% 2), c.id || '-' || n.seq, %s, c.asked_at + n.seq * 20000"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_message (brand_id, conversation_id, seq, sender, client_id, text, sent_at)"
            f" SELECT {columns} FROM conversations_conversation c CROSS JOIN ({turns}) n WHERE c.brand_id = %s ORDER BY c.id, n.seq",
            [_TEXT, brand],
        )


def _all_read() -> None:
    """The other readers of the journal have come to its end, as in a house that has lived."""
    from causerie.attentions.actions import folding as attentions
    from causerie.brands.models import Brand
    from causerie.journal.actions import progress
    from causerie.journal.models import Cursor
    from causerie.notify import letters
    from causerie.recruitment.actions import folding as recruitment
    from causerie.rewards import reader as rewards

    _, newest = progress("insights", Brand.objects.get(slug="grown").id)
    for name in (attentions.READER, letters.READER, recruitment.READER, recruitment.OTHERS, rewards.READER):
        Cursor.objects.update_or_create(reader=name, defaults={"last_id": newest})


def more(count: int) -> dict[str, float]:
    """The facts of so many conversations, told at once; then waits for the server to fold them."""
    from django.db import transaction

    from causerie.brands.models import Brand
    from causerie.insights.models import Talk
    from causerie.journal.actions import progress
    from causerie.journal.models import Fact

    brand = Brand.objects.get(slug="grown")
    site, member = brand.sites.first().id, brand.memberships.order_by("id").first().id
    rng, now, facts = random.Random(2), time.time_ns() // 1_000_000, Columns(Fact)
    first = (Talk.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1_000_000
    talks = [_talk(rng, first + number, now, site, member, 0, rng.choice(_PAGES)) for number in range(count)]
    told = [facts.row(brand_id=brand.id, at=at, kind=kind, data=json.dumps(data)) for talk in talks for at, kind, data in _facts(talk)]
    begun = time.perf_counter()
    with transaction.atomic():
        # Only the figures have something to read: what the other rooms do with it is not what is measured.
        write(facts, told)
        _all_read()
    while True:
        reached, newest = progress("insights", brand.id)
        if reached >= newest:
            return {"facts": len(told), "seconds": time.perf_counter() - begun}
        time.sleep(0.1)


def _talk(rng: random.Random, number: int, at: int, site: int, member: int, topic: int, page: str) -> dict[str, Any]:
    waited, lasted = int(rng.lognormvariate(11, 0.9)), int(rng.lognormvariate(13, 0.6))
    taken = rng.random() < 0.92
    return {
        "number": number, "at": at, "site": site, "member": member if taken else 0, "topic": topic, "page": page, "taken": taken,
        "waited": waited, "lasted": lasted, "thanked": taken and rng.random() < 0.7,
        "stars": rng.choice([3, 4, 5, 5, 5]) if taken and rng.random() < 0.4 else None, "again": rng.random() < 0.2,
    }  # fmt: skip


def _columns(talk: dict[str, Any]) -> dict[str, Any]:
    at, claimed = talk["at"], talk["at"] + talk["waited"]
    taken = talk["taken"]
    return {
        "id": talk["number"], "site_id": talk["site"], "visitor_id": talk["number"], "ask_client_id": f"ask-{talk['number']}",
        "state": "closed", "language": "fr", "topic_id": talk["topic"], "preview": _TEXT[:60], "page_url": f"https://shop.example{talk['page']}",
        "holder_id": talk["member"] or None, "lease": int(taken), "last_seq": LINES, "last_at": at + LINES * 20_000, "asked_at": at,
        "waiting_since": at, "claimed_at": claimed if taken else None, "first_reply_at": claimed if taken else None,
        "closed_at": claimed + talk["lasted"], "thanked_at": claimed if talk["thanked"] else None, "stars": talk["stars"],
        "comment": "Merci, c'était très clair !" if talk["stars"] == 5 else "",
    }  # fmt: skip


def _facts(talk: dict[str, Any]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    at, here = talk["at"], {"conversation": talk["number"]}
    asked = {"site": talk["site"], "language": "fr", "topic": talk["topic"], "page": talk["page"], "again": talk["again"]}
    yield at, "asked", {**here, **asked}
    ended, by = at + talk["waited"] + talk["lasted"], {"member": talk["member"]}
    if talk["taken"]:
        yield at + talk["waited"], "claimed", {**here, **by, "site": talk["site"], "lease": 1, "waited": talk["waited"]}
        yield at + talk["waited"], "replied", {**here, **by, "waited": talk["waited"]}
        if talk["thanked"]:
            yield ended, "thanked", {**here, **by}
        if talk["stars"]:
            yield ended, "rated", {**here, **by, "stars": talk["stars"], "words": talk["stars"] == 5}
    yield ended, "closed", {**here, "member": talk["member"] or None, "by": "visitor", "lasted": talk["lasted"], "talked": talk["lasted"]}


def _hours(rng: random.Random, brand: int, sites: list[int]) -> None:
    """Presence by quarters, and pages and sales by hours, of the two years."""
    from causerie.insights.models import Presence, Trial
    from causerie.insights.periods import place_of

    now = time.time_ns() // 1_000_000 // _HOUR
    presence, trials = Columns(Presence), Columns(Trial)
    quarters, hours = [], []
    for site in sites:
        for hour in range(now - DAYS * 24, now):
            day, slot = place_of(hour, "Europe/Paris")
            hours.append(trials.row(brand_id=brand, site_id=site, hour=hour, off=not hour % 10, views=500, sales=rng.randrange(20)))
            for quarter in range(hour * 4, hour * 4 + 4):
                free = rng.randrange(16)
                quarters.append(
                    presence.row(
                        brand_id=brand, site_id=site, quarter=quarter, day=day, slot=slot, looks=15, quorum=free, opened=free, free=30
                    )
                )
    write(presence, quarters)
    write(trials, hours)


def _folded() -> int:
    """The house's own fold, from zero."""
    from causerie.insights import fold

    facts = 0
    while found := fold.fold(10_000):
        facts += found
    return facts


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def panels(rounds: int) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each read over twelve months, and of pages and their parts as the server answers them: on the clock, and of
    this process's own work (on SQLite that is all of it)."""
    from django.core.management import call_command
    from django.test import Client

    from causerie.insights import coverage, queries
    from causerie.insights.panels import PANELS
    from causerie.insights.periods import lately
    from causerie.insights.queries import Scope
    from causerie.people.models import Membership

    call_command("collectstatic", verbosity=0, interactive=False)
    manager = Membership.objects.select_related("brand", "person").get(brand__slug="grown", role="manager")
    now, zone = time.time_ns() // 1_000_000, "Europe/Paris"
    year = Scope(manager.brand_id, lately(now, zone, 365))
    site = queries.sites_of(manager.brand_id)[0]
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(manager.person, "allauth.account.auth_backends.AuthenticationBackend")
    work: dict[str, Callable[[], Any]] = {
        "figures": lambda: queries.figures(year),
        "course": lambda: queries.course(year),
        "week": lambda: queries.week(year),
        "topics": lambda: queries.top(year, "topic"),
        "pages": lambda: queries.top(year, "page"),
        "words": lambda: queries.words_to_choose(year, zone),
        "conversations": lambda: queries.talks(year, zone),
        "worth": lambda: queries.worth(year, queries.measures_of(manager.brand_id)),
        "sales": lambda: queries.uplift(year, zone),
        "forecast": lambda: coverage.outlook(site, now),
    }
    parts = [f"figures/panel/{key}/?period=365" for key in PANELS]
    pages = [
        "figures/?period=365",
        *parts,
        "figures/conversations/?period=365",
        "value/?period=365",
        "value/sales/?period=365",
        "value/report/",
    ]
    work |= {f"page {path}": lambda path=path: _page(client, path) for path in pages}
    return {name: _timed(one, rounds) for name, one in work.items()}


def _page(client: Any, path: str) -> None:
    assert client.get(f"/office/grown/{path}", headers={"HX-Request": "true"}).status_code == 200, path


def _timed(work: Callable[[], Any], rounds: int) -> tuple[float, float]:
    work()
    spent, busy = [], []
    for _ in range(rounds):
        begun, cpu = time.perf_counter(), time.process_time()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
    return statistics.median(spent), statistics.median(busy)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    django.setup()
    print(json.dumps({"fill": fill, "panels": panels, "more": more}[sys.argv[1]](int(sys.argv[2]))))
