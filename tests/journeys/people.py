"""What people do in the journeys."""

import os
from types import SimpleNamespace
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect


def signs_in(page: Page, house: str, person: dict[str, str], to: str) -> None:
    """Somebody with an account comes to a page of the house at that address, or to what it leads on to."""
    page.goto(f"{house}/account/login/?next={to}")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path.startswith(to))


def comes_to(browser: Browser, scene: SimpleNamespace, person: dict[str, str], address: str, scheme: str = "light") -> Page:
    """A window of their own, and the page they signed in for."""
    page = browser.new_context(
        locale="en-GB", viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    ).new_page()
    signs_in(page, scene.wires.url, person, address)
    return page


def sits_down(browser: Browser, scene: SimpleNamespace, name: str, scheme: str = "light") -> Page:
    """Somebody signs in and sits down at the desk."""
    page = comes_to(browser, scene, scene.people[name], "/desk/", scheme)
    expect(page.locator("#people-list")).to_contain_text(name)
    return page


def lines(where: object) -> list[str]:
    """The words of the thread, in order."""
    return [text.strip() for text in where.locator("c-thread .bubble:not(.dots) p").all_inner_texts()]  # type: ignore[attr-defined]


def looked_at(page: Page, name: str) -> None:
    """A picture for a person to look at, in the folder that JOURNEY_PICTURES names: `tests` prove nothing about beauty."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.wait_for_timeout(300)
        page.screenshot(path=f"{folder}/{name}.png", full_page="desk" not in name and "window" not in name)
