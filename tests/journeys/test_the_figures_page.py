"""Camille's figures: the page stands, its parts come after, and one that could not be read can be asked for again."""

from playwright.sync_api import expect

from tests.journeys.people import signs_in

_FIGURES = "/office/nidechange/figures/"


def test_a_part_that_could_not_be_read_is_asked_for_again(browser, scene):
    person = scene.server.seed("Camille", fields={"role": "manager"})["people"][0]
    camille = signs_in(browser, scene, person, _FIGURES)
    camille.route("**/panel/week/**", lambda route: route.abort())
    camille.goto(scene.wires.url + _FIGURES)
    part = camille.locator(".panel", has=camille.get_by_role("heading", name="When the window can open"))
    expect(part.get_by_text("This part could not be read.")).to_be_visible()
    expect(part.get_by_text("One moment…")).to_be_hidden()
    expect(camille.locator("#panel-course")).to_be_visible()
    camille.unroute("**/panel/week/**")
    part.get_by_role("link", name="Try again").click()
    expect(part.get_by_role("table")).to_be_visible()


def test_without_scripts_each_part_is_a_link_away(browser, scene):
    person = scene.server.seed("Camille", fields={"role": "manager"})["people"][0]
    kept = signs_in(browser, scene, person, _FIGURES).context.storage_state()
    page = browser.new_context(locale="en-GB", storage_state=kept, java_script_enabled=False).new_page()
    page.goto(scene.wires.url + _FIGURES)
    expect(page.get_by_role("heading", name="Questions")).to_be_visible()
    expect(page.get_by_text("One moment…").first).to_be_hidden()
    page.get_by_role("link", name="Show (When the window can open)").click()
    expect(page.get_by_role("heading", level=1, name="When the window can open")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    page.get_by_role("link", name="All figures").click()
    expect(page.get_by_role("heading", level=1, name="Figures")).to_be_visible()
