"""The cast among themselves, at the feed's own doors."""

import asyncio
import random
from types import SimpleNamespace

import pytest
from django.test import Client

from causerie.community.models import Post
from causerie.simulator.community_cast import Life, plan
from tests.cast import new_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


class Web:
    """A member's browser: the pages of this process, asked as the cast asks them."""

    def __init__(self, member):
        self.client, self.cookies = Client(), {}
        self.client.force_login(member.person)

    async def get(self, path, params, headers):
        return self._answer(self.client.get(path, params, headers=headers))

    async def post(self, path, data, headers):
        return self._answer(self.client.post(path, data, headers=headers))

    def _answer(self, response):
        return SimpleNamespace(text=response.content.decode(), headers=response.headers)


@pytest.fixture
def play(cast, monkeypatch):
    """Begins a play with everybody who has something to post."""
    tellers = sorted({row["by"] for row in plan()["fresh"]})
    people = {key: cast.members.get(key) or new_member(cast.brand, key.capitalize()) for key in tellers}

    async def nobody_waits(_seconds):
        pass

    monkeypatch.setattr(asyncio, "sleep", nobody_waits)

    def begin():
        clients = [
            SimpleNamespace(email=f"{key}@example.org", http=Web(one), hooks=[], number=one.pk, me={"languages": ["fr"]}, base_url="")
            for key, one in people.items()
        ]
        return Life(clients, cast.brand.slug, random.Random(3))

    return begin


def lived(work):
    """To its end, on this thread's own connection: nothing in it waits."""
    with pytest.raises(StopIteration):
        work.send(None)


def test_a_play_that_begins_again_tells_nothing_twice(play):
    fresh = [row["text"] for row in plan()["fresh"]]
    first, second = play(), play()
    for _ in range(3):
        lived(first._post())
    assert Post.objects.count() == 3
    for _ in fresh:
        lived(second._post())
    assert sorted(Post.objects.values_list("text", flat=True)) == sorted(fresh)
