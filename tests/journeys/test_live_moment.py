"""The heart, lived from both sides: a visitor on the shop, an ambassador at the desk, two real browsers."""

from types import SimpleNamespace

from playwright.sync_api import Browser, Page, expect

from tests.journeys.shop import Visitor


def _desk(browser: Browser, scene: SimpleNamespace, name: str) -> Page:
    """Somebody signs in and sits down at the desk."""
    page = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{scene.wires.url}/account/login/?next=/desk/")
    person = scene.people[name]
    page.fill("input[name=login]", person["email"])
    page.fill("input[name=password]", person["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/**")
    expect(page.locator("#people-list")).to_contain_text(name)
    return page


def _lines(where: object) -> list[str]:
    """The words of the thread, in order."""
    return [text.strip() for text in where.locator("c-thread .bubble:not(.dots) p").all_inner_texts()]  # type: ignore[attr-defined]


def test_from_hidden_to_thank_you(browser, scene):
    nadia = Visitor(browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}).new_page())
    asked: list[str] = []
    nadia.page.on("request", lambda request: asked.append(request.url.removeprefix(scene.wires.url)))
    faults: list[str] = []
    nadia.page.on("pageerror", lambda error: faults.append(str(error)))
    nadia.page.goto(f"{scene.shop.url}/maison/lille")
    with nadia.page.expect_response("**/status.json"):
        pass
    assert nadia.launcher() is None, "nobody is here: nothing is shown"

    florian = _desk(browser, scene, "Florian")
    florian.on("pageerror", lambda error: faults.append(str(error)))
    nadia.wait_for_launcher(shown=True, seconds=12)
    ours = [url for url in asked if not url.startswith("http")]
    assert set(ours) == {"/w/loader.js", f"/w/{scene.site_key}/status.json"}, "nothing but the status before a click"
    assert nadia.page.context.cookies() == []
    assert nadia.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

    window = nadia.open()
    box = window.locator("textarea").first
    box.fill("Does my insurance cover the exchange?")
    box.press("Enter")
    expect(florian.locator("#queue")).to_contain_text("Does my insurance cover the exchange?")
    expect(florian.locator("#queue")).to_contain_text("Maison /maison/lille")
    florian.get_by_role("button", name="I’ll answer").click()
    expect(window.locator("body")).to_contain_text("Florian answers you")

    reply = florian.locator("#answer")
    reply.fill("Yes, it does, as for family.")
    reply.press("Enter")
    expect(window.locator("c-thread")).to_contain_text("Yes, it does, as for family.")

    nadia.page.goto(f"{scene.shop.url}/panier")
    window = nadia.window()
    expect(window.locator("c-thread")).to_contain_text("Yes, it does, as for family.")
    expect(florian.locator("body")).to_contain_text("Maison /panier")

    scene.wires.cut()
    window.locator("textarea").first.fill("And abroad?")
    window.locator("textarea").first.press("Enter")
    reply.fill("Abroad too.")
    reply.press("Enter")
    nadia.page.wait_for_timeout(10_000)
    scene.wires.mend()
    everything = {"Does my insurance cover the exchange?", "Yes, it does, as for family.", "And abroad?", "Abroad too."}
    expect(window.locator("c-thread .bubble:not(.dots) p")).to_have_count(4, timeout=40_000)
    expect(florian.locator("c-thread .bubble:not(.dots) p")).to_have_count(4, timeout=40_000)
    assert set(_lines(window)) == everything
    assert _lines(window) == _lines(florian), "the same words in the same order on both sides"
    expect(window.locator("c-thread")).to_contain_text("seen", timeout=10_000)

    window.get_by_role("button", name="Menu").or_(window.get_by_role("button", name="More")).first.click()
    window.get_by_text("End", exact=False).first.click()
    window.get_by_role("button", name="Thank").first.click()
    window.get_by_role("radio", name="5").or_(window.get_by_role("button", name="5")).first.click()
    expect(florian.locator("#thanks")).to_contain_text("thank", ignore_case=True)
    expect(florian.locator("#feed")).to_contain_text("Florian", timeout=10_000)
    assert faults == []
