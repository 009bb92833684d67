"""`make screens`: a picture of every page, as a stranger, an ambassador, support, an analyst and a manager see it, into screens/.

Phone 360 and desktop 1440, light and dark, French and English; tablet 820 once. Pages of the demo are found by following links from where
each begins, those of an empty house by setting it up. Addresses that got no picture are said at the end.
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

from tools.addresses import without_picture
from tools.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "screens"
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
SCHEMES, LANGUAGES = ("light", "dark"), ("fr", "en")
COMMUNITY = ["/community/?brand=nidechange", "/community/chat?brand=nidechange", "/community/line?brand=nidechange"]
STARTS = {
    "stranger": ["/", "/account/login/", "/account/password/reset/", "/account/password/reset/done/", "/account/signup/"],
    "ambassador": ["/desk/", "/account/", *COMMUNITY],
    "support": ["/office/", "/desk/"],
    "analyst": ["/office/"],
    "manager": ["/office/", "/desk/nidechange/people/2/", "/desk/", *COMMUNITY],
}
_NOT_PAGES = re.compile(r"/(logout|delete|static|language|faces|pictures)\b|^/live|/take/|\.(js|json|css|png|svg|webp|ics|csv|xlsx)$")
# Taken by what must be done first: a question asked, a talk joined, a house set up.
APART = {"/setup/", "/setup/brand/", "/setup/site/", "/setup/you/", "/office/a/live/a/", "/quiz/take/", "/trial/talk/", "/w/a/mine/"}
MOST = 200
ONLY = set(os.environ.get("ONLY", "").split())
_STOP_CODE = """import django; django.setup()
from causerie.notify.actions import stop_code
from causerie.notify.models import Contact
print(stop_code(Contact.objects.order_by("id").first(), "team"))"""
Place = tuple[str, str]
"""Where to go, and the path that opens there."""


def main() -> None:
    """All pictures."""
    begun = time.monotonic()
    shutil.rmtree(OUT, ignore_errors=True)
    seen: set[str] = set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        with _demo() as demo:
            for who in _some(STARTS):
                _everything_of(browser, demo, who, seen)
            if not ONLY or "window" in ONLY:
                _talk(browser, demo)
                _read_along(browser, demo)
            _tell_missing(seen | APART)
        if not ONLY or "house" in ONLY:
            _first_day(browser)
        browser.close()
    took = round((time.monotonic() - begun) / 60)
    print(f"{len(list(OUT.rglob('*.png')))} pictures in {OUT.relative_to(ROOT)}/, {took} minutes")


def _everything_of(browser: Browser, demo: dict[str, Any], who: str, seen: set[str]) -> None:
    """What everybody sees is taken once."""
    starts = STARTS[who] + (_mailed(browser, demo) if who == "stranger" else [])
    pages = [(path, here) for path, here in _found(browser, demo, who, starts) if here not in seen]
    seen.update(here for _, here in pages)
    print(f"{who}: {len(pages)} pages", flush=True)
    for size, scheme, language in _looks():
        with _context(browser, demo, who, size, scheme, language) as context:
            _shoot(context.new_page(), who, pages, f"{size}.{scheme}.{language}", language)


def _mailed(browser: Browser, demo: dict[str, Any]) -> list[str]:
    """Pages behind what a stranger asks for by mail, and a link that stops mails."""
    with _context(browser, demo, "stranger") as context:
        page = context.new_page()
        page.goto(f"/w/{demo['site_key']}/kept/")
        page.fill("[name=email]", demo["people"][1]["email"])
        page.locator("main form button.primary").click()
        page.wait_for_load_state()
    told = subprocess.run(
        [sys.executable, "-c", _STOP_CODE], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "CAUSERIE_DATA": demo["folder"], "DJANGO_SETTINGS_MODULE": "causerie.config.settings"},
    )  # fmt: skip
    return [f"/join/{demo['site_key']}/thanks/", f"/stop/{told.stdout.strip()}/", "/demo/mails/"]


def _looks() -> Iterator[tuple[str, str, str]]:
    for size, scheme, language in product(_some(SIZES), _some(SCHEMES), _some(LANGUAGES)):
        if size != "tablet" or ONLY or (scheme, language) == ("light", "fr"):
            yield size, scheme, language


def _some(names: Iterable[str]) -> list[str]:
    """Those that were asked for; all when none of them was."""
    return [name for name in names if name in ONLY] or list(names)


def _tell_missing(taken: set[str]) -> None:
    for pattern in without_picture(taken) if not ONLY else ():
        print(f"no picture: /{pattern}", flush=True)


@contextmanager
def _running(command: str, ready: str, **settings: str) -> Iterator[Path]:
    """`causerie demo` or `causerie serve`, on a port and in a folder of its own, once that file stands there."""
    from tests.postgres import free_port

    with TemporaryDirectory(prefix="causerie-screens-") as folder:
        environ = {**os.environ, "CAUSERIE_DATA": folder, "CAUSERIE_PORT": str(free_port()), **settings}
        words = [sys.executable, "-m", "causerie", command]
        with (Path(folder) / "said").open("w") as said:
            running = subprocess.Popen(words, cwd=ROOT, env=environ, stdout=said, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + 300
            while not (Path(folder) / ready).exists():
                assert running.poll() is None, (Path(folder) / "said").read_text()[-3000:]
                assert time.monotonic() < until, f"causerie {command} does not answer"
                time.sleep(0.3)
            yield Path(folder)
        finally:
            running.terminate()
            running.wait(20)


@contextmanager
def _demo() -> Iterator[dict[str, Any]]:
    """The demo, once it lives."""
    # As many sign-ins as there are looks at it.
    with _running("demo", "demo.json", CAUSERIE_SIGN_INS_PER_MINUTE="600") as folder:
        time.sleep(25)
        yield json.loads((folder / "demo.json").read_text()) | {"folder": str(folder)}


@contextmanager
def _context(
    browser: Browser, demo: dict[str, Any], who: str, size: str = "desktop", scheme: str = "light", language: str = "fr"
) -> Iterator[BrowserContext]:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale=language, base_url=demo["url"], reduced_motion="reduce",
        has_touch=size != "desktop", device_scale_factor=2 if size == "phone" else 1,
    )  # fmt: skip
    if who != "stranger":
        _sign_in(context.new_page(), demo, who)
    yield context
    context.close()


def _sign_in(page: Page, demo: dict[str, Any], role: str) -> None:
    # The owner sees what a manager sees, and more.
    person = next(one for one in demo["people"] if one["role"] == {"manager": "owner"}.get(role, role))
    page.goto(demo.get("login") or "/account/login/")
    page.fill("[name=login]", person["email"])
    page.fill("[name=password]", person["password"])
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.wait_for_load_state()
    page.close()


def _found(browser: Browser, demo: dict[str, Any], who: str, starts: list[str]) -> list[Place]:
    """The pages that links lead to."""
    found: list[Place] = []
    ahead, kinds = list(starts), set()
    with _context(browser, demo, who) as context:
        page = context.new_page()
        while ahead and len(found) < MOST:
            address = ahead.pop(0)
            if _kind(address) in kinds:
                continue
            kinds.add(_kind(address))
            here = _opened(page, address)
            if here is None or any(path == here for _, path in found):
                continue
            found.append((address, here))
            kinds.add(_kind(here))
            links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
            ahead += [_address(link) for link in links if link.startswith(demo["url"]) and not _NOT_PAGES.search(urlsplit(link).path)]
    return found


def _opened(page: Page, address: str) -> str | None:
    """The path that stands there in the end, or None where there is no page. What a mail opens reads its secret and goes on by itself."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return None
    if "#t=" in address:
        page.wait_for_timeout(1500)
    return urlsplit(page.url).path


