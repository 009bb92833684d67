"""`make screens`: a picture of every page of the demo, as a stranger, an ambassador and a manager see it, into screens/.

Phone 360, tablet 820, desktop 1440; light and dark; French and English. Pages are found by following links from where each begins.
`make screens ONLY="manager phone dark fr"` takes some of them only.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screens"
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
SCHEMES, LANGUAGES = ("light", "dark"), ("fr", "en")
STARTS = {
    "stranger": ["/", "/account/login/", "/account/password/reset/"],
    "ambassador": ["/desk/", "/account/"],
    "manager": ["/desk/", "/office/"],
    "analyst": ["/office/"],
}
_NOT_PAGES = re.compile(r"/(logout|delete|static|live|language|faces)\b|\.(js|json|css|png|svg|webp|ics|csv|xlsx)$")
MOST = 150
ONLY = set(os.environ.get("ONLY", "").split())


def main() -> None:
    """All pictures."""
    shutil.rmtree(OUT, ignore_errors=True)
    with _demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        seen: set[str] = set()
        for who, starts in ((who, STARTS[who]) for who in _some(STARTS)):
            # What everybody sees is taken once.
            pages = [path for path in _found(browser, demo, who, starts) if path not in seen]
            seen.update(pages)
            print(f"{who}: {len(pages)} pages", flush=True)
            for size, scheme, language in product(_some(SIZES), _some(SCHEMES), _some(LANGUAGES)):
                _shoot(browser, demo, who, pages, size, scheme, language)
        if not ONLY or "window" in ONLY:
            _talk(browser, demo)
        browser.close()
    print(f"{len(list(OUT.rglob('*.png')))} pictures in {OUT.relative_to(ROOT)}/")


def _some(names: Iterable[str]) -> list[str]:
    """Those that were asked for; all when none of them was."""
    return [name for name in names if name in ONLY] or list(names)


def _chromium() -> str:
    return next(path for name in ("chromium", "google-chrome", "chromium-browser") if (path := shutil.which(name)))


@contextmanager
def _demo() -> Iterator[dict[str, Any]]:
    """The demo, on a port and in a folder of its own, once it lives."""
    from tests.postgres import free_port

    with TemporaryDirectory(prefix="causerie-screens-") as folder:
        environ = {**os.environ, "CAUSERIE_DATA": folder, "CAUSERIE_PORT": str(free_port())}
        running = subprocess.Popen([sys.executable, "-m", "causerie", "demo"], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
        try:
            ready = Path(folder) / "demo.json"
            until = time.monotonic() + 120
            while not ready.exists():
                assert running.poll() is None, "the demo stopped"
                assert time.monotonic() < until, "the demo does not answer"
                time.sleep(0.3)
            time.sleep(25)
            yield json.loads(ready.read_text())
        finally:
            running.terminate()
            running.wait(20)


def _context(
    browser: Browser, demo: dict[str, Any], who: str, size: str = "desktop", scheme: str = "light", language: str = "fr"
) -> BrowserContext:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale=language, base_url=demo["url"], reduced_motion="reduce",
        has_touch=size != "desktop", device_scale_factor=2 if size == "phone" else 1,
    )  # fmt: skip
    if who != "stranger":
        _sign_in(context.new_page(), demo, who)
    return context


def _sign_in(page: Page, demo: dict[str, Any], role: str) -> None:
    # The owner sees what a manager sees, and more.
    person = next(one for one in demo["people"] if one["role"] == {"manager": "owner"}.get(role, role))
    page.goto(demo.get("login") or "/account/login/")
    page.fill("[name=login]", person["email"])
    page.fill("[name=password]", person["password"])
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_load_state()
    page.close()


def _found(browser: Browser, demo: dict[str, Any], who: str, starts: list[str]) -> list[str]:
    """The pages that links lead to."""
    context = _context(browser, demo, who)
    page, seen, ahead, kinds = context.new_page(), [], list(starts), set()
    while ahead and len(seen) < MOST:
        path = ahead.pop(0)
        if _kind(path) in kinds:
            continue
        answer = page.goto(path)
        here = urlsplit(page.url).path
        if answer is None or answer.status != 200 or _kind(here) in kinds:
            continue
        kinds.add(_kind(here))
        seen.append(here)
        links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        ahead += [urlsplit(link).path for link in links if link.startswith(demo["url"]) and not _NOT_PAGES.search(urlsplit(link).path)]
        ahead = [path for path in dict.fromkeys(ahead) if path not in seen]
    context.close()
    return seen


def _kind(path: str) -> str:
    """Of pages that differ by a number, a month or a name alone, the first is enough."""
    return re.sub(r"/(\d+|\d{4}-\d{1,2}|[0-9a-f]{16})/", "/*/", re.sub(r"(listing|panel)/[^/]+", r"\1/*", path))


def _shoot(browser: Browser, demo: dict[str, Any], who: str, pages: list[str], size: str, scheme: str, language: str) -> None:
    context = _context(browser, demo, who, size, scheme, language)
    page = context.new_page()
    for path in pages:
        page.goto(f"{path}?lang={language}")
        page.wait_for_timeout(400)
        page.locator("[data-panel]").first.wait_for(state="detached")
        _take(page, f"{who}/{path.strip('/').replace('/', '-') or 'first'}.{size}.{scheme}.{language}.png")
    context.close()


def _talk(browser: Browser, demo: dict[str, Any]) -> None:
    """The window on the shop: open, with a question that waits, then answered."""
    for size in ("phone", "desktop"):
        for scheme in SCHEMES:
            context = _context(browser, demo, "stranger", size, scheme)
            page = context.new_page()
            page.goto(demo.get("shop", "/shop/"))
            page.wait_for_timeout(4000)
            _take(page, f"window/launcher.{size}.{scheme}.png")
            page.evaluate("typeof causerie == 'function' && causerie('open')")
            page.wait_for_timeout(3000)
            _take(page, f"window/open.{size}.{scheme}.png")
            frames = [frame for frame in page.frames if f"/w/{demo['site_key']}/" in frame.url]
            if frames:
                field = frames[0].locator("textarea").first
                field.fill("Bonjour ! Faut-il une assurance pour un échange ?")
                field.press("Enter")
                page.wait_for_timeout(2000)
                _take(page, f"window/waiting.{size}.{scheme}.png")
                page.wait_for_timeout(25_000)
                _take(page, f"window/talking.{size}.{scheme}.png")
            context.close()


def _take(page: Page, name: str) -> None:
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=page.evaluate("document.documentElement.scrollHeight <= 4 * innerHeight"))


if __name__ == "__main__":
    main()
