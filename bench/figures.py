"""A base that has grown: how long each panel of the figures takes, and whether the live path is as quick as on an empty one.

The full size is 1,000,000 conversations (10,000,000 messages) on PostgreSQL and a tenth on SQLite; CAUSERIE_BENCH_CONVERSATIONS asks for
another.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.durable import WINDOW, Rival, _ours, _round
from bench.grown import LINES
from bench.machines import OTHER_CORE, ROOT, say
from tests.postgres import new_database, running

FULL = 1_000_000
PANEL_MS, RATIO, MORE = 300, 1.3, 5000


def lines(rounds: int, seconds: float) -> list[str]:
    """Tables of both databases."""
    count = int(os.environ.get("CAUSERIE_BENCH_CONVERSATIONS", FULL))
    found = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="causerie-grown-")))
        postgres = stack.enter_context(running(prefix=OTHER_CORE, settings=("shared_buffers=512MB", "max_wal_size=4GB")))
        for name, size in (("PostgreSQL", count), ("SQLite", count // 10)):
            url = {kind: new_database(postgres, f"{kind}") if name == "PostgreSQL" else "" for kind in ("grown", "fresh")}
            found += _one(name, size, folder / name, url, rounds, seconds)
    return found


def _one(name: str, size: int, folder: Path, url: dict[str, str], rounds: int, seconds: float) -> list[str]:
    grown = folder / "grown"
    grown.mkdir(parents=True)
    made = _run(grown, url["grown"], "fill", size)
    say(f"  {name}: {size:,} conversations in {made['write']:.0f} s")
    say(f"  folded in {made['fold']:.0f} s, {made['facts_per_second']:,.0f} facts a second")
    panels = _run(grown, url["grown"], "panels", max(5, rounds * 3))
    for panel, (median, busy) in panels.items():
        say(f"  {panel}: {median:.1f} ms on the clock, busy {busy:.1f}")
    live = _live(folder, url, rounds, seconds)
    table = [
        "",
        f"{name}, {size:,} conversations, {size * LINES:,} messages",
        "",
        "| read or page, twelve months | median ms | of which Python’s processor ms |",
        "|---|---|---|",
    ]
    table += [
        f"| {panel} | {median:.1f}{' (over)' if median > PANEL_MS else ''} | {busy:.1f} |" for panel, (median, busy) in panels.items()
    ]
    return [
        *table,
        "",
        f"Fold: {made['facts']:,.0f} facts, {made['facts_per_second']:,.0f} a second; "
        f"{made['facts_per_cpu']:,.0f} a second of Python's own processor time.",
        f"Live path: {live['fresh']:,.0f} messages a second empty, {live['grown']:,.0f} grown: "
        f"ratio {live['fresh'] / live['grown']:.2f} (at most {RATIO}).",
        f"While the figures follow {live['facts']:,.0f} facts told at once: {live['folding']:,.0f} messages a second; "
        f"they were folded after {live['caught_up']:.1f} s.",
    ]


def _run(data: Path, database: str, what: str, number: int) -> dict[str, Any]:
    out, errors = _begun(data, database, what, number).communicate()
    assert out.strip(), errors[-4000:]
    return dict(json.loads(out.strip().splitlines()[-1]))


def _begun(data: Path, database: str, what: str, number: int) -> "subprocess.Popen[str]":
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
    return subprocess.Popen(
        [sys.executable, "-m", "bench.grown", what, str(number)],
        cwd=ROOT,
        env={**environ, "CAUSERIE_DATA": str(data), "CAUSERIE_DATABASE_URL": database},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _live(folder: Path, url: dict[str, str], rounds: int, seconds: float) -> dict[str, float]:
    """Durable messages a second on the empty base and on the grown one, in turns, so that the machine's moods are shared; then on the grown
    one again, while its figures have facts to fold."""
    with ExitStack() as stack:
        rivals: dict[str, Rival] = {kind: stack.enter_context(_ours(kind, folder / kind, url[kind])) for kind in ("fresh", "grown")}
        for rival in rivals.values():
            rival.generator.ask(do="full", seconds=1, window=WINDOW)
        for _ in range(rounds):
            for rival in rivals.values():
                _round(rival, seconds)
        rates = {kind: statistics.median(rival.rates) for kind, rival in rivals.items()}
        return rates | _folding(rivals["grown"], folder / "grown", url["grown"], seconds)


def _folding(rival: Rival, data: Path, database: str, seconds: float) -> dict[str, float]:
    telling = _begun(data, database, "more", MORE)
    rates = []
    while telling.poll() is None:
        rates.append(rival.generator.ask(do="full", seconds=seconds, window=WINDOW)["per_second"])
    told = json.loads(telling.communicate()[0].strip().splitlines()[-1])
    return {"facts": told["facts"], "caught_up": told["seconds"], "folding": statistics.median(rates)}
