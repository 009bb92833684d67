import pytest


@pytest.fixture(autouse=True)
def _pages(statics):
    """Pages need the hashed names."""
