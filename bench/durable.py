"""Durable messages a second: validated, numbered, committed, then acknowledged to the sender and handed to the other side."""

import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.machines import (
    BUILD,
    OTHER_CORE,
    ROOT,
    Generator,
    causerie,
    free_port,
    node,
    people,
    process,
    rival_node,
    rival_python,
    say,
    tickets,
    used_seconds,
    visitors,
)
from bench.speak import TEXT, Seat
from tests.postgres import new_database, running
from tests.serving import Server

PAIRS = 100
_BUNCH = 20
# Messages in flight on each socket; twice that for a pair, since both sides write.
WINDOW = 16


@dataclass
class Rival:
    """One build under load, and what it did."""

    name: str
    generator: Generator
    pid: int
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    faults: int = 0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


def measure(*, rounds: int, seconds: float) -> dict[str, dict[str, float]]:
    """All rivals in rounds, one after the other within a round, and their medians."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="causerie-bench-")))
        postgres = stack.enter_context(running(prefix=OTHER_CORE, settings=("shared_buffers=256MB",)))
        rivals = [stack.enter_context(one) for one in _all(folder, postgres)]
        for rival in rivals:
            rival.generator.ask(do="full", seconds=1, window=WINDOW)
        for number in range(1, rounds + 1):
            for rival in rivals:
                _round(rival, seconds)
            say(f"  round {number}: " + ", ".join(f"{rival.name} {rival.rates[-1]:,.0f}" for rival in rivals))
        return {rival.name: _figures(rival) for rival in rivals}


def _round(rival: Rival, seconds: float) -> None:
    """As fast as it can, then at half of that."""
    before = used_seconds(rival.pid)
    full = rival.generator.ask(do="full", seconds=seconds, window=WINDOW)
    spent = used_seconds(rival.pid) - before
    rival.rates.append(full["per_second"])
    rival.cpu.append(spent / full["whole"] * 1e6)
    half = rival.generator.ask(do="paced", seconds=min(seconds, 4), rate=rival.rate / 2)
    rival.p50.append(half["p50"])
    rival.p99.append(half["p99"])
    rival.faults += full["missing"] + full["refused"] + full["lost"] + half["missing"]


def _figures(rival: Rival) -> dict[str, float]:
    found = {"rate": rival.rate, "p50": statistics.median(rival.p50), "p99": statistics.median(rival.p99)}
    return {**found, "cpu": statistics.median(rival.cpu), "faults": rival.faults}


def _all(folder: Path, postgres: str) -> list[Any]:
    return [
        _ours("causerie, SQLite", folder / "sqlite", ""),
        _ours("causerie, PostgreSQL", folder / "postgres", new_database(postgres, "causerie")),
        _channels(
            "channels, SQLite, uvicorn", folder / "uvicorn", ["uvicorn", "--loop", "uvloop", "--http", "httptools", "--log-level", "error"]
        ),
        _channels("channels, SQLite, daphne", folder / "daphne", ["daphne", "-v", "0"]),
        _socket_io("socket.io, PostgreSQL", folder / "node", new_database(postgres, "naive")),
    ]


@contextmanager
def _loaded(name: str, pid: int, **wish: Any) -> Iterator[Rival]:
    generator = Generator()
    try:
        for some in wish["seats"]:
            generator.ask(do="connect", **{**wish, "seats": [asdict(seat) for seat in some]})
        yield Rival(name, generator, pid)
    finally:
        generator.stop()


@contextmanager
def _ours(name: str, folder: Path, database: str) -> Iterator[Rival]:
    with causerie(folder, database=database) as server:
        assert server.process is not None
        with _loaded(name, server.process.pid, speech="json", port=server.port, subprotocol="causerie.v1", seats=pairs(server)) as rival:
            yield rival


def pairs(server: Server) -> Iterator[list[Seat]]:
    """Each visitor's question taken by an ambassador, over the wire's HTTP verbs; then the sockets that will write, a few at a time: a
    ticket that waited for a hundred others would have expired on a busy machine, and its socket be closed."""
    brand = people(server, PAIRS)
    tokens = visitors(server, brand["site_key"], PAIRS)
    conversations = []
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}, timeout=30) as client:
        for number, (token, session) in enumerate(zip(tokens, brand["sessions"], strict=True)):
            asked = client.post(
                "/live/ask", json={"client_id": f"ask-{number:08}", "text": TEXT}, headers={"Authorization": f"Bearer {token}"}
            )
            conversations.append(asked.raise_for_status().json()["conversation"])
            keys = {"Cookie": f"{brand['cookie']}={session}; csrftoken={'a' * 32}", "X-CSRFToken": "a" * 32}
            client.post("/live/claim", json={"conversation": conversations[-1]}, headers=keys).raise_for_status()
    for first in range(0, PAIRS, _BUNCH):
        some = slice(first, first + _BUNCH)
        fresh = tickets(server, {**brand, "sessions": brand["sessions"][some]})
        yield [
            Seat("/live", hello, place)
            for place, token, ticket in zip(conversations[some], tokens[some], fresh, strict=True)
            for hello in (_hello(token=token), _hello(ticket=ticket))
        ]


def _hello(**key: str) -> str:
    return json.dumps({"type": "hello", **key})


@contextmanager
def _channels(name: str, folder: Path, command: list[str]) -> Iterator[Rival]:
    folder.mkdir(parents=True)
    port = free_port()
    environ = {"NAIVE_DATA": str(folder), "PYTHONPATH": str(ROOT / "bench" / "rivals" / "channels")}
    words = [rival_python(), "-m", command[0], "naive:application", *command[1:], "--port" if command[0] == "uvicorn" else "-p", str(port)]
    seats = [Seat(f"/live/{pair}/{role}", "", str(pair)) for role in ("visitor", "member") for pair in range(PAIRS)]
    with (
        process(words, port=port, environ=environ, log=BUILD / f"{command[0]}.log") as server,
        _loaded(name, server.pid, speech="json", port=port, seats=[seats]) as rival,
    ):
        yield rival


@contextmanager
def _socket_io(name: str, folder: Path, database: str) -> Iterator[Rival]:
    folder.mkdir(parents=True)
    port = free_port()
    environ = {"DATABASE_URL": database, "PORT": str(port), "NODE_PATH": str(rival_node() / "node_modules"), "NODE_ENV": "production"}
    address = "/socket.io/?EIO=4&transport=websocket"
    seats = [Seat(f"{address}&pair={pair}&role={role}") for role in ("visitor", "member") for pair in range(PAIRS)]
    words = [node(), ROOT / "bench" / "rivals" / "node" / "server.js"]
    with (
        process(words, port=port, environ=environ, log=BUILD / "node.log") as server,
        _loaded(name, server.pid, speech="socket.io", port=port, seats=[seats]) as rival,
    ):
        yield rival


def lines(found: dict[str, dict[str, float]]) -> list[str]:
    """The table."""
    rows = [
        "| durable messages, one core | a second | CPU µs each | p50 / p99 ms at half load | lost or refused |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {name} | {one['rate']:,.0f} | {one['cpu']:.1f} | {one['p50']:.1f} / {one['p99']:.1f} | {one['faults']:.0f} |"
        for name, one in found.items()
    ]
    python = max(one["rate"] for name, one in found.items() if name.startswith("channels"))
    ours, node_rate = found["causerie, SQLite"]["rate"], found["socket.io, PostgreSQL"]["rate"]
    theirs = found["causerie, PostgreSQL"]["rate"]
    rows += ["", "Times the naive Python build (the better of its two servers) and the naive Node build:"]
    return [
        *rows,
        f"SQLite {ours / python:.0f} ×, {ours / node_rate:.1f} ×; PostgreSQL {theirs / python:.0f} ×, {theirs / node_rate:.1f} ×.",
        "",
    ]
