"""Where a company's network blocks sockets: the same talk, carried by plain requests; and back to the socket when it passes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.people import lines, sits_down
from tests.journeys.shop import Visitor

TALK = [f"Ligne {number}, une maison et {number} chats" for number in range(12)]


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A visitor's tab, closed before the server stops."""
    context = browser.new_context(locale="en-GB")
    yield context.new_page()
    context.close()


def _visits(browser, scene) -> Visitor:
    nadia = Visitor(browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}).new_page())
    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_for_launcher(shown=True, seconds=20)
    return nadia


def _says(page, where: str, text: str) -> None:
    box = page.locator(where).first
    box.fill(text)
    box.press("Enter")


def _carried(page: Page) -> list[str]:
    """How the live part travels from now on: the paths of its requests, "welcome" for each socket that spoke."""
    ways: list[str] = []
    page.on("request", lambda request: ways.append(request.url.rsplit("/", 1)[-1]) if "/live/" in request.url else None)
    page.on("websocket", lambda socket: socket.on("framereceived", lambda _frame: ways.append("welcome")))
    return ways


def _shortened(page: Page, module: str, name: str, milliseconds: int) -> None:
    """One delay of a browser module, made short for the test."""

    def serve(route) -> None:
        script = route.fetch().text()
        short, count = re.subn(rf"{name} ?= ?[\d_]+", f"{name} = {milliseconds}", script)
        assert count == 1, name
        route.fulfill(body=short, content_type="text/javascript")

    page.route(re.compile(rf"/static/design/{module}[.\w]*\.js"), serve)


def test_a_whole_talk_where_sockets_are_blocked(browser, scene):
    scene.wires.sockets = False
    florian = sits_down(browser, scene, "Florian")
    ways, faults = _carried(florian), []
    nadia = _visits(browser, scene)
    for page in (florian, nadia.page):
        page.on("pageerror", lambda error: faults.append(str(error)))
    window = nadia.open()
    _says(window, "textarea", "Does my insurance cover the exchange?")
    expect(florian.locator("#queue")).to_contain_text("Does my insurance cover the exchange?")
    florian.get_by_role("button", name="I’ll answer").click()
    expect(window.locator("body")).to_contain_text("Florian answers you")
    for number, text in enumerate(TALK):
        _says(florian if number % 2 else window, "#answer" if number % 2 else "textarea", text)
    for side in (window, florian):
        expect(side.locator("c-thread .bubble:not(.dots) p")).to_have_count(1 + len(TALK), timeout=20_000)
    assert sorted(lines(window)) == sorted(["Does my insurance cover the exchange?", *TALK]), "nothing lost, nothing twice"
    assert lines(window) == lines(florian), "the same order on both sides"
    assert [text for text in lines(window) if text in TALK[::2]] == TALK[::2]
    assert [text for text in lines(window) if text in TALK[1::2]] == TALK[1::2]
    expect(window.locator("c-thread")).to_contain_text("seen", timeout=10_000)

    nadia.page.goto(f"{scene.shop.url}/panier")
    window = nadia.window()
    expect(window.locator("c-thread .bubble:not(.dots) p")).to_have_count(1 + len(TALK), timeout=20_000)
    expect(florian.locator("body")).to_contain_text("Maison /panier")

    scene.wires.cut()
    _says(window, "textarea", "And abroad?")
    _says(florian, "#answer", "Abroad too.")
    nadia.page.wait_for_timeout(3_000)
    scene.wires.mend()
    for side in (window, florian):
        expect(side.locator("c-thread .bubble:not(.dots) p")).to_have_count(3 + len(TALK), timeout=40_000)
    assert lines(window) == lines(florian)
    expect(florian.locator("#link")).to_be_hidden()

    window.get_by_role("button", name="Menu").click()
    window.get_by_text("End the conversation").click()
    window.get_by_role("button", name="Thank").first.click()
    expect(florian.locator("#thanks")).to_contain_text("thank", ignore_case=True)
    assert "welcome" not in ways
    assert set(ways) >= {"link"}
    assert faults == []


def _asks(page: Page, scene) -> None:
    page.goto(f"{scene.wires.url}/w/{scene.site_key}/")
    _says(page, "textarea", "Is the garden fenced?")


def test_it_goes_back_to_the_socket_when_sockets_pass_again(browser, scene, page):
    scene.wires.sockets = False
    florian = sits_down(browser, scene, "Florian")
    _shortened(page, "poll", "FIRST_LOOK", 2000)
    ways = _carried(page)
    _asks(page, scene)
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?", timeout=20_000)
    assert "link" in ways
    assert "welcome" not in ways
    scene.wires.sockets = True
    for _ in range(100):
        page.wait_for_timeout(200)
        # The trial's answer, then the connection that took over.
        if ways.count("welcome") >= 2:
            break
    page.wait_for_timeout(500)
    ways.clear()
    florian.get_by_role("button", name="I’ll answer").click()
    expect(page.locator("body")).to_contain_text("Florian answers you")
    _says(page, "textarea", "And the pond?")
    expect(florian.locator("c-thread")).to_contain_text("And the pond?")
    assert "welcome" in ways
    assert "link" not in ways, "the socket carries it"
    assert lines(page) == lines(florian) == ["Is the garden fenced?", "And the pond?"]


def test_a_socket_that_opens_and_says_nothing_is_taken_for_blocked(browser, scene, page):
    florian = sits_down(browser, scene, "Florian")
    _shortened(page, "live", "REPLY_LIMIT", 1000)

    def swallows(socket: WebSocketRoute) -> None:
        socket.on_message(lambda _frame: None)

    page.route_web_socket(re.compile("/live$"), swallows)
    _asks(page, scene)
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?", timeout=20_000)


def test_where_sockets_pass_nothing_of_the_other_way_is_loaded(browser, scene, page):
    florian = sits_down(browser, scene, "Florian")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _asks(page, scene)
    expect(florian.locator("#queue")).to_contain_text("Is the garden fenced?")
    assert [url for url in asked if "/design/poll" in url or "/live/link" in url] == []