def _address(link: str) -> str:
    """Its path; with the brand where the page asks for it, and with the secret of a mailed link."""
    parts = urlsplit(link)
    query = f"?{parts.query}" if re.match(r"/(community|invitation|quiz|trial|stop)/", parts.path) and parts.query else ""
    return parts.path + query + (f"#{parts.fragment}" if parts.fragment.startswith("t=") else "")


def _kind(address: str) -> str:
    """Of pages that differ by a number, a month, a name or a way of looking alone, the first is enough."""
    path = urlsplit(address).path
    path = re.sub(r"(listing|panel)/[^/]+", r"\1/*", re.sub(r"(words|appeal|stop)/\w+[/:][^/]+/", r"\1/*/", path))
    return re.sub(r"/(\d+|\d{4}-\d{1,2}|[0-9a-f]{16})/", "/*/", path) + ("#" if "#t=" in address else "")


def _shoot(page: Page, who: str, pages: list[Place], look: str, language: str) -> None:
    for address, here in pages:
        parts = urlsplit(address)
        query = "&".join(filter(None, (parts.query, f"lang={language}")))
        # A page that differs from the one before by its secret alone would not be loaded again.
        page.goto("about:blank")
        page.goto(parts._replace(query=query).geturl())
        page.wait_for_timeout(1500 if parts.fragment else 400)
        page.locator("[data-panel]").first.wait_for(state="detached")
        name = re.sub(r"[^\w-]+", "-", _kind(here).strip("/")) or "first"
        _take(page, f"{who}/{name}.{look}.png")
        if here in ("/quiz/", "/trial/") and parts.fragment:
            page.locator("[data-door] button.primary").click()
            page.wait_for_load_state()
            _take(page, f"{who}/{name}-behind.{look}.png")


