"""The server inside the test's own process and loop, for tests that shorten a delay or lose a frame on the way."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
import uvloop
from django.db import connections

from causerie.realtime import tickets

ORIGIN = "http://127.0.0.1:8000"


@dataclass
class Inside:
    """The running house."""

    house: Any
    port: int

    @property
    def live(self) -> str:
        return f"ws://127.0.0.1:{self.port}/live"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ticket(self, member: Any) -> str:
        return tickets.issue(member.id)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a test's coroutine on the loop the product uses, in a thread: the main one may belong to a browser's driver."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, work).result()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    finally:
        connections.close_all()


@asynccontextmanager
async def house() -> AsyncIterator[Inside]:
    """Gateway, live part and their HTTP addresses on a free port."""
    from causerie.config.asgi import Application
    from causerie.config.live import House
    from causerie.config.wsgi import application
    from causerie.realtime.upgrade import upgrade_class

    made = House()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        Application(made, application), http="httptools", ws=upgrade_class(made.gateway), lifespan="on", log_config=None
    )
    config.timeout_graceful_shutdown = 3
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        assert not serving.done(), "the house did not open"
        await asyncio.sleep(0.01)
    try:
        yield Inside(made, listening.getsockname()[1])
    finally:
        server.should_exit = True
        await serving
        listening.close()
        # The threads' connections end with them; PostgreSQL drops a test database only when all are gone.
        gc.collect()
