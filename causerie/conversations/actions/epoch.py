"""The log's epoch."""

from causerie.conversations.models import Epoch
from causerie.kernel.db import write
from causerie.kernel.ids import new_secret


def epoch() -> str:
    """The value that clients remember; made at the first start, another after a backup was restored."""
    return Epoch.objects.get_or_create(id=1)[0].value


def renew_epoch() -> str:
    """After a backup was restored: clients that knew more than it holds forget what they know."""
    value = new_secret()
    with write():
        Epoch.objects.update_or_create(id=1, defaults={"value": value})
    return value