def _talk(browser: Browser, demo: dict[str, Any]) -> None:
    """The window on the shop: open, with a question that waits, then answered."""
    for size, scheme in product(("phone", "desktop"), SCHEMES):
        with _context(browser, demo, "stranger", size, scheme) as context:
            page, look = context.new_page(), f"{size}.{scheme}"
            page.goto(demo.get("shop", "/shop/"))
            page.wait_for_timeout(4000)
            _take(page, f"window/launcher.{look}.png")
            page.evaluate("typeof causerie == 'function' && causerie('open')")
            page.wait_for_timeout(3000)
            _take(page, f"window/open.{look}.png")
            frames = [frame for frame in page.frames if f"/w/{demo['site_key']}/" in frame.url]
            if frames:
                field = frames[0].locator("textarea").first
                field.fill("Bonjour ! Faut-il une assurance pour un échange ?")
                field.press("Enter")
                page.wait_for_timeout(2000)
                _take(page, f"window/waiting.{look}.png")
                page.wait_for_timeout(25_000)
                _take(page, f"window/talking.{look}.png")
                page.goto(f"/w/{demo['site_key']}/mine/")
                page.wait_for_timeout(1000)
                _take(page, f"window/mine.{look}.png")


def _read_along(browser: Browser, demo: dict[str, Any]) -> None:
    """A manager joins a talk, in view of both sides."""
    for size, scheme, language in _looks():
        with _context(browser, demo, "manager", size, scheme, language) as context:
            page = context.new_page()
            page.goto(f"/office/nidechange/live/?lang={language}")
            page.locator("form[action$='/join/'] button").first.click(timeout=120_000)
            page.wait_for_url(re.compile(r"/live/[^/]+/$"))
            page.wait_for_timeout(400)
            _take(page, f"manager/office-nidechange-live-along.{size}.{scheme}.{language}.png")


def _first_day(browser: Browser) -> None:
    """A house that nobody set up: its four pages in every look, then an office in which nothing is yet."""
    with _running("serve", "setup-code", CAUSERIE_MAIL_URL="console:") as folder:
        demo = {"url": re.findall(r"https?://[^\s/]+", _said(folder / "said"))[0]}
        looks, cookies = list(_looks()), []
        for size, scheme, language in reversed(looks):
            with _context(browser, demo, "stranger", size, scheme, language) as context:
                # The code is good for few tries: the first session serves them all.
                context.add_cookies(cookies)
                page, look = context.new_page(), f"{size}.{scheme}.{language}"
                _set_up(page, (folder / "setup-code").read_text().strip(), look, language)
                cookies = context.cookies()
                if (size, scheme, language) == looks[0]:
                    _empty_office(page, look, language)


def _said(path: Path) -> str:
    until = time.monotonic() + 60
    while "/setup/" not in path.read_text() and time.monotonic() < until:
        time.sleep(0.2)
    return path.read_text()


def _set_up(page: Page, code: str, look: str, language: str) -> None:
    """The pages of the first start, as they stand when they open; the last is filled in, not sent."""
    page.goto(f"/setup/?lang={language}")
    _take(page, f"house/setup.{look}.png")
    page.fill("[name=code]", code)
    steps = {"brand": {"name": "Nidéchange"}, "site": {"shop": "https://nidechange.example"}}
    if not any("session" in cookie.get("name", "") for cookie in page.context.cookies()):
        page.locator("#setup-form button.primary").click()
    page.goto(f"/setup/brand/?lang={language}")
    for (name, values), after in zip(steps.items(), ("site", "you"), strict=True):
        _take(page, f"house/setup-{name}.{look}.png")
        for field, value in values.items():
            page.fill(f"[name={field}]", value)
        page.locator("#setup-form button.primary").click()
        page.goto(f"/setup/{after}/?lang={language}")
    _take(page, f"house/setup-you.{look}.png")


def _empty_office(page: Page, look: str, language: str) -> None:
    """Every page of the office on its first day."""
    for field, value in {"pseudonym": "Camille", "owner": "camille@nidechange.example", "password": "une-maison-a-lille"}.items():
        page.fill(f"[name={field}]", value)
    page.locator("#setup-form button.primary").click()
    page.wait_for_url("**/begin/")
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    paths = dict.fromkeys(urlsplit(link).path for link in links if "/office/" in link and not _NOT_PAGES.search(urlsplit(link).path))
    _shoot(page, "house", [(path, path) for path in paths], look, language)


def _take(page: Page, name: str) -> None:
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    width, height = page.evaluate("[document.documentElement.clientWidth, Math.min(6000, document.documentElement.scrollHeight)]")
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})


if __name__ == "__main__":
    main()
