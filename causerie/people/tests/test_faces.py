"""Faces are public and nothing else in the folder is."""

import pytest

from causerie.kernel import files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("statics")]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def test_a_members_photo_is_public_and_kept_by_browsers(client, florian):
    florian.photo = files.store(b"<svg xmlns='http://www.w3.org/2000/svg'/>", ".svg")
    florian.save()
    answer = client.get(f"/faces/{florian.photo}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_picture_is_nobodys_face(client, florian):
    assert client.get(f"/faces/{files.store(b'private', '.webp')}").status_code == 404
    assert client.get("/faces/nothing.webp").status_code == 404
