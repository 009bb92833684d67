"""The live parts of one process, wired: gateway, log, roster, clock, mail, and their few HTTP addresses."""

import asyncio
import contextlib
import logging
from typing import Any

from django.conf import settings

from causerie.community import clockwork as community
from causerie.conversations import clockwork, queries, wire
from causerie.conversations.frames import decoder
from causerie.conversations.live import Live
from causerie.conversations.web import Web
from causerie.kernel.clock import now_ms
from causerie.notify import sender
from causerie.realtime.gateway import Gateway
from causerie.safety.actions import keep_clean
from causerie.window.loader import loader_bytes

log = logging.getLogger("causerie")
_FORGET_S = 600
_A_BATCH = 200


class House:
    """Everything that lives on the event loop."""

    def __init__(self) -> None:
        own = settings.CAUSERIE
        self.live = Live(messages_per_second=own["MESSAGES_PER_SECOND"])
        self.gateway = Gateway(
            talk=self.live,
            decoder=decoder(),
            hello_type=wire.Hello,
            origins=_origins(),
            proxies=frozenset(own["TRUSTED_PROXIES"]),
            most=own["CONNECTIONS_PER_ADDRESS"],
        )
        self.web = Web(self.live, self.gateway, loader=loader_bytes())
        self._tasks: list[asyncio.Task[Any]] = []

    def route(self, method: str, path: str) -> Any:
        """The plain ASGI handler of a path, or None: then it is a page."""
        return self.web.route(method, path)

    async def open(self) -> None:
        await self.live.open()
        queries.roster = self.live.roster
        await clockwork.load_windows(self.live)
        self.gateway.open()
        work = (clockwork.run, _mail, _community, _forget)
        self._tasks = [asyncio.create_task(one(self.live)) for one in work]

    async def close(self) -> None:
        """Clients are told to come back, what is queued is committed, then the rest stops."""
        await self.gateway.close()
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.live.close()


def _origins() -> frozenset[str]:
    """Ours, exactly. On the operator's own machine, localhost and 127.0.0.1 are the same house."""
    port = settings.CAUSERIE["PORT"]
    own = {settings.PUBLIC_URL}
    if not settings.CAUSERIE["URL"]:
        own |= {f"http://127.0.0.1:{port}", f"http://localhost:{port}"}
    return frozenset(own)


async def _forget(live: Live) -> None:
    """What is older than the brands' days: every ten minutes, a batch of each kind, and at once again while there is more."""
    while True:
        await asyncio.sleep(_FORGET_S)
        try:
            while await live.run(keep_clean, now_ms()) >= _A_BATCH:
                await asyncio.sleep(1)
        except Exception:
            log.exception("what is too old could not be forgotten now; it is tried again")


async def _mail(live: Live) -> None:
    while True:
        try:
            await live.run(sender.work)
        except Exception:
            log.exception("mails could not be sent now; they wait")
        await asyncio.sleep(2)


async def _community(live: Live) -> None:
    while True:
        try:
            await live.run(community.tick)
        except Exception:
            log.exception("reminders of the community wait for the next round")
        await asyncio.sleep(community.EVERY_S)
