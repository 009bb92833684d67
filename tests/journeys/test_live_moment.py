"""The heart, lived from both sides: a visitor on the shop, an ambassador at the desk, two real browsers."""

from playwright.sync_api import expect

from tests.journeys.people import lines, sits_down
from tests.journeys.shop import Visitor


def test_from_hidden_to_thank_you(browser, scene):
    nadia = Visitor(browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}).new_page())
    asked: list[str] = []
    nadia.page.on("request", lambda request: asked.append(request.url.removeprefix(scene.wires.url)))
    faults: list[str] = []
    nadia.page.on("pageerror", lambda error: faults.append(str(error)))
    nadia.page.goto(f"{scene.shop.url}/maison/lille")
    with nadia.page.expect_response("**/status.json*"):
        pass
    assert nadia.launcher() is None, "nobody is here: nothing is shown"

    florian = sits_down(browser, scene, "Florian")
    florian.on("pageerror", lambda error: faults.append(str(error)))
    nadia.wait_for_launcher(shown=True, seconds=12)
    ours = {url.partition("?")[0] for url in asked if not url.startswith("http")}
    assert ours == {"/w/loader.js", f"/w/{scene.site_key}/status.json"}, "nothing but the status before a click"
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
    assert set(lines(window)) == everything
    assert lines(window) == lines(florian), "the same words in the same order on both sides"
    expect(window.locator("c-thread")).to_contain_text("seen", timeout=10_000)

    window.get_by_role("button", name="Menu").or_(window.get_by_role("button", name="More")).first.click()
    window.get_by_text("End", exact=False).first.click()
    window.get_by_role("button", name="Thank").first.click()
    window.get_by_role("radio", name="5").or_(window.get_by_role("button", name="5")).first.click()
    expect(florian.locator("#thanks")).to_contain_text("thank", ignore_case=True)
    expect(florian.locator("#feed")).to_contain_text("Florian", timeout=10_000)
    assert faults == []
