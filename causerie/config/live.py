"""The live parts of one process, wired: gateway, log, roster, clock, mail, and their few HTTP addresses."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection

from causerie.attentions import clockwork as attentions
from causerie.community import clockwork as community
from causerie.config import figures
from causerie.conversations import clockwork, queries, wire
from causerie.conversations.frames import decoder
from causerie.conversations.live import Live
from causerie.conversations.web import Web
from causerie.notify import sender
from causerie.notify.actions import queue_mail
from causerie.realtime.gateway import Gateway
from causerie.recruitment import clockwork as recruitment
from causerie.rewards import clockwork as rewards
from causerie.safety import clockwork as safety
from causerie.window.loader import loader_bytes

log = logging.getLogger("causerie")


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
        if path == "/healthz":
            return self._health
        return self.web.route(method, path)

    async def _health(self, _scope: Any, _receive: Any, send: Any) -> None:
        """For proxies and supervisors: 200 while the database answers, 503 when it does not within 3 s."""
        try:
            await asyncio.wait_for(self.live.run(_ask_database), _HEALTH_S)
            status, body = 200, b"ok\n"
        except Exception:
            log.warning("asked for its health, the house finds no database")
            status, body = 503, b"no database\n"
        headers = [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def open(self) -> None:
        await self.live.open()
        queries.roster = self.live.roster
        await clockwork.load_windows(self.live)
        self.gateway.open()
        self._tasks = [
            asyncio.create_task(clockwork.run(self.live)),
            asyncio.create_task(_often(self.live, sender.work)),
            asyncio.create_task(_often(self.live, rewards.work)),
            asyncio.create_task(_often(self.live, recruitment.work, 5)),
            asyncio.create_task(_often(self.live, community.tick, community.EVERY_S)),
            asyncio.create_task(_often(self.live, partial(attentions.work, queue_mail), 5)),
            asyncio.create_task(_often(self.live, safety.work, safety.EVERY_S)),
            asyncio.create_task(_often(self.live, safety.soon)),
            asyncio.create_task(figures.run(self.live)),
        ]

    async def close(self) -> None:
        """Clients are told to come back, what is queued is committed, then the rest stops."""
        await self.gateway.close()
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.live.close()


_HEALTH_S = 3.0


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _origins() -> frozenset[str]:
    """Ours, exactly. On the operator's own machine, localhost and 127.0.0.1 are the same house."""
    port = settings.CAUSERIE["PORT"]
    own = {settings.PUBLIC_URL}
    if not settings.CAUSERIE["URL"]:
        own |= {f"http://127.0.0.1:{port}", f"http://localhost:{port}"}
    return frozenset(own)


async def _often(live: Live, work: Callable[[], object], seconds: float = 2) -> None:
    """Again and again, in a thread: a round of what reads the journal, empties an outbox, or reminds."""
    while True:
        try:
            await live.run(work)
        except Exception:
            log.exception("%s could not be done now; it waits", getattr(work, "func", work).__module__)
        await asyncio.sleep(seconds)
