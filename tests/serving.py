"""A real `causerie serve` beside the tests: its own folder or database, its own port, stopped with them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """Where it answers, and how to reach into it."""

    data: Path
    port: int
    environ: dict[str, str]
    prefix: tuple[str, ...] = ()
    process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def live(self) -> str:
        """The address of the socket."""
        return f"ws://127.0.0.1:{self.port}/live"

    def start(self, *, patience: float = 150) -> None:
        command = [*self.prefix, sys.executable, "-m", "causerie", "serve", "--port", str(self.port), "--data", str(self.data)]
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environ, stdout=log, stderr=log)
        until = time.monotonic() + patience
        while not self._answers():
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/account/login/", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ends it: gently, or with SIGKILL as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def log(self) -> str:
        return (self.data / "server.log").read_text()[-8000:]

    def run(self, *words: str, stdin: str = "") -> str:
        """`python -m …` beside it, on the same data."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            env=self.environ,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def seed(self, *members: str, brand: str = "nidechange", **wish: Any) -> dict[str, Any]:
        """People of a brand (made with its site when new): {"site_key", "people": [{"id", "name", "email", "password"}]}."""
        answer = self.run("tests.seed", stdin=json.dumps({"brand": brand, "members": members, **wish}))
        return dict(json.loads(answer))

    def signed_in(self, person: dict[str, Any]) -> httpx.Client:
        """A client with that person's session."""
        client = httpx.Client(base_url=self.url, timeout=30)
        page = client.get("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        form = {"login": person["email"], "password": person["password"], "csrfmiddlewaretoken": token[1] if token else ""}
        answer = client.post("/account/login/", data=form, headers={"Origin": self.url})
        assert answer.status_code == 302, answer.text[-2000:]
        return client

    def cookies(self, person: dict[str, Any]) -> list[dict[str, str]]:
        """That person's session, for a browser's context."""
        with closing(self.signed_in(person)) as client:
            return [{"name": one.name, "value": str(one.value), "url": self.url} for one in client.cookies.jar]

    def ticket(self, client: httpx.Client) -> str:
        """A ticket for the live socket."""
        headers = {"X-CSRFToken": client.cookies.get("csrftoken", ""), "Origin": self.url}
        answer = client.post("/desk/ticket", headers=headers)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["ticket"])

    def visit(self, site_key: str) -> dict[str, str]:
        """A new visitor: {"token", "visitor"}."""
        answer = httpx.post(f"{self.url}/w/{site_key}/visits", headers={"Origin": self.url})
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())


@contextmanager
def serving(data: Path, *, database: str = "", prefix: tuple[str, ...] = (), **settings: str) -> Iterator[Server]:
    """A server on that folder (and database), with these CAUSERIE_ settings."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    environ = _environ(**{"DATA": str(data), "DATABASE_URL": database, "PORT": str(port), "SIGN_INS_PER_MINUTE": "600", **settings})
    server = Server(data, port, environ, prefix)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def prepare(data: Path, database: str) -> None:
    """What the first start of a server does before it serves, in that folder."""
    words = [sys.executable, "-c", "import django; django.setup(); from causerie.config.server import prepare; prepare()"]
    environ = _environ(DATA=str(data), DATABASE_URL=database) | {"DJANGO_SETTINGS_MODULE": "causerie.config.settings"}
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr


def _environ(**settings: str) -> dict[str, str]:
    """This process's environment with these CAUSERIE_ settings and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CAUSERIE_")}
    return kept | {f"CAUSERIE_{name}": value for name, value in settings.items()}
