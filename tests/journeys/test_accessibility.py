"""axe-core finds nothing serious on the window and the desk, whatever state they are in."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.people import sits_down


def _serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_window_and_desk_have_nothing_serious(browser, scene, scheme):
    florian = sits_down(browser, scene, "Florian", scheme=scheme)
    nadia = browser.new_context(locale="en-GB", color_scheme=scheme, reduced_motion="reduce", bypass_csp=True).new_page()
    nadia.goto(f"{scene.wires.url}/w/{scene.site_key}/")
    expect(nadia.locator("textarea").first).to_be_visible()
    assert _serious(nadia) == [], "greeting"
    nadia.locator("textarea").first.fill("Is the garden fenced?")
    nadia.locator("textarea").first.press("Enter")
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?")
    assert _serious(nadia) == [], "waiting"
    assert _serious(florian) == [], "a question waits"
    florian.get_by_role("button", name="I’ll answer").click()
    florian.locator("#answer").fill("All around, and the hens say hello.")
    florian.locator("#answer").press("Enter")
    expect(nadia.locator("c-thread")).to_contain_text("the hens say hello")
    assert _serious(nadia) == [], "talking"
    assert _serious(florian) == [], "talking, at the desk"


def test_the_tab_key_reaches_everything_that_matters_in_the_window(browser, scene):
    sits_down(browser, scene, "Florian")
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{scene.wires.url}/w/{scene.site_key}/")
    expect(page.locator("textarea").first).to_be_visible()
    names = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        names.add(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"))
    assert {"Menu", "Who are they?"} <= names, names
