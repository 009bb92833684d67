"""What the loader and the opened window weigh, as a real browser fetches them."""

import re

import httpx
from playwright.sync_api import Page, sync_playwright

from bench.machines import say
from bench.shop import open_shop
from tools.browser import chromium


def lines(_rounds: int, _seconds: float) -> list[str]:
    """The table."""
    with open_shop() as (shop, causerie), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        closed, opened = _visit(page, shop, causerie)
        browser.close()
        rows = ["| what | requests | bytes, bodies as brotli |", "|---|---|---|"]
        rows += [_row("a shop page, window closed: loader and status", closed), _row("the window, opened", opened)]
        for name in names(opened):
            say(f"  {name}")
        loader = next(address for address in closed if address.endswith("loader.js"))
        return [*rows, f"| of which the loader | 1 | {_body(loader):,} |", ""]


def _visit(page: Page, shop: str, causerie: str) -> tuple[list[str], list[str]]:
    """What is fetched from Causerie by the shop's page until the launcher stands; then by a click, until the window is quiet."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.startswith(causerie) else None)
    page.goto(shop)
    page.wait_for_function("document.querySelector('causerie-window') && typeof causerie == 'function'")
    page.wait_for_timeout(3000)
    closed = list(asked)
    asked.clear()
    page.evaluate("causerie('open')")
    page.wait_for_timeout(4000)
    return closed, [address for address in asked if not address.endswith("status.json")]


def _row(name: str, addresses: list[str]) -> str:
    return f"| {name} | {len(addresses)} | {sum(_body(address) for address in addresses):,} |"


def _body(address: str) -> int:
    """The body of an address as a browser on https gets it."""
    with httpx.stream("GET", address, headers={"Accept-Encoding": "br", "Accept-Language": "fr"}) as answer:
        return sum(len(chunk) for chunk in answer.iter_raw())


def names(addresses: list[str]) -> list[str]:
    """For a look by eye: bytes and path of each."""
    return [f"{_body(address):7,} {re.sub('^https?://[^/]+', '', address)}" for address in addresses]
