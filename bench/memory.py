"""What an open window costs while nobody writes: resident memory a socket, between 1,000 and 5,000 of them."""

import json
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import psutil

from bench.machines import Generator, causerie, people, say, visitors
from bench.speak import Seat
from bench.tools import many_files

FEW, MANY = 1_000, 5_000


def lines(_rounds: int, _seconds: float) -> list[str]:
    """The figure."""
    room = many_files()
    many = min(MANY, room - 500)
    with tempfile.TemporaryDirectory(prefix="causerie-bench-") as name, causerie(Path(name) / "data") as server:
        assert server.process is not None
        tokens = visitors(server, people(server, 1)["site_key"], many)
        seats = [asdict(Seat("/live", json.dumps({"type": "hello", "token": token}))) for token in tokens]
        generator = Generator()
        try:
            process = psutil.Process(server.process.pid)
            low = _open(generator, server.port, seats[:FEW], process)
            high = _open(generator, server.port, seats[FEW:], process)
        finally:
            generator.stop()
    say(f"  {FEW:,} sockets: {low / 1e6:.1f} MB; {many:,}: {high / 1e6:.1f} MB")
    return [f"An idle open window, a visitor who said hello: {(high - low) / (many - FEW) / 1024:.1f} KB of resident memory.", ""]


def _open(generator: Generator, port: int, seats: list[dict[str, str]], process: psutil.Process) -> int:
    """Open them, wait until each was welcomed, and weigh the server."""
    generator.ask(do="connect", speech="json", port=port, subprotocol="causerie.v1", seats=seats)
    until = time.monotonic() + 120
    while (state := generator.ask(do="welcomed"))["waiting"]:
        assert time.monotonic() < until, state
        time.sleep(0.5)
    time.sleep(2)
    assert state["lost"] == 0, state
    return int(process.memory_info().rss)
