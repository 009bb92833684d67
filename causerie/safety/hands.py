"""The verbs of other rooms that a decision, an erasure or the retention job needs: wired in settings.HANDS, as the rail is."""

from importlib import import_module
from typing import Any

from django.conf import settings


def __getattr__(name: str) -> Any:
    return getattr(import_module(settings.HANDS), name)
