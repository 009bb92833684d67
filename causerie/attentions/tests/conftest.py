import pytest


@pytest.fixture(autouse=True)
def _pages(statics, settings, tmp_path):
    """Pages need the hashed names; pictures go to a folder of the test."""
    settings.FILES = tmp_path / "files"
