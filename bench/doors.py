"""The doors that anybody may knock at with an address: does the time of the answer tell whether somebody is known there?

`python -m bench.doors` beside a server fills its database: people who are known, and sites that look for members.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from bench.machines import causerie, say

TRIES = 200
MOST_MS = 5.0
_ANY = "a" * 32


@dataclass(frozen=True)
class Door:
    """Where an address is typed, and with what; `first`: what must have been sent in the same session."""

    name: str
    path: str
    form: Callable[[str], dict[str, str]]
    first: str = ""


def _doors(brand: dict[str, Any], number: int) -> Iterator[Door]:
    """For one try: a site takes some two hundred applications an hour, so they take turns."""
    site = brand["sites"][number % len(brand["sites"])]
    applying = {"name": "Zoé", "languages": "fr", "motivation": "J’aime aider.", "of_age": "on"}
    yield Door("signing in, wrong password", "/account/login/", lambda address: {"login": address, "password": "not the password"})
    yield Door("asking for a code", "/account/login/code/", lambda address: {"email": address})
    yield Door("a wrong code", "/account/login/code/confirm/", lambda _address: {"code": "AAA-AAA"}, first="/account/login/code/")
    yield Door("forgotten password", "/account/password/reset/", lambda address: {"email": address})
    yield Door("asking to be a member", f"/join/{site}/", lambda address: {"email": address, **applying})
    yield Door("what is kept of me", f"/w/{site}/kept/", lambda address: {"email": address})


def lines(_rounds: int, _seconds: float) -> list[str]:
    """The table: known and unknown addresses by turns."""
    with tempfile.TemporaryDirectory(prefix="causerie-bench-") as name:
        settings = {"SIGN_INS_PER_MINUTE": "1000000", "TRUSTED_PROXIES": "127.0.0.1"}
        with causerie(Path(name) / "data", **settings) as server:
            brand = json.loads(server.run("bench.doors"))
            found: dict[str, dict[bool, list[float]]] = {}
            with httpx.Client(base_url=server.url, timeout=60) as client:
                for number in range(TRIES + 5):
                    _try_all(client, brand, number, found)
    rows = [
        f"| door, {TRIES} tries of each | known | unknown | Δ of the medians |",
        "|---|---|---|---|",
        *(_row(name, times) for name, times in found.items()),
    ]
    return [*rows, ""]


def _row(name: str, times: dict[bool, list[float]]) -> str:
    """Without the first tries, which find nothing loaded."""
    known, unknown = (statistics.median(times[known][-TRIES:]) * 1000 for known in (True, False))
    if abs(known - unknown) >= MOST_MS:
        say(f"  {name}: more than {MOST_MS} ms")
    return f"| {name} | {known:.1f} ms | {unknown:.1f} ms | {known - unknown:+.1f} ms |"


def _try_all(client: httpx.Client, brand: dict[str, Any], number: int, found: dict[str, dict[bool, list[float]]]) -> None:
    """Every door once with each; who comes first changes. Each knocks from an address of its own, as two people would."""
    for place, door in enumerate(_doors(brand, number)):
        answers = {}
        for known in (True, False) if number % 2 else (False, True):
            person = brand["known"][number] if known else f"nobody-{number}@example.org"
            came = f"10.{place}.{number}.{1 + known}"
            took, answers[known] = _knock(client, door, person, came)
            found.setdefault(door.name, {True: [], False: []})[known].append(took)
        assert answers[True] == answers[False], (door.name, answers)


def _knock(client: httpx.Client, door: Door, person: str, came: str) -> tuple[float, int]:
    client.cookies.clear()
    client.cookies.set("csrftoken", _ANY)
    headers = {"X-CSRFToken": _ANY, "Origin": str(client.base_url).rstrip("/"), "X-Forwarded-For": came}
    if door.first:
        client.post(door.first, data={"email": person}, headers=headers)
    since = time.perf_counter()
    answer = client.post(door.path, data=door.form(person), headers=headers)
    return time.perf_counter() - since, answer.status_code


def _fill() -> dict[str, Any]:
    """Members with a past, some of them waiting as applicants elsewhere; three sites that look for members."""
    from causerie.brands.models import Site
    from causerie.recruitment.models import Page
    from tests import cast

    brand, site = cast.new_brand("doors", "Doors")
    sites = [site, *(Site.objects.create(brand=brand, name=name, language="fr") for name in ("two", "three"))]
    for one in sites:
        Page.objects.create(brand=brand, site=one, open=True, of_age=18)
    members = [cast.new_member(brand, f"Member{number}") for number in range(TRIES + 5)]
    return {"sites": [one.key for one in sites], "known": [one.person.email for one in members]}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causerie.config.settings")
    import django

    django.setup()
    json.dump(_fill(), sys.stdout)
