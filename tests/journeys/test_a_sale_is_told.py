"""Does the window sell: a shop tells of sales while the window is there and while it is drawn to stay off, and Camille reads of it."""

import re
from urllib.parse import parse_qs

from playwright.sync_api import Page, expect

from tests.journeys.people import comes_to
from tests.journeys.shop import Visitor

_KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length]"""


def _sales(camille: Page) -> list[int]:
    """The sales of the usual and of the switched-off hours, as Camille's page shows them."""
    camille.reload()
    rows = [camille.get_by_role("row", name=name) for name in ("Window as usual", "Switched off")]
    return [int(re.sub(r"\D", "", row.get_by_role("cell").nth(2).inner_text())) for row in rows]


def _buys(visitor: Page, order: str) -> None:
    """The page that says thank you tells of the order, twice, as people reload."""
    for _ in range(2):
        with visitor.expect_response("**/sold") as told:
            visitor.evaluate("order => causerie('conversion', {id: order, value: 59.9, currency: 'EUR'})", order)
        assert told.value.status == 204
    sent = told.value.request
    assert set(parse_qs(sent.post_data or "")) == {"id", "value", "currency"}, "who it was is not told"
    assert not {"cookie", "authorization"} & set(sent.all_headers())


def test_sales_are_counted_with_the_window_and_without_it_and_nobody_is_known(browser, scene):
    seeded = scene.server.seed("Camille", fields={"role": "manager"}, site={"min_online": 0}, slot="off", measured=400)
    camille = comes_to(browser, scene, seeded["people"][0], "/office/nidechange/value/sales/")
    expect(camille.get_by_text("No measurable effect.")).to_be_visible()
    expect(camille.get_by_text("with 95% confidence it lies between")).to_be_visible()
    usual, off = _sales(camille)

    context = browser.new_context(locale="en-GB")
    nadia = Visitor(context.new_page())
    nadia.page.goto(f"{scene.shop.url}/thank-you")
    nadia.page.wait_for_function("typeof causerie === 'function'")
    nadia.wait_for_launcher(shown=False, seconds=5)
    _buys(nadia.page, "order-1")
    assert _sales(camille) == [usual, off + 1]

    scene.server.seed(slot="open")
    nadia.wait_for_launcher(shown=True, seconds=60)
    _buys(nadia.page, "order-2")
    assert _sales(camille) == [usual + 1, off + 1]

    assert nadia.page.evaluate(_KEPT) == ["", 0, 0, 0, 0], "nothing is kept in the browser of who only buys"
    assert context.storage_state() == {"cookies": [], "origins": []}
