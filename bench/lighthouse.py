"""Lighthouse's performance mark of a shop page, with the loader and without: median of the rounds, taken in turn."""

import json
import os
import statistics
import subprocess
from typing import Any

from bench.machines import node, rival_node, say
from bench.shop import open_shop
from tools.browser import chromium

_FLAGS = ("--quiet", "--output=json", "--only-categories=performance", "--chrome-flags=--headless=new --no-sandbox --disable-gpu")


def lines(rounds: int, _seconds: float) -> list[str]:
    """The table."""
    marks: dict[str, list[dict[str, float]]] = {"/plain": [], "/": []}
    with open_shop() as (shop, _causerie):
        for number in range(1, max(3, rounds) + 1):
            for path, found in marks.items():
                found.append(_mark(shop + path))
            say(f"  round {number}: {marks['/plain'][-1]['mark']:.0f} without, {marks['/'][-1]['mark']:.0f} with the loader")
    rows = ["| the shop's page | mark | first paint ms | largest paint ms | blocked ms |", "|---|---|---|---|---|"]
    return [*rows, _row("without", marks["/plain"]), _row("with the loader", marks["/"]), ""]


def _row(name: str, found: list[dict[str, float]]) -> str:
    cells = (f"{statistics.median(one[key] for one in found):.0f}" for key in found[0])
    return f"| {name} | {' | '.join(cells)} |"


def _mark(address: str) -> dict[str, float]:
    program = rival_node() / "node_modules" / "lighthouse" / "cli" / "index.js"
    environ = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run([node(), program, address, *_FLAGS], capture_output=True, text=True, env=environ, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout)
    audits = {"first": "first-contentful-paint", "largest": "largest-contentful-paint", "blocked": "total-blocking-time"}
    return {
        "mark": said["categories"]["performance"]["score"] * 100,
        **{key: said["audits"][name]["numericValue"] for key, name in audits.items()},
    }
