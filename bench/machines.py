"""Servers of the bench: each pinned to core 0; PostgreSQL and the load on core 1."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.postgres import free_port
from tests.serving import Server, serving

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
SERVER_CORE, OTHER_CORE = ("taskset", "-c", "0"), ("taskset", "-c", "1")
GENEROUS = {"MESSAGES_PER_SECOND": "1000000", "CONNECTIONS_PER_ADDRESS": "100000"}


def say(text: str) -> None:
    print(text, flush=True)


def rival_python() -> Path:
    """The naive Python build's own environment, made once."""
    python = BUILD / "channels" / "bin" / "python"
    if not python.exists():
        say("installing Django Channels (once)")
        subprocess.run([sys.executable, "-m", "venv", str(BUILD / "channels")], check=True)
        wanted = ROOT / "bench" / "rivals" / "channels" / "requirements.txt"
        subprocess.run([python, "-m", "pip", "-qq", "install", "--require-hashes", "-r", wanted], check=True)
    return python


def rival_node() -> Path:
    """The naive Node build's folder, with Lighthouse beside it, made once."""
    folder = BUILD / "node"
    if not (folder / "node_modules" / "socket.io").exists():
        say("installing Socket.IO, pg and Lighthouse (once)")
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json", ".npmrc"):
            (folder / name).write_bytes((ROOT / "bench" / "rivals" / "node" / name).read_bytes())
        subprocess.run(
            [ROOT / "tools" / "setup", "npm", "--prefix", folder, "ci", "--no-audit", "--no-fund", "--loglevel=error"], check=True
        )
    return folder


def node() -> Path:
    return ROOT / ".venv" / "bin" / "node"


@contextmanager
def process(command: list[Any], *, port: int, environ: dict[str, str], log: Path, cwd: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A server of somebody else's, on core 0, once its port listens."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        running = subprocess.Popen([*SERVER_CORE, *command], env={**os.environ, **environ}, stdout=out, stderr=out, cwd=cwd)
    try:
        _wait(port, running, log)
        yield running
    finally:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()


def _wait(port: int, running: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 60
    while not any(c.laddr.port == port and c.status == psutil.CONN_LISTEN for c in psutil.Process(running.pid).net_connections("tcp")):
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.1)


@contextmanager
def causerie(folder: Path, *, database: str = "", **settings: str) -> Iterator[Server]:
    """Our own server, pinned."""
    with serving(folder, database=database, prefix=SERVER_CORE, **GENEROUS, **settings) as server:
        yield server


def people(server: Server, ambassadors: int, origin: str = "") -> dict[str, Any]:
    """The brand of the load (see bench.people), once the server knows its site."""
    found = dict(json.loads(server.run("bench.people", stdin=json.dumps({"ambassadors": ambassadors, "origin": origin}))))
    until = time.monotonic() + 20
    while httpx.get(f"{server.url}/w/{found['site_key']}/status.json").status_code != 200:
        assert time.monotonic() < until, "the site was not loaded"
        time.sleep(0.2)
    return found


def visitors(server: Server, key: str, count: int) -> list[str]:
    """Tokens of new visitors. One network address may ask for some hundreds at once, so many addresses of this machine ask."""
    tokens: list[str] = []
    while len(tokens) < count:
        address = f"127.0.{1 + len(tokens) // 500 // 250}.{1 + len(tokens) // 500 % 250}"
        with httpx.Client(transport=httpx.HTTPTransport(local_address=address), headers={"Origin": server.url}) as client:
            for _ in range(min(500, count - len(tokens))):
                tokens.append(client.post(f"{server.url}/w/{key}/visits").raise_for_status().json()["token"])
    return tokens


def tickets(server: Server, brand: dict[str, Any]) -> list[str]:
    """A ticket for each ambassador: asked by their own session, as the desk does. A ticket lives for thirty seconds."""
    found, headers = [], {"X-CSRFToken": "a" * 32, "Origin": server.url}
    with httpx.Client(headers=headers, timeout=30) as client:
        for session in brand["sessions"]:
            keys = {"Cookie": f"{brand['cookie']}={session}; csrftoken={'a' * 32}"}
            found.append(client.post(f"{server.url}/desk/ticket", headers=keys).raise_for_status().json()["ticket"])
    return found


class Generator:
    """The load's process, on core 1."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [*OTHER_CORE, sys.executable, "-m", "bench.load"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, **wish: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        answer = dict(json.loads(self._process.stdout.readline() or '{"error": "the load stopped"}'))
        assert "error" not in answer, answer
        return answer

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def used_seconds(pid: int) -> float:
    """Processor time of a process and its children so far."""
    one = psutil.Process(pid)
    return float(sum(sum(each.cpu_times()[:2]) for each in (one, *one.children(recursive=True))))


__all__ = [
    "BUILD",
    "ROOT",
    "Generator",
    "causerie",
    "free_port",
    "node",
    "people",
    "process",
    "rival_node",
    "rival_python",
    "say",
    "tickets",
    "visitors",
]
