"""The community in a real browser, against a real server: what one writes, another sees; what one read is found again."""

import re
import secrets
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SERIOUS = {"serious", "critical"}


@pytest.fixture
def people(server):
    """Two ambassadors and a manager of a brand of the test's own."""
    slug = f"feed{secrets.token_hex(4)}"
    found = server.seed("Florian", "Bernadette", brand=slug)["people"]
    found += server.seed("Camille", brand=slug, fields={"role": "manager"})["people"]
    return {"slug": slug, **{one["name"]: one for one in found}}


@pytest.fixture
def open_page(server, browser, people) -> Callable[..., Page]:
    """A page of somebody's, by path; errors of its console fail the test."""
    places, errors = [], []

    def open_(name: str, path: str, **context) -> Page:
        place = browser.new_context(locale="en-GB", bypass_csp=True, permissions=["clipboard-read", "clipboard-write"], **context)
        places.append(place)
        place.add_cookies(server.cookies(people[name]))
        page = place.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server.url + path.format(slug=people["slug"]))
        return page

    yield open_
    for place in places:
        place.close()
    assert errors == []


DESK, FEED = "/desk/{slug}/", "/community/?brand={slug}"


def publish(page: Page, text: str) -> None:
    page.fill(".feed-composer [name=text]", text)
    page.click(".feed-composer [type=submit]")
    page.wait_for_selector(f".feed-post:has-text('{text[:30]}')")


def test_what_is_sent_before_the_scripts_have_come_is_published_when_they_have(open_page, server, people):
    page, held, here = open_page("Florian", DESK), [], []
    page.route("**/*.js", lambda route: route.continue_() if here else held.append(route))
    page.goto(f"{server.url}/community/?brand={people['slug']}", wait_until="commit")
    page.fill(".feed-composer [name=text]", "Plus vite que la page")
    page.click(".feed-composer [type=submit]")
    assert "Plus" not in page.url
    here.append(True)
    for route in held:
        route.continue_()
    expect(page.locator(".feed-post")).to_contain_text("Plus vite que la page")
    expect(page.locator(".feed-composer [name=text]")).to_have_value("")


def test_a_name_is_completed_and_its_owner_is_told_live(open_page):
    desk = open_page("Bernadette", DESK)
    desk.wait_for_selector("#community", state="attached")
    feed = open_page("Florian", FEED)
    feed.locator(".feed-composer [name=text]").press_sequentially("Merci @Ber")
    expect(feed.locator("#feed-names [role=option]")).to_contain_text(["Bernadette"])
    feed.keyboard.press("Enter")
    assert feed.input_value(".feed-composer [name=text]") == "Merci @Bernadette "
    feed.click(".feed-composer [type=submit]")
    expect(desk.locator(".toast")).to_contain_text("Florian names you")
    desk.click(".toast .btn")
    expect(desk.locator("#feed-root[data-single] .feed-name")).to_have_text("@Bernadette")


def test_a_poll_a_feeling_and_a_change_travel_to_the_feeds_own_page(open_page):
    author, reader = open_page("Florian", FEED), open_page("Bernadette", FEED)
    reader.wait_for_function("document.querySelector('#community') !== null")
    author.fill(".feed-composer [name=text]", "Quel soir ?")
    author.click("[data-poll]")
    for place, choice in enumerate(["Mardi", "Jeudi"]):
        author.locator("[name=choice]").nth(place).fill(choice)
    author.click(".feed-composer [type=submit]")
    reader.click(".feed-choice:has-text('Jeudi')")
    expect(reader.locator(".feed-choice[aria-pressed=true]")).to_contain_text("100%")
    expect(author.locator(".feed-poll")).to_contain_text("open until")
    reader.click(".feed-feelings summary")
    reader.click(".feed-feelings button:has-text('Bravo')")
    expect(author.locator(".feed-like .count")).to_have_text("1")
    author.click("article > header .feed-menu summary")
    author.click("text=Change")
    author.fill(".feed-edit [name=text]", "Quel soir, finalement ?")
    author.click(".feed-edit [type=submit]")
    expect(reader.locator(".feed-body")).to_contain_text("finalement")
    expect(reader.locator(".feed-edited")).to_be_visible()


