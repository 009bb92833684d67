"""Where a window's tag was seen: the origins whose pages ask for its status. Noted in memory, kept in a row now and then."""

from collections.abc import Callable, Coroutine
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from causerie.conversations.models import Sighting
from causerie.kernel.clock import now_ms
from causerie.kernel.db import write

# A row is written when a page is first seen, then once in so many milliseconds: the status is asked for many times a second.
FRESH = 60_000


class Sightings:
    """Of one process, on the event loop's thread."""

    def __init__(self) -> None:
        self._new: dict[tuple[int, str], int] = {}
        self._kept: dict[tuple[int, str], int] = {}

    def note(self, site: int, origin: str) -> None:
        """A page of that origin, one of the site's own, asked for the status."""
        key, now = (site, origin), now_ms()
        if now - self._kept.get(key, 0) >= FRESH:
            self._kept[key] = self._new[key] = now

    async def keep(self, run: Callable[..., Coroutine[Any, Any, Any]]) -> None:
        """Writes what is new. `run` calls a function in a thread with a database connection."""
        if self._new:
            new, self._new = self._new, {}
            await run(keep, new)


here = Sightings()


def keep(seen: dict[tuple[int, str], int]) -> None:
    """The rows of these sightings: (site, origin) to the instant."""
    with write():
        for (site, origin), at in seen.items():
            row, new = Sighting.objects.get_or_create(site_id=site, origin=origin, defaults={"first_at": at, "last_at": at})
            if not new:
                Sighting.objects.filter(pk=row.pk).update(last_at=Greatest(F("last_at"), at))


def seen(site: int) -> list[Sighting]:
    """Where the tag of a site stands, the latest first."""
    return list(Sighting.objects.filter(site_id=site).order_by("-last_at")[:20])
