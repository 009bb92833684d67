"""Starting the server: one process, one event loop, nothing else to start."""

import asyncio
import gc
import logging
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import django
import uvicorn
import uvloop
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from causerie.config.live import House

log = logging.getLogger("causerie")


def prepare() -> None:
    """Bring the data folder up to this version: tables, then the browser's files."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    _refuse_unknown_tables()
    call_command("migrate", verbosity=0, interactive=False)
    stamp = settings.STATIC_ROOT / ".made-from"
    made_from = _fingerprint()
    if not stamp.exists() or stamp.read_text() != made_from:
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(made_from)
    _forget_again()


def _forget_again() -> None:
    """Erasures that a crash cut short, or that a database from a backup does not know of: before the house answers."""
    from causerie.safety.again import catch_up

    done, waiting = catch_up()
    if done or waiting:
        log.warning("of the list of erasures %s were done again, %s wait for another manager of their brand", done, waiting)


def _refuse_unknown_tables() -> None:
    """A database that knows a migration which this version has not was made by a newer one, or by one never released: exit 1."""
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("causerie.")}
    here = MigrationLoader(None).disk_migrations
    unknown = sorted(key for key in MigrationRecorder(connection).applied_migrations() if key[0] in rooms and key not in here)
    if unknown:
        sys.stderr.write(f"causerie: these data were made by another version: {'.'.join(unknown[0])} is not known here. Start that one.\n")
        raise SystemExit(1)


def _fingerprint() -> str:
    """Names, sizes and times of the browser's files in the package: when they are the same, nothing is collected again."""
    lines = [django.__version__]
    for path in sorted(settings.PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            stat = path.stat()
            lines.append(f"{path.relative_to(settings.PACKAGE)} {stat.st_size} {stat.st_mtime_ns}")
    return "\n".join(lines)


def serve(host: str, port: int, ready: Callable[[], object] | None = None) -> None:
    """Serve until asked to stop (SIGTERM, SIGINT). `ready` is called, in a thread, once the first request is answered."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(host, port, ready))


async def _serve(host: str, port: int, ready: Callable[[], object] | None) -> None:
    from causerie.config.asgi import Application
    from causerie.config.live import House
    from causerie.config.wsgi import application as pages
    from causerie.realtime.upgrade import upgrade_class

    house = House()
    _few_pauses()
    config = uvicorn.Config(
        Application(house, pages),
        host=host,
        port=port,
        http="httptools",
        ws=upgrade_class(house.gateway),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.CAUSERIE["TRUSTED_PROXIES"]),
        forwarded_allow_ips=settings.CAUSERIE["TRUSTED_PROXIES"],
        timeout_keep_alive=75,
        timeout_graceful_shutdown=8,
        h11_max_incomplete_event_size=32 * 1024,
    )
    server = _server(config, house)
    running = asyncio.create_task(server.serve())
    while not server.started and not running.done():
        await asyncio.sleep(0.02)
    if ready and server.started:
        await asyncio.to_thread(ready)
    await running
    if not server.started:
        raise SystemExit(1)


def _few_pauses() -> None:
    """What was loaded by now stays: the collector need not look at it again, which stops every socket meanwhile."""
    gc.collect()
    gc.freeze()


def _server(config: uvicorn.Config, house: "House") -> uvicorn.Server:
    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """Who waits for news by plain requests is told first: uvicorn would wait for them as long as it may."""
            await house.gateway.close()
            await super().shutdown(sockets)

    return Server(config)


def free(host: str, port: int) -> bool:
    """Whether the port can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def one_at_a_time(data: Path) -> None:
    """The bus is this process's memory: a second process on the same data folder is refused (exit 2)."""
    import fcntl

    data.mkdir(parents=True, exist_ok=True)
    lock = os.open(data / "serving.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        print(
            f"causerie: another server already uses the data folder {data}. Stop it first, or choose another CAUSERIE_DATA.",
            file=sys.stderr,
        )
        raise SystemExit(2) from error
