"""A small shop page on another origin, with the loader and without: what the window and Lighthouse are measured on."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from bench.machines import Generator, causerie, people, tickets
from bench.speak import Seat

_HOUSE = (
    '<article><svg viewBox="0 0 160 90" width="320" height="180" role="img" aria-label="A house">'
    '<rect width="160" height="90" fill="#dfe8e0"/>'
    '<path d="M30 80V45l50-30 50 30v35z" fill="#b5482a"/><rect x="70" y="50" width="20" height="30" fill="#fff"/></svg>'
    "<h2>Maison {n}, près de Lille</h2><p>Trois chambres, un jardin, à dix minutes de la gare. Échange possible tout l'été.</p></article>"
)
_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nidéchange, échange de maisons</title><meta name="description" content="Échangez votre maison pour les vacances.">
<link rel="icon" href="data:,"><style>body{{font:1rem/1.5 system-ui;margin:0;color:#2b2320}}header,main{{max-width:70rem;margin:auto;
padding:1rem}}main{{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr))}}svg{{max-width:100%;height:auto}}</style>
</head><body><header><h1>Nidéchange</h1><p>Votre maison contre la leur, le temps des vacances.</p></header>
<main>{houses}</main>{script}</body></html>"""


class Pages(BaseHTTPRequestHandler):
    """`/` carries the loader, `/plain` does not."""

    protocol_version = "HTTP/1.1"
    script: ClassVar[str] = ""

    def do_GET(self) -> None:
        script = "" if self.path.startswith("/plain") else self.script
        body = _PAGE.format(houses="".join(_HOUSE.format(n=n) for n in range(1, 13)), script=script).encode()
        self.send_response(200 if self.path in ("/", "/plain") else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Nothing is logged."""


@contextmanager
def open_shop() -> Iterator[tuple[str, str]]:
    """The shop's address and Causerie's, with an ambassador on duty so that the launcher shows."""
    shop = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=shop.serve_forever, daemon=True).start()
    # Another site than Causerie's, as in life: another host name, not another port alone.
    origin = f"http://localhost:{shop.server_port}"
    generator = Generator()
    try:
        with TemporaryDirectory(prefix="causerie-bench-") as name, causerie(Path(name) / "data") as server:
            brand = people(server, 1, origin)
            Pages.script = f'<script async src="{server.url}/w/loader.js" data-site="{brand["site_key"]}"></script>'
            seat = Seat("/live", json.dumps({"type": "hello", "ticket": tickets(server, brand)[0]}))
            generator.ask(do="connect", speech="json", port=server.port, subprotocol="causerie.v1", seats=[asdict(seat)])
            yield origin, server.url
    finally:
        generator.stop()
        shop.shutdown()
