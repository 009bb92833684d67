"""The window's tests read static files by their plain names: nothing is collected for them."""

from collections.abc import Iterator

import pytest

from causerie.design.templatetags.causerie import module_addresses


@pytest.fixture(autouse=True)
def _plain_names(settings) -> Iterator[None]:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    module_addresses.cache_clear()
    yield
    module_addresses.cache_clear()
