"""What people do in the journeys."""

import os
from types import SimpleNamespace
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.serving import Server


def signs_in(browser: Browser, scene: SimpleNamespace, person: dict[str, str], address: str, scheme: str = "light") -> Page:
    """Somebody signs in and comes to a page of the house."""
    page = browser.new_context(
        locale="en-GB", viewport={"width": 1440, "height": 900}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    ).new_page()
    page.goto(f"{scene.wires.url}/account/login/?next={address}")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path.startswith(address))
    return page


def sits_down(browser: Browser, scene: SimpleNamespace, name: str, scheme: str = "light") -> Page:
    """Somebody signs in and sits down at the desk."""
    page = signs_in(browser, scene, scene.people[name], "/desk/", scheme)
    expect(page.locator("#people-list")).to_contain_text(name)
    return page


def lines(where: object) -> list[str]:
    """The words of the thread, in order."""
    return [text.strip() for text in where.locator("c-thread .bubble:not(.dots) p").all_inner_texts()]  # type: ignore[attr-defined]


def signs_in(page: Page, server: Server, person: dict[str, str], to: str) -> None:
    """Somebody with an account opens a page of theirs."""
    page.goto(f"{server.url}/account/login/?next={to}")
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}{to}")


def looked_at(page: Page, name: str) -> None:
    """A picture for a person to look at, in the folder that JOURNEY_PICTURES names: `tests` prove nothing about beauty."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.wait_for_timeout(300)
        page.screenshot(path=f"{folder}/{name}.png", full_page="desk" not in name and "window" not in name)
