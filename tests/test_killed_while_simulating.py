"""`causerie simulate` runs while its server is killed with -9: its people come back by themselves, and both sides' checks are clean.

`KILLS=20 pytest tests/test_killed_while_simulating.py` is the long version.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys

import pytest

from tests.inside import run
from tests.serving import ROOT, serving

KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture
def server(new_house, tmp_path):
    folder = tmp_path / "killed"
    with serving(folder, database=new_house(folder, "simulated"), MESSAGES_PER_SECOND="1000") as running:
        yield running


@pytest.mark.timeout(120 + 40 * KILLS)
def test_simulated_people_survive_a_server_that_is_killed(server, tmp_path):
    wish = server.seed("Ana", "Bea", "Cleo", "Dora", of_brand={"capacity_cap": 10}, fields={"capacity": 10})
    people, history = tmp_path / "people.json", tmp_path / "history.jsonl"
    people.write_text(json.dumps({"site_key": wish["site_key"], "people": wish["people"]}))
    words = ["--visitors", "16", "--ambassadors", "4", "--seconds", "3600", "--people", str(people), "--history", str(history)]
    command = [sys.executable, "-m", "causerie", "simulate", "--url", server.url, "--data", str(tmp_path / "own"), *words]
    with subprocess.Popen(command, cwd=ROOT, env=server.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as simulate:
        try:
            assert "4 members are signed in" in simulate.stdout.readline()
            run(_dies(server))
            simulate.send_signal(signal.SIGINT)
            said, _ = simulate.communicate()
        finally:
            simulate.kill()
    print(said)
    assert simulate.returncode == 0, said
    seen = [json.loads(line) for line in history.read_text().splitlines()]
    assert len(seen) > 10 * KILLS, "there was no load to speak of"
    assert "claims won 0," not in said
    assert "reconnects 0\n" not in said
    server.run("causerie", "check", "--history", str(history))


async def _dies(server):
    """kill -9 again and again, each time with a moment to talk in between."""
    for _ in range(KILLS):
        await asyncio.sleep(random.uniform(0.5, 2.5))
        await asyncio.to_thread(server.stop, signal.SIGKILL)
        await asyncio.to_thread(server.start)
    await asyncio.sleep(2.5)
