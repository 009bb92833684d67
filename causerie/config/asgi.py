"""One ASGI application: the live parts answer from memory, everything else is a page of Django behind one thread hop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

from causerie.config.live import House

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
log = logging.getLogger("causerie")
PAGE_THREADS = 8


class Application:
    """Lifespan opens the house; `/w/…status.json`, `/w/loader.js`, visits and `/live/…` never reach Django."""

    def __init__(self, house: House, pages: Any) -> None:
        self.house = house
        self.pages: Any = WSGIMiddleware(pages, workers=PAGE_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            handler = self.house.route(scope["method"], scope["path"])
            await (handler(scope, receive, send) if handler else self.pages(scope, receive, send))

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.house.open()
                except Exception as error:
                    log.exception("the house could not open")
                    await send({"type": "lifespan.startup.failed", "message": str(error)})
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.shield(self.house.close())
                await send({"type": "lifespan.shutdown.complete"})
                return
