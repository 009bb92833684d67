"""A brand's shop on another origin, and what a visitor does there with eyes and mouse."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FrameLocator, Page

_PAGE = """<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Maison {path}</title><h1>La boutique</h1><p>Une maison à Lille.</p>{tag}"""
# Documented in docs/embedding.md: what a shop with a strict policy must allow.
_POLICY = "default-src 'none'; script-src {origin}; connect-src {origin}; frame-src {origin}; img-src {origin}"


@dataclass
class Shop:
    """Its address; `tag` is what the brand pasted."""

    url: str
    tags: list[str]
    policy: list[str]

    def paste(self, server_url: str, site_key: str) -> None:
        self.tags.append(f'<script async src="{server_url}/w/loader.js" data-site="{site_key}"></script>')
        self.policy[:] = [_POLICY.format(origin=server_url)]


@contextmanager
def shop() -> Iterator[Shop]:
    """A small HTTP server with the strict policy of a careful shop."""
    tags: list[str] = []
    policy = ["default-src 'none'"]

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = _PAGE.format(path=self.path, tag="".join(tags)).encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-security-policy", policy[0])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            return

    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    try:
        yield Shop(f"http://127.0.0.1:{pages.server_port}", tags, policy)
    finally:
        pages.shutdown()


class Visitor:
    """Somebody in front of the shop. The launcher stands in a closed shadow tree: it is found and clicked as a person would."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._tools = page.context.new_cdp_session(page)

    def launcher(self) -> tuple[float, float] | None:
        """The middle of the launcher's button, when it is shown."""
        return next((place for _words, place in self.buttons()), None)

    def buttons(self) -> list[tuple[str, tuple[float, float]]]:
        """What the loaders' shown buttons say, and the middle of each: launchers, and the two of a greeting."""
        root = self._tools.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        found = []
        for button in _buttons(root, False):
            try:
                box = self._tools.send("DOM.getBoxModel", {"backendNodeId": button["backendNodeId"]})["model"]["content"]
            except Exception:
                continue
            found.append((" ".join(_texts(button)), ((box[0] + box[4]) / 2, (box[1] + box[5]) / 2)))
        return found

    def says(self, words: str) -> bool:
        return any(words in said for said, _place in self.buttons())

    def press(self, words: str) -> None:
        """Click the loader's button that says so."""
        self.page.mouse.click(*next(place for said, place in self.buttons() if words in said))

    def wait_until(self, words: str, *, shown: bool = True, seconds: float = 10) -> None:
        for _ in range(int(seconds * 5)):
            if self.says(words) == shown:
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"“{words}” should be {'shown' if shown else 'gone'} after {seconds} s: {self.buttons()}")

    def wait_for_launcher(self, *, shown: bool, seconds: float) -> None:
        for _ in range(int(seconds * 5)):
            if (self.launcher() is not None) == shown:
                return
            self.page.wait_for_timeout(200)
        raise AssertionError(f"the launcher should be {'shown' if shown else 'hidden'} after {seconds} s")

    def open(self) -> FrameLocator:
        place = self.launcher()
        assert place
        self.page.mouse.click(*place)
        return self.window()

    def window(self) -> FrameLocator:
        """The window's own page, inside its frame."""
        for _ in range(100):
            inside = [frame for frame in self.page.frames if "/w/" in frame.url]
            if inside:
                inside[-1].wait_for_load_state()
                return inside[-1]  # type: ignore[return-value]
            self.page.wait_for_timeout(100)
        raise AssertionError("the window did not open")


def _texts(node: dict[str, Any]) -> Iterator[str]:
    if node["nodeName"] == "#text":
        yield node["nodeValue"]
    for child in node.get("children", []):
        yield from _texts(child)


def _buttons(node: dict[str, Any], inside: bool) -> Iterator[dict[str, Any]]:
    if inside and node["nodeName"] == "BUTTON":
        yield node
    for child in node.get("children", []):
        yield from _buttons(child, inside)
    for root in node.get("shadowRoots", []):
        yield from _buttons(root, True)