def test_a_menu_that_is_open_is_not_taken_away_by_news(open_page):
    author, reader = open_page("Florian", FEED), open_page("Bernadette", FEED)
    publish(author, "Un menu ouvert")
    post = reader.locator(".feed-post")
    expect(post).to_contain_text("Un menu ouvert")
    held, here = [], []
    reader.route(re.compile(r"/community/posts/\d+\?"), lambda route: route.continue_() if here else held.append(route))
    with reader.expect_request(re.compile(r"/community/posts/\d+\?")):
        author.click(".feed-like")
    reader.click(".feed-feelings summary")
    here.append(True)
    with reader.expect_response(re.compile(r"/community/posts/\d+\?")):
        for route in held:
            route.continue_()
    reader.click(".feed-feelings button:has-text('Bravo')")
    expect(reader.locator(".feed-like .count")).to_have_text("2")
    reader.click(".feed-feelings summary")
    author.click(".feed-like")
    expect(author.locator(".feed-like .count")).to_have_text("1")
    reader.keyboard.press("Escape")
    reader.locator("details[open]").evaluate_all("all => all.forEach((one) => one.removeAttribute('open'))")
    expect(reader.locator(".feed-like .count")).to_have_text("1")


def test_the_chat_and_the_private_line_are_live(server, open_page, people):
    florian, bernadette = open_page("Florian", DESK), open_page("Bernadette", FEED)
    for page in (florian, bernadette):
        page.click("#tab-chat")
        page.wait_for_selector("#pane-chat [data-started]")
    florian.fill("#pane-chat textarea", "Qui est là ?")
    florian.keyboard.press("Enter")
    expect(bernadette.locator("#pane-chat .thread-log")).to_contain_text("Qui est là ?")
    florian.click("#tab-line")
    florian.wait_for_selector("#pane-line [data-started]")
    florian.fill("#pane-line textarea", "Une question, Camille")
    florian.keyboard.press("Enter")
    expect(florian.locator("#pane-line .thread-log")).to_contain_text("sent")
    office = open_page("Camille", "/office/{slug}/messages/")
    expect(office.locator("nav [aria-current] .badge")).to_have_text("1")
    office.click(".line .btn")
    expect(office.locator(".thread-log")).to_contain_text("Une question, Camille")
    office.fill("textarea", "Je t’écoute")
    office.keyboard.press("Enter")
    expect(florian.locator("#pane-line")).to_contain_text("Je t’écoute")
    assert bernadette.locator("#line-badge").inner_text() == ""


def test_words_for_the_team_never_stand_in_an_address(server, open_page, people):
    """Sent before the page's own module is there, they stay in the field."""
    page = open_page("Florian", FEED)
    page.route("**/community/lines*.js", lambda route: route.abort())
    page.goto(f"{server.url}/community/{people['slug']}/line/")
    page.fill(".lines-form textarea", "Entre nous")
    page.click(".lines-form button")
    assert "Entre" not in page.url
    assert page.input_value(".lines-form textarea") == "Entre nous"


def test_the_browsers_back_finds_the_place_again(server, open_page, people):
    page = open_page("Florian", FEED)
    for number in range(6):
        publish(page, f"Publication {number} " + "mot " * 200)
    page.reload()
    target = page.locator(".feed-post:has-text('Publication 1')")
    target.scroll_into_view_if_needed()
    before = target.bounding_box()["y"]
    page.goto(f"{server.url}/desk/{people['slug']}/me/")
    page.go_back()
    page.wait_for_function(
        f"Math.abs(document.querySelectorAll('#feed-list > .feed-post')[4]?.getBoundingClientRect().top - {before}) < 40"
    )


def test_a_report_reaches_the_office(open_page):
    publish(open_page("Florian", FEED), "Une blague douteuse")
    reader = open_page("Bernadette", FEED)
    reader.click("article > header .feed-menu summary")
    reader.click("[data-report]")
    reader.fill("#feed-report-reason", "Blessant")
    reader.click("#feed-report .danger")
    expect(reader.locator(".toast")).to_contain_text("The team will look")
    office = open_page("Camille", "/office/{slug}/moderation/feed/")
    expect(office.locator(".decision")).to_contain_text("Blessant")
    office.on("dialog", lambda asked: asked.accept())
    office.click("text=Remove it")
    expect(reader.locator(".feed-post")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (320, "light")])
def test_it_is_accessible_and_fits(server, open_page, people, width, scheme):
    look = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = open_page("Camille", FEED, **look)
    publish(page, "#présentation bonjour à toutes et à tous")
    page.reload()
    page.wait_for_selector(".feed-post")
    _fits(page, width)
    page.click(".feed-topics summary")
    _fits(page, width)
    page.click("#tab-chat")
    page.wait_for_selector("#pane-chat [data-started]")
    page.fill("#pane-chat textarea", "Bonsoir")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pane-chat .msg[data-state=sent]")
    _fits(page, width)
    for path in ("moderation/feed/", "suggestions/", "messages/"):
        page.goto(f"{server.url}/office/{people['slug']}/{path}")
        _fits(page, width)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
