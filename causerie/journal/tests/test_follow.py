"""A reader of the journal: in order, once, and nothing lost when it stumbles."""

import pytest

from causerie.journal.actions import follow
from causerie.journal.models import Cursor, Fact


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
