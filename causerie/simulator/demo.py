"""`causerie demo`: a living community on this computer, and on no other."""

import argparse
import ipaddress
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from causerie.brands.models import Brand
from causerie.simulator import seeds, shop
from causerie.simulator.stage import Stage

HUMANS = ("camille", "florian")


def run(_arguments: argparse.Namespace) -> int:
    """Seed once, serve, and let the cast play beside it. Exit 2 where others could reach it."""
    from causerie.config import server

    own = settings.CAUSERIE
    if not is_loopback(own["HOST"]) or not is_loopback(urlsplit(settings.PUBLIC_URL).hostname or ""):
        return _declined("the demo's passwords are known to everybody, so it runs on this computer only: use HOST 127.0.0.1.")
    if not server.free(own["HOST"], own["PORT"]):
        return _declined(f"port {own['PORT']} is in use. Choose another with CAUSERIE_PORT.")
    server.one_at_a_time(settings.DATA)
    _written().unlink(missing_ok=True)
    server.prepare()
    if seeds.lived_in():
        return _declined("these data hold a real community; the demo's accounts do not belong there. Choose another CAUSERIE_DATA.")
    brand = seeds.seed(settings.PUBLIC_URL)
    return _perform(accounts(brand), Stage(json.dumps(play(brand))))


def _declined(why: str) -> int:
    print(f"causerie: {why}", file=sys.stderr)
    return 2


def _perform(written: dict[str, Any], stage: Stage) -> int:
    from causerie.config import server

    # The server gives a signal back once it has stopped: asked to end, what stands below still has to run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    own = settings.CAUSERIE
    try:
        server.serve(own["HOST"], own["PORT"], ready=lambda: _open(written, stage))
    except KeyboardInterrupt:
        print("\n  Good night.", flush=True)
    finally:
        stage.clear()
        _written().unlink(missing_ok=True)
    return 0


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach that address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _written() -> Path:
    return Path(settings.DATA) / "demo.json"


def _open(written: dict[str, Any], stage: Stage) -> None:
    """The server answers: write the accounts down, raise the curtain, say where."""
    write_accounts(written)
    stage.open()
    print(
        f"\n  Nidéchange lives at {settings.PUBLIC_URL}\n"
        "  Open that page: it says in one screen what to click.\n"
        "  Stop with Ctrl+C; what happened stays for the next time.\n",
        flush=True,
    )


def write_accounts(written: dict[str, Any]) -> None:
    """demo.json: whole or absent, and for its owner's eyes only."""
    draft = _written().with_suffix(".part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(written, ensure_ascii=False, indent=1) + "\n")
    draft.replace(_written())


def accounts(brand: Brand) -> dict[str, Any]:
    """demo.json: where, and who may sign in with which password."""
    url = settings.PUBLIC_URL
    return {
        "url": url,
        "site_key": brand.sites.get(language="fr").key,
        "login": f"{url}{settings.LOGIN_URL}",
        "people": [
            {
                "name": row["name"],
                "role": row.get("role", "ambassador"),
                "email": seeds.email(row["key"]),
                "password": seeds.password(row["key"]),
            }
            for row in seeds.plan()["people"]
        ],
    }


def play(brand: Brand) -> dict[str, Any]:
    """What the cast plays: every ambassador but the one whom the newcomer may be."""
    written = accounts(brand)
    humans = {seeds.email(key) for key in HUMANS}
    return {
        "url": written["url"],
        "login": written["login"],
        "brand": brand.slug,
        "sites": {site.language: site.key for site in brand.sites.all()},
        "people": [row for row in written["people"] if row["email"] not in humans and row["role"] == "ambassador"],
        "places": shop.places(written["url"]),
    }
