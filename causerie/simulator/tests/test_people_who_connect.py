"""The wire's client and the actors against a real server.

`DIALOGUES=file.jsonl pytest causerie/simulator/tests/test_people_who_connect.py` replays that file's dialogues instead of our own.
"""

import asyncio
import json
import os
from pathlib import Path

import pytest

from causerie.simulator import script
from causerie.simulator.actors import Answerer
from causerie.simulator.history import History
from causerie.simulator.sides import MemberClient, VisitorClient
from causerie.simulator.simulate import _Crowd, simulate
from causerie.simulator.verdict import judge
from tests.inside import run


@pytest.fixture(scope="module")
def house(server, tmp_path_factory):
    """A brand of our own on the suite's server, and its accounts as a demo.json."""
    wish = server.seed("Ana", "Bea", "Cleo", "Dora", brand="simulated", of_brand={"capacity_cap": 10}, fields={"capacity": 10})
    path = tmp_path_factory.mktemp("simulated") / "demo.json"
    people = [{"name": one["name"], "role": "ambassador", "email": one["email"], "password": one["password"]} for one in wish["people"]]
    path.write_text(
        json.dumps({"url": server.url, "site_key": wish["site_key"], "login": f"{server.url}/account/login/", "people": people})
    )
    return server, path, json.loads(path.read_text())


def _member(told, number=0, history=None):
    one = told["people"][number]
    return MemberClient(told["url"], told["login"], one["email"], one["password"], "simulated", history, most_wait=1)


def test_a_talk_goes_on_where_it_was(house):
    """The wire is cut on both sides in the middle: each comes back by itself, and shows every line once."""
    _server, _path, told = house
    history = History()

    async def talk():
        visitor, member = VisitorClient(told["url"], told["site_key"], history, most_wait=1), _member(told, history=history)
        for one in (visitor, member):
            one.start()
            await asyncio.wait_for(one.ready.wait(), 20)
        conversation = await visitor.ask("Bonjour ?", page={"url": f"{told['url']}/shop/", "title": "Accueil"})
        await member.until(lambda: conversation in member.queue, 10)
        await member.claim(conversation)
        await visitor.drop()
        await member.say(conversation, "Oui ?")
        await member.drop()
        await asyncio.gather(*(visitor.say(conversation, f"ligne {number}") for number in range(5)), member.say(conversation, "J’écoute"))
        for one in (visitor, member):
            assert await one.until(lambda one=one: one.talks[conversation].last == 8, 20)
            await one.witness(conversation)
        await visitor.thank(conversation)
        await visitor.rate(conversation, 5, "merci")
        await member.close(conversation)
        assert await visitor.until(lambda: visitor.talks[conversation].state == "closed", 10)
        for one in (visitor, member):
            await one.stop()

    run(talk())
    assert history.reconnects >= 2
    assert [verdict for verdict in judge(history) if not verdict.holds] == []


def test_load(house, tmp_path):
    """Everybody talks at once; the clients' verdict and the server's check agree."""
    server, path, told = house
    result = run(simulate(url=told["url"], visitors=6, ambassadors=3, seconds=3, people=path))
    assert result.holds, (result.troubles, result.verdicts)
    assert len(result.history.sent) > 10
    result.history.write(tmp_path / "history.jsonl")
    server.run("causerie", "check", "--history", str(tmp_path / "history.jsonl"))


def test_nobody_says_a_word_while_everybody_looks_back(house, monkeypatch):
    """A farewell after the log was read would be counted as an acknowledged message that is lost."""
    _server, path, told = house
    look_back, live, busy = _Crowd._look_back, Answerer.live, []

    async def lingers(member, patience):
        await live(member, patience)
        await asyncio.sleep(2)

    async def looks(crowd):
        busy.extend(task for task in crowd.tasks if not task.done())
        busy.extend(client for client in (*crowd.members, *crowd.visitors) if client.outbox)
        await look_back(crowd)

    monkeypatch.setattr(_Crowd, "_look_back", looks)
    monkeypatch.setattr(Answerer, "live", lingers)
    result = run(simulate(url=told["url"], visitors=4, ambassadors=2, seconds=2, people=path))
    assert result.holds, (result.troubles, result.verdicts)
    assert busy == []


def test_scripts_word_for_word_forty_at_a_time(house, tmp_path):
    _server, path, told = house
    lines = Path(os.environ.get("DIALOGUES", script.OWN)).read_text(encoding="utf-8").splitlines()
    odd = {"id": "odd", "lang": "en", "turns": [{"who": "visitor", "text": "one"}, {"who": "visitor", "text": "two & <b>three</b> 👩‍👩‍👧"}]}
    (tmp_path / "script.jsonl").write_text("\n".join([*lines, json.dumps(odd)]), encoding="utf-8")
    result = run(simulate(url=told["url"], visitors=0, ambassadors=0, seconds=0, script=tmp_path / "script.jsonl", pairs=40, people=path))
    assert result.count is not None
    assert result.count.wrong == []
    assert (result.count.whole, result.holds) == (len(lines) + 1, True)
