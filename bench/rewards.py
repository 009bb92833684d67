"""The ledger of a large brand: made again from 100,000 facts, and its pages with 5,000 members and 1,000,000 facts.

`python -m bench.rewards FACTS MEMBERS ROUNDS [postgres]` fills a new folder, or a PostgreSQL of its own (or the database that
CAUSERIE_DATABASE_URL names, which must be empty), and prints what it measured, as JSON.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.db import connections

MINUTE, DAY = 60_000, 86_400_000
_CHUNK = 5000


def lines(rounds: int, _seconds: float) -> list[str]:
    """The part of `make bench`: 100,000 facts on both databases, the full size on SQLite."""
    found = []
    for name, facts, members in (("SQLite", 100_000, 500), ("PostgreSQL", 100_000, 500), ("SQLite", 1_000_000, 5_000)):
        one = _apart(name, facts, members, rounds)
        fold = f"{one['fold']:.1f} s ({one['cpu']:.1f} s of CPU)"
        found.append(f"{name}, {members} members, fold {facts} facts into the ledger: {fold}; again, and compared: {one['redo']:.1f} s")
        found += [f"{name}, {members} members, {facts} facts, {page}: median {ms:.0f} ms" for page, ms in one["pages"].items()]
    return found


def _apart(database: str, facts: int, members: int, rounds: int) -> dict[str, Any]:
    environ = {**os.environ, "CAUSERIE_DATABASE_URL": ""}
    command = [sys.executable, "-m", "bench.rewards", str(facts), str(members), str(rounds), database.lower()]
    done = subprocess.run(command, env=environ, cwd=Path(__file__).resolve().parent.parent, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


def measure(facts: int, members: int, rounds: int) -> dict[str, Any]:
    """Fill, fold, make again, and ask each page."""
    from causerie.config import server
    from causerie.rewards import reader
    from causerie.rewards.models import Transaction
    from causerie.rewards.rebuild import compare

    server.prepare()
    brand, people, manager = _people(members)
    _asked(brand, facts // 5)
    _facts(brand, [one.pk for one in people], facts)
    begun = time.process_time()
    fold, _ = _timed(reader.tick)
    cpu = time.process_time() - begun
    redo, finding = _timed(lambda: compare(brand.pk))
    assert finding.holds, finding.wrong[:3]
    _catalogue(brand)
    pages = _pages(manager, people[0], rounds)
    return {
        "facts": facts,
        "members": members,
        "fold": fold,
        "cpu": cpu,
        "redo": redo,
        "pages": pages,
        "transactions": Transaction.objects.count(),
    }


def _timed(work: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = work()
    return time.perf_counter() - begun, answer


def _people(count: int) -> tuple[Any, list[Any], Any]:
    from causerie.brands.models import Brand, Site
    from causerie.people.models import Membership, Person

    brand = Brand.objects.create(slug="bench", name="Nidéchange")
    Site.objects.create(brand=brand, name="Nidéchange", language="fr")
    Person.objects.bulk_create(Person(email=f"membre{number}@example.org", password="!") for number in range(count + 1))
    persons = list(Person.objects.order_by("id"))
    rows = [Membership(brand=brand, person=one, name=f"Membre {one.pk}", languages=["fr"]) for one in persons]
    rows[-1].role = "manager"
    Membership.objects.bulk_create(rows)
    stored = list(Membership.objects.filter(brand=brand).select_related("person", "brand").order_by("id"))
    return brand, stored[:-1], stored[-1]


def _facts(brand: Any, members: list[int], count: int) -> None:
    """Talks of a year, five facts each: asked, replied, thanked, rated, closed."""
    from causerie.journal.models import Fact

    rng, rows, start = random.Random(5), [], int(time.time() * 1000) - 400 * DAY
    for number in range(1, count // 5 + 1):
        member, at = rng.choice(members), start + number * 365 * DAY // (count // 5)
        talk = {"conversation": number}
        told: list[tuple[str, int, dict[str, Any]]] = [
            ("asked", at, {"site": 1, "language": rng.choice(["fr", "en", "es"]), "topic": rng.randrange(1, 9)}),
            ("replied", at + MINUTE, {"member": member, "waited": MINUTE}),
            ("thanked", at + 4 * MINUTE, {"member": member}),
            ("rated", at + 5 * MINUTE, {"member": member, "stars": rng.randrange(1, 6)}),
            ("closed", at + 6 * MINUTE, {"member": member, "by": "visitor", "lasted": MINUTE}),
        ]
        rows += [Fact(brand=brand, at=when, kind=kind, data=talk | data) for kind, when, data in told]
        if len(rows) >= _CHUNK:
            Fact.objects.bulk_create(rows)
            rows.clear()
    Fact.objects.bulk_create(rows)


def _asked(brand: Any, count: int) -> None:
    """The conversations themselves, of visitors of whom one in four comes back: what doubts look up."""
    from causerie.brands.models import Site
    from causerie.conversations.models import Conversation, Visitor

    site, at = Site.objects.get(brand=brand), int(time.time() * 1000)
    visitors = count * 4 // 5
    Visitor.objects.bulk_create((Visitor(id=number, brand=brand, site=site, created_at=at) for number in range(1, visitors + 1)), _CHUNK)
    rows = (
        Conversation(
            id=number, brand=brand, site=site, visitor_id=1 + number % visitors, ask_client_id=str(number), language="fr",
            preview="", state="closed", last_at=at, asked_at=at, waiting_since=at,
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    Conversation.objects.bulk_create(rows, _CHUNK)


def _catalogue(brand: Any) -> None:
    from causerie.rewards.models import Reward

    Reward.objects.bulk_create(Reward(brand=brand, title=f"Cadeau {number}", price=50 * number, stock=20) for number in range(1, 25))


def _pages(manager: Any, member: Any, rounds: int) -> dict[str, float]:
    """Milliseconds inside the server for each page, the median: the template and every query included."""
    from django.test import Client

    asked = {
        "my rewards": (member, "/desk/bench/rewards/"),
        "my statement": (member, "/desk/bench/rewards/statement/"),
        "office, to decide": (manager, "/office/bench/rewards/"),
        "office, members": (manager, "/office/bench/rewards/members/"),
        "office, one member": (manager, f"/office/bench/rewards/members/{member.pk}/"),
        "office, rules": (manager, "/office/bench/rewards/rules/"),
    }
    found = {}
    for name, (who, path) in asked.items():
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(who.person, "allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(path).status_code == 200, path
        found[name] = statistics.median(_timed(lambda client=client, path=path: client.get(path))[0] * 1000 for _ in range(5 * rounds))
    return found


def _alone(facts: int, members: int, rounds: int, database: str = "sqlite") -> dict[str, Any]:
    """In this process, in a folder that goes with it."""
    with ExitStack() as stack:
        os.environ["CAUSERIE_DATA"] = stack.enter_context(tempfile.TemporaryDirectory(prefix="causerie-bench-"))
        if database.startswith("postgres"):
            from tests.postgres import running

            os.environ["CAUSERIE_DATABASE_URL"] = stack.enter_context(running())
        django.setup()
        try:
            return measure(facts, members, rounds)
        finally:
            connections.close_all()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    print(json.dumps(_alone(*map(int, sys.argv[1:4]), *sys.argv[4:5])))
