"""The picture of the page a visitor looks at, as the desk shows it: fetched once for everybody, made small, kept a while in memory.

Its address comes from the visitor's browser, so it is asked only on the hosts that the site itself names.
"""

import asyncio
import string
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

from causerie.brands.models import Site
from causerie.conversations.models import Conversation
from causerie.kernel import outbound, pictures
from causerie.kernel.clock import monotonic
from causerie.kernel.refusal import Refused

MOST_KEPT = 64
MOST_AT_ONCE = 4
KEPT_S, REFUSED_S = 3600.0, 60.0
_SIDE = 320
_SCHEMES = ("https", "http")
_ACCEPT = "image/webp,image/jpeg,image/png"
Read = Callable[["Place"], bytes]


@dataclass(frozen=True)
class Place:
    """An address that may be asked, and whether it is our own: the demonstration's shop is on the machine it runs on."""

    url: str
    own: bool = False


Origin = tuple[str, str, int]


def place_of(conversation: Conversation, own: Collection[str] = ()) -> Place:
    """Where the picture is. `own` are this house's origins, allowed in the demonstration alone. Raises Refused("not_found")."""
    url = quote(conversation.page_picture, safe=string.punctuation)
    origin = _origin(url)
    if origin is None or not _shops_own(origin, conversation.site):
        raise Refused("not_found")
    return Place(url, own=bool(settings.CAUSERIE["DEMO"]) and origin in map(_origin, own))


def _origin(url: str) -> Origin | None:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return None
    return parts.scheme, parts.hostname or "", port


def _shops_own(origin: Origin, site: Site) -> bool:
    """The shop itself, or the same host with https: a page's picture is never less safe than the page."""
    shops = [found for found in map(_origin, [site.url, *site.origins]) if found]
    return origin in shops or origin in [("https", host, 443) for _, host, _ in shops]


def read(place: Place) -> bytes:
    """The picture, as small WebP. Raises Refused."""
    if place.own:
        ports = {urlsplit(place.url).port or 80}
        found = outbound.fetch(place.url, accept=_ACCEPT, schemes=_SCHEMES, allow_ports=ports, permitted=_loopback)
    else:
        found = outbound.fetch(place.url, accept=_ACCEPT, schemes=_SCHEMES)
    if found.status != 200:
        raise Refused("not_reachable")
    return pictures.clean_picture(found.body, max_side=_SIDE).data


def _loopback(address: outbound.Address) -> bool:
    return address.is_loopback


@dataclass
class _Kept:
    data: bytes | None
    until: float


class Shelf:
    """At most 64 pictures and failures in memory. A hundred desks that ask at once cost one look outside."""

    def __init__(self, read: Read = read) -> None:
        self.read = read
        self._kept: OrderedDict[Place, _Kept] = OrderedDict()
        self._coming: dict[Place, asyncio.Task[bytes | None]] = {}
        self._hands = asyncio.Semaphore(MOST_AT_ONCE)

    async def get(self, place: Place) -> bytes:
        """The picture. Raises Refused("not_found") when there is none to show."""
        kept = self._kept.get(place)
        if kept and kept.until > monotonic():
            self._kept.move_to_end(place)
            data = kept.data
        else:
            # Shielded: the first desk may close while the others still wait.
            data = await asyncio.shield(self._coming.get(place) or self._fetch(place))
        if data is None:
            raise Refused("not_found")
        return data

    def _fetch(self, place: Place) -> "asyncio.Task[bytes | None]":
        task = self._coming[place] = asyncio.create_task(self._bring(place))
        return task

    async def _bring(self, place: Place) -> bytes | None:
        try:
            async with self._hands:
                data = await asyncio.to_thread(self._quietly, place)
            self._kept[place] = _Kept(data, monotonic() + (REFUSED_S if data is None else KEPT_S))
            self._kept.move_to_end(place)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return data
        finally:
            del self._coming[place]

    def _quietly(self, place: Place) -> bytes | None:
        try:
            return self.read(place)
        except Refused:
            return None
