"""A reader of the journal: in order, once, and nothing lost when it stumbles."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from causerie.journal import actions
from causerie.journal.actions import follow
from causerie.journal.models import Cursor, Fact
from causerie.kernel.db import Gate


def happened(brand, *kinds):
    for kind in kinds:
        Fact.objects.create(brand=brand, at=1, kind=kind, data={})


def test_in_order_and_once(brand):
    happened(brand, "asked", "thanked", "asked")
    seen = []
    handlers = {"asked": lambda fact: seen.append(fact.id)}
    assert follow("points", handlers) == 3
    assert follow("points", handlers) == 0
    assert len(seen) == 2
    assert seen == sorted(seen)
    assert follow("another", handlers) == 3


def test_by_batches(brand):
    happened(brand, *["asked"] * 5)
    assert [follow("points", {}, limit=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_keeps_others_from_writing_takes_less(brand, monkeypatch):
    """On SQLite: as many facts as the time of a bite allows, never fewer than the least, never more than asked for."""
    happened(brand, *["asked"] * 9)
    monkeypatch.setattr(actions, "LEAST", 2)
    monkeypatch.setattr(actions, "BITE_S", 0)
    alone = connection.vendor != "sqlite"
    assert [follow("slow", {}, limit=4) for _ in range(3)] == ([4, 4, 1] if alone else [4, 2, 2])
    monkeypatch.setattr(actions, "BITE_S", 3600)
    happened(brand, *["asked"] * 20)
    assert [follow("slow", {}, limit=4) for _ in range(3)] == ([4, 4, 4] if alone else [2, 4, 4])


def test_who_waits_at_the_gate_is_counted_and_let_in_first():
    gate = Gate()
    with gate, ThreadPoolExecutor(1) as pool:
        entered = pool.submit(gate.__enter__)
        while not gate.waiting:
            time.sleep(0.001)
        gate.__exit__()
        entered.result()
        assert (gate.waiting, gate.waited) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_failure_takes_the_whole_batch_back(brand):
    happened(brand, "asked", "asked")
    calls = []

    def stumble(fact):
        calls.append(fact.id)
        Fact.objects.create(brand=brand, at=2, kind="told", data={})
        if len(calls) == 2:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        follow("points", {"asked": stumble})
    assert not Fact.objects.filter(kind="told").exists()
    assert not Cursor.objects.filter(reader="points").exists()
    assert follow("points", {"asked": stumble}) == 2
    assert Fact.objects.filter(kind="told").count() == 2
