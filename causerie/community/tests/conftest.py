"""What the community's tests share: a folder for pictures, frames that are told, a browser's requests."""

import json

import pytest
from django.test import Client

from causerie.realtime import hub
from causerie.realtime.limits import Buckets


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def rested(monkeypatch):
    """Nobody has written anything yet: the paces of an earlier test are forgotten."""
    from causerie.community import doors

    monkeypatch.setattr(doors, "_PACES", {name: Buckets(bucket._burst, bucket._rate) for name, bucket in doors._PACES.items()})


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """Frames published on the hub when the given verb is done."""

    def run(verb, **arguments):
        frames = []
        monkeypatch.setattr(hub, "publish", lambda topic, payload: frames.append((topic, json.loads(payload))))
        with django_capture_on_commit_callbacks(execute=True):
            verb(**arguments)
        return frames

    return run


@pytest.fixture
def as_member():
    def browser(member):
        client = Client(headers={"HX-Request": "true"})
        client.force_login(member.person, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser


@pytest.fixture
def analyst(brand):
    """Reads figures, and nothing of the community."""
    from tests.cast import new_member

    return new_member(brand, "Anselme", role="analyst")
