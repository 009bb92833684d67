"""`causerie demo`: a living community on this computer, and on no other."""

import argparse
import asyncio
import contextlib
import ipaddress
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from causerie.brands.models import Brand
from causerie.simulator import seeds, shop

HUMANS = ("camille", "florian")


def run(_arguments: argparse.Namespace) -> int:
    """Seed once, serve, and let the cast play beside it. Exit 2 where others could reach it."""
    from causerie.config import server

    own = settings.CAUSERIE
    if not is_loopback(own["HOST"]) or not is_loopback(urlsplit(settings.PUBLIC_URL).hostname or ""):
        print(
            "causerie: the demo's passwords are known to everybody, so it runs on this computer only: use HOST 127.0.0.1.", file=sys.stderr
        )
        return 2
    if not server.free(own["HOST"], own["PORT"]):
        print(f"causerie: port {own['PORT']} is in use. Choose another with CAUSERIE_PORT.", file=sys.stderr)
        return 2
    server.one_at_a_time(settings.DATA)
    _written().unlink(missing_ok=True)
    server.prepare()
    brand = seeds.seed(settings.PUBLIC_URL)
    written, script = accounts(brand), json.dumps(play(brand))
    players: list[subprocess.Popen[str]] = []
    try:
        # Ctrl+C is how a demonstration ends.
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(server.serve(own["HOST"], own["PORT"], ready=lambda: players.append(_open(written, script))))
    finally:
        for process in players:
            _stop(process)
    return 0


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach that address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _written() -> Path:
    return Path(settings.DATA) / "demo.json"


def _open(written: dict[str, Any], script: str) -> "subprocess.Popen[str]":
    """The server answers: write the accounts down, raise the curtain, say where."""
    draft = _written().with_suffix(".part")
    draft.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(_written())
    process = _play(script)
    print(f"\n  Nidéchange lives at {settings.PUBLIC_URL}\n  The first page says what to click. Stop with Ctrl+C.\n", flush=True)
    return process


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
    """What the cast plays: everybody but those whom the newcomer may be."""
    written = accounts(brand)
    humans = {seeds.email(key) for key in HUMANS}
    return {
        "url": written["url"],
        "login": written["login"],
        "brand": brand.slug,
        "sites": {site.language: site.key for site in brand.sites.all()},
        "people": [row for row in written["people"] if row["email"] not in humans],
        "places": shop.places(written["url"]),
    }


def _play(script: str) -> "subprocess.Popen[str]":
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join([str(settings.PACKAGE.parent), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen([sys.executable, "-m", "causerie.simulator.cast"], stdin=subprocess.PIPE, text=True, env=environment)
    assert process.stdin is not None
    # The pipe stays open while we live: its end is the cast's curtain.
    process.stdin.write(script + "\n")
    process.stdin.flush()
    return process


def _stop(process: "subprocess.Popen[str]") -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
