"""A claim race: two hundred ambassadors claim one question at the same moment; when does the last of them know who won?"""

import json
import statistics
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import httpx

from bench.machines import Generator, causerie, people, say, tickets, used_seconds, visitors
from bench.speak import TEXT, Seat

PEOPLE, ROUNDS = 200, 25


def lines(_rounds: int, _seconds: float) -> list[str]:
    """The figures. Every round: one question asked, all claim it, the winner ends it."""
    with tempfile.TemporaryDirectory(prefix="causerie-bench-") as name, causerie(Path(name) / "data") as server:
        assert server.process is not None
        brand = people(server, PEOPLE)
        token = visitors(server, brand["site_key"], 1)[0]
        seats = [Seat("/live", json.dumps({"type": "hello", "ticket": ticket})) for ticket in tickets(server, brand)]
        generator = Generator()
        try:
            generator.ask(do="connect", speech="json", port=server.port, subprotocol="causerie.v1", seats=[asdict(seat) for seat in seats])
            rounds, spent = [], 0.0
            with httpx.Client(
                base_url=server.url, headers={"Origin": server.url, "Authorization": f"Bearer {token}"}, timeout=60
            ) as client:
                for number in range(ROUNDS):
                    asked = client.post("/live/ask", json={"client_id": f"ask-{number:08}", "text": TEXT}).raise_for_status().json()
                    time.sleep(0.5)
                    before = used_seconds(server.process.pid)
                    rounds.append(generator.ask(do="claim", conversation=asked["conversation"]))
                    spent += used_seconds(server.process.pid) - before
        finally:
            generator.stop()
    assert all(one["winners"] == 1 for one in rounds), rounds
    last = [one["last"] * 1000 for one in rounds]
    winner = statistics.median(one["winner"] * 1000 for one in rounds)
    say(f"  {ROUNDS} rounds, {spent / ROUNDS / PEOPLE * 1e6:.0f} µs of processor time a claim")
    return [
        f"Claim race: {PEOPLE} ambassadors, last loser told after: median {statistics.median(last):.0f} ms, worst {max(last):.0f} ms; "
        f"the winner after {winner:.0f} ms.",
        "",
    ]
