"""What the window does beside the talk: it greets first, hears who the brand's server says one is, stands beside a neighbour's window,
and after a good talk shows the way to the members."""

import time
from collections.abc import Iterator

import jwt
import pytest
from playwright.sync_api import expect

from tests.journeys.people import sits_down
from tests.journeys.shop import Visitor

DAY_MS = 86_400_000
WORDS = "Une question sur votre panier ?"


@pytest.fixture
def nadia(browser) -> Iterator[Visitor]:
    """In front of the shop; her tab is closed before the server stops."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    yield Visitor(context.new_page())
    context.close()


def _stored(nadia: Visitor) -> dict:
    return nadia.page.evaluate("({...localStorage, ...sessionStorage})")


def _asks(window, text: str) -> None:
    box = window.locator("textarea").first
    box.fill(text)
    box.press("Enter")


def test_it_greets_first_where_and_when_the_rule_says_and_stores_nothing_before_a_click(browser, scene, nadia):
    scene.server.seed(greetings=[{"page_pattern": "/panier*", "seconds": 2, "text": WORDS}])
    sits_down(browser, scene, "Florian")
    asked: list[str] = []
    nadia.page.on("request", lambda request: asked.append(request.url.removeprefix(scene.wires.url)))

    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_for_launcher(shown=True, seconds=20)
    nadia.page.wait_for_timeout(4_000)
    assert not nadia.says(WORDS), "not on other pages"

    nadia.page.evaluate("history.pushState(null, '', '/panier/2')")
    nadia.page.wait_for_timeout(1_000)
    assert not nadia.says(WORDS), "not before its seconds"
    nadia.wait_until(WORDS, seconds=6)
    nadia.wait_until(WORDS, shown=False, seconds=20)
    nadia.page.wait_for_timeout(4_000)
    assert not nadia.says(WORDS), "once a page view"

    nadia.page.evaluate("history.pushState(null, '', '/panier/3')")
    nadia.wait_until(WORDS, seconds=8)
    nadia.page.evaluate("history.pushState(null, '', '/maison')")
    nadia.wait_until(WORDS, shown=False, seconds=3)

    assert _stored(nadia) == {}
    assert nadia.page.context.cookies() == []
    ours = {url.partition("?")[0] for url in asked if not url.startswith("http") and not url.startswith("/faces/")}
    assert ours == {"/w/loader.js", f"/w/{scene.site_key}/status.json"}

    nadia.page.goto(f"{scene.shop.url}/panier")
    nadia.wait_until(WORDS, seconds=15)
    nadia.press("OK")
    nadia.wait_until(WORDS, shown=False, seconds=3)
    assert set(_stored(nadia)) == {f"causerie:{scene.site_key}:quiet"}, "nothing but that they said no"
    nadia.page.goto(f"{scene.shop.url}/panier/2")
    nadia.wait_for_launcher(shown=True, seconds=20)
    nadia.page.wait_for_timeout(5_000)
    assert not nadia.says(WORDS), "remembered for a day"

    nadia.page.evaluate(
        "([name, ago]) => localStorage.setItem(name, Date.now() - ago)", [f"causerie:{scene.site_key}:quiet", DAY_MS + 1000]
    )
    nadia.page.goto(f"{scene.shop.url}/panier/3")
    nadia.wait_until(WORDS, seconds=15)
    nadia.press(WORDS)
    expect(nadia.window().locator("textarea").first).to_be_visible()
    assert not nadia.says(WORDS)


def _signed(secret: str, *, ahead: int = 300, **claims) -> str:
    return jwt.encode({"sub": "customer-42", "exp": int(time.time()) + ahead, "name": "Nadia du Lac", **claims}, secret, algorithm="HS256")


def _identifies(nadia: Visitor, token: str) -> None:
    nadia.page.evaluate("token => causerie('identify', token)", token)


def test_only_what_the_brands_own_server_signed_says_who_the_visitor_is(browser, scene, nadia):
    secret = scene.server.seed()["identify_secret"]
    elsewhere = scene.server.seed(brand="autrement")["identify_secret"]
    florian = sits_down(browser, scene, "Florian")
    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_for_launcher(shown=True, seconds=20)
    _identifies(nadia, _signed("not the secret" * 3, name="Mallory"))
    _asks(nadia.open(), "Is the garden fenced?")
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?")
    florian.get_by_role("button", name="I’ll answer").click()
    expect(nadia.window().locator("body")).to_contain_text("Florian answers you")
    refused = {
        "expired": _signed(secret, ahead=-120, name="Mallory"),
        "another site's": _signed(elsewhere, name="Mallory"),
        "good for years": _signed(secret, ahead=10**8, name="Mallory"),
        "no token": "Mallory",
    }
    for token in refused.values():
        _identifies(nadia, token)
    _asks(nadia.window(), "And the pond?")
    expect(florian.locator("c-thread")).to_contain_text("And the pond?")
    expect(florian.locator("body")).not_to_contain_text("Mallory")

    _identifies(nadia, _signed(secret))
    expect(florian.locator("#talk")).to_contain_text("Nadia du Lac", timeout=10_000)
    _asks(nadia.window(), "It is me.")
    expect(florian.locator("c-thread")).to_contain_text("It is me.")
    nadia.page.reload()
    expect(nadia.window().locator("c-thread")).to_contain_text("It is me.")
    _asks(nadia.window(), "Still me.")
    expect(florian.locator("c-thread")).to_contain_text("Still me.")
    expect(florian.locator("#talk")).to_contain_text("Nadia du Lac")


def test_two_sites_windows_live_side_by_side_on_one_page(browser, scene, nadia):
    other = scene.server.seed("Otto", brand="autrement", site={
        "allowed_origins": scene.shop.url, "position": "left", "launcher_text": "Autrement ?", "offline": "hidden",
    })  # fmt: skip
    scene.shop.paste(scene.wires.url, other["site_key"])
    scene.people |= {person["name"]: person for person in other["people"]}
    florian, otto = sits_down(browser, scene, "Florian"), sits_down(browser, scene, "Otto")
    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_until("Une question ?", seconds=20)
    nadia.wait_until("Autrement ?", seconds=20)
    places = dict(nadia.buttons())
    ours, theirs = (next(place for said, place in places.items() if words in said) for words in ("Une question ?", "Autrement ?"))
    assert theirs[0] < 640 < ours[0], "each on its side"

    nadia.press("Une question ?")
    window = _frame(nadia, scene.site_key)
    _asks(window, "Is the garden fenced?")
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?")
    nadia.press("Autrement ?")
    neighbour = _frame(nadia, other["site_key"])
    _asks(neighbour, "Do you lend boats?")
    expect(otto.locator("#queue")).to_contain_text("Do you lend boats?")
    expect(florian.locator("#queue")).not_to_contain_text("boats")
    expect(otto.locator("#queue")).not_to_contain_text("garden")
    for desk, words, page in ((florian, "All around.", window), (otto, "Two of them.", neighbour)):
        desk.get_by_role("button", name="I’ll answer").click()
        desk.locator("#answer").fill(words)
        desk.locator("#answer").press("Enter")
        expect(page.locator("c-thread")).to_contain_text(words)
    expect(window.locator("body")).not_to_contain_text("Two of them.")
    names = {name.split(":")[1] for name in _stored(nadia)}
    assert names == {scene.site_key, other["site_key"]}, "each keeps its own"
    nadia.page.reload()
    for key, words in ((scene.site_key, "All around."), (other["site_key"], "Two of them.")):
        frame = _frame(nadia, key)
        expect(frame.locator("c-thread")).to_contain_text(words)


def _frame(nadia: Visitor, key: str):
    for _ in range(100):
        found = [frame for frame in nadia.page.frames if f"/w/{key}/" in frame.url]
        if found:
            return found[0]
        nadia.page.wait_for_timeout(100)
    raise AssertionError(f"no window of {key}")


def _talk_to_the_end(browser, scene, nadia: Visitor, florian=None):
    """A short talk that the visitor ends: the window and the desk."""
    florian = florian or sits_down(browser, scene, "Florian")
    nadia.page.goto(f"{scene.wires.url}/w/{scene.site_key}/")
    _asks(nadia.page, "Is the garden fenced?")
    florian.get_by_role("button", name="I’ll answer").click()
    expect(nadia.page.locator("body")).to_contain_text("Florian answers you")
    nadia.page.get_by_role("button", name="Menu").click()
    nadia.page.get_by_text("End the conversation").click()
    expect(nadia.page.get_by_role("button", name="Thank you, Florian")).to_be_visible()
    return nadia.page, florian


def test_after_a_good_talk_and_not_before_the_thanks_one_line_leads_to_the_members(browser, scene, nadia):
    scene.server.seed(site={"recruiting": True})
    window, florian = _talk_to_the_end(browser, scene, nadia)
    line = window.get_by_role("link", name="Join the members")
    expect(line).to_be_hidden()
    window.get_by_role("radio", name="3").check(force=True)
    expect(window.locator(".rate-word")).to_be_visible()
    expect(line).to_be_hidden()
    window.get_by_role("radio", name="4").check(force=True)
    expect(line).to_be_visible()
    assert (line.get_attribute("href"), line.get_attribute("target")) == (f"/join/{scene.site_key}/?from=window", "_blank")
    window.get_by_role("button", name="Skip").click()
    expect(line).to_have_count(0)

    window, _florian = _talk_to_the_end(browser, scene, nadia, florian)
    expect(line).to_be_hidden()
    window.get_by_role("button", name="Thank you, Florian").click()
    expect(line).to_be_visible()
    window.reload()
    expect(line).to_be_visible()


def test_a_site_that_looks_for_nobody_asks_nobody(browser, scene, nadia):
    window, _florian = _talk_to_the_end(browser, scene, nadia)
    window.get_by_role("button", name="Thank you, Florian").click()
    expect(window.locator(".thanked")).to_contain_text("Florian has your thanks")
    expect(window.get_by_role("link", name="Join the members")).to_have_count(0)
