import pytest


@pytest.fixture
def past(site):
    """Conversations of Nidéchange's site, as facts at moments of our choosing."""
    from causerie.insights.tests.told import Past

    return Past(site)
