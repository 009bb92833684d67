"""Who is connected: soft state in memory, several tabs are one person, and some grace before somebody leaves."""

import asyncio
from collections.abc import Callable, Hashable

GRACE_S = 10.0


class Presence:
    """Counts the connections of each key; tells when the first comes and, after the grace, that the last has gone."""

    def __init__(self, on_gone: Callable[[Hashable], None], grace: float = GRACE_S) -> None:
        self._on_gone = on_gone
        self._grace = grace
        self._count: dict[Hashable, int] = {}
        self._leaving: dict[Hashable, asyncio.TimerHandle] = {}

    def arrive(self, key: Hashable) -> bool:
        """One more connection of this key. True when it was not here at all (not even in its grace)."""
        leaving = self._leaving.pop(key, None)
        if leaving:
            leaving.cancel()
        before = self._count.get(key, 0)
        self._count[key] = before + 1
        return before == 0 and leaving is None

    def leave(self, key: Hashable) -> None:
        """One connection less."""
        left = self._count.get(key, 0) - 1
        if left > 0:
            self._count[key] = left
            return
        self._count.pop(key, None)
        self._leaving[key] = asyncio.get_running_loop().call_later(self._grace, self._gone, key)

    def is_here(self, key: Hashable) -> bool:
        return key in self._count or key in self._leaving

    def _gone(self, key: Hashable) -> None:
        self._leaving.pop(key, None)
        self._on_gone(key)
