"""Files: random names, strictly read, whole or absent."""

import pytest

from causerie.kernel import files
from causerie.kernel.refusal import Refused


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def test_stored_read_and_deleted():
    name = files.store(b"a picture", ".webp")
    assert files.read(name) == b"a picture"
    assert [path.name for path in files.path_of(name).parent.iterdir()] == [name]
    files.delete(name)
    files.delete(name)
    with pytest.raises(Refused, match="not_found"):
        files.read(name)


@pytest.mark.parametrize(
    "name", ["", "..", "../secret-key", "a" * 32, "a" * 32 + ".webp\n", "A" * 32 + ".webp", "/etc/passwd", "é" * 32 + ".x"]
)
def test_names_that_we_never_give(name):
    with pytest.raises(Refused, match="not_found"):
        files.path_of(name)


def test_a_suffix_is_a_suffix():
    with pytest.raises(ValueError, match="suffix"):
        files.store(b"", "/../x")
