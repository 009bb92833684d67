"""The desk in a real browser, against a real server: questions arrive, are taken, lost, answered, and survive a reload."""

import secrets
from collections.abc import Callable

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
SLOWLY = """() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (text) { setTimeout(() => send.call(this, text), 900); };
}"""


@pytest.fixture
def brand(server):
    """A brand of the test's own, with two ambassadors."""
    slug = f"desk{secrets.token_hex(4)}"
    return {"slug": slug, **server.seed("Nadia", "Paul", brand=slug, site={"silence_limit": 600})}


@pytest.fixture
def open_desk(server, browser, brand) -> Callable[..., Page]:
    """Somebody's desk, once it lives."""
    opened = []

    def open_(number: int = 0, **context) -> Page:
        place = browser.new_context(locale="en-GB", bypass_csp=True, **context)
        opened.append(place)
        place.add_cookies(server.cookies(brand["people"][number]))
        page = place.new_page()
        page.goto(f"{server.url}/desk/{brand['slug']}/")
        page.wait_for_selector("#people-list .name", state="attached")
        return page

    yield open_
    for place in opened:
        place.close()


class Visitor:
    """Somebody on the shop, over plain HTTP."""

    def __init__(self, server, site_key: str) -> None:
        token = server.visit(site_key)["token"]
        self.http = httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {token}", "Origin": server.url}, timeout=20)

    def ask(self, text: str) -> str:
        return self.post("ask", text=text, locale="en", page={"url": "https://shop.example/house", "title": "House in Lille"})[
            "conversation"
        ]

    def post(self, verb: str, **fields) -> dict:
        answer = self.http.post(f"/live/{verb}", json={"client_id": secrets.token_hex(8), **fields} if verb in ("ask", "say") else fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def said_to(self, conversation: str) -> list[str]:
        answer = self.http.get("/live/messages", params={"conversation": conversation, "after": 0})
        return [message["text"] for message in answer.json()["messages"]]


def test_a_question_is_taken_by_keyboard_answered_and_kept(server, brand, open_desk):
    page = open_desk()
    visitor = Visitor(server, brand["site_key"])
    conversation = visitor.ask("Does <b>insurance</b> cover the exchange?")
    page.wait_for_selector(f'[data-key="{conversation}"] .take')
    assert "<b>insurance</b>" in page.inner_text("#queue-mine .words")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("c-thread:not([hidden]) .msg")
    page.keyboard.type("Yes, yours does.")
    page.keyboard.press("Enter")
    page.wait_for_selector('.msg.mine[data-state="sent"]')
    assert visitor.said_to(conversation) == ["Does <b>insurance</b> cover the exchange?", "Yes, yours does."]
    page.keyboard.type("A draft")
    page.reload()
    page.click("#talks .name")
    page.wait_for_selector("c-thread:not([hidden]) .msg.mine")
    assert page.input_value("#answer") == "A draft"
    visitor.post("thank", conversation=conversation)
    visitor.post("rate", conversation=conversation, stars=5, comment="Clear and kind")
    page.wait_for_selector("#thanks:has-text('Clear and kind')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#talk", state="hidden")


def test_who_was_slower_reads_who_was_faster(server, brand, open_desk):
    slow, quick = open_desk(0), open_desk(1)
    conversation = Visitor(server, brand["site_key"]).ask("Can we come with a cat?")
    take = f'[data-key="{conversation}"] .take'
    slow.wait_for_selector(take)
    quick.wait_for_selector(take)
    slow.evaluate(SLOWLY)
    slow.click(take)
    quick.click(take)
    slow.wait_for_selector(".lost:has-text('Paul was faster')")
    slow.wait_for_selector(".lost", state="detached", timeout=12_000)
    assert quick.locator("#talks .q").count() == 1


def test_prepared_answers_are_picked_with_a_slash(server, brand, open_desk):
    page = open_desk()
    page.goto(f"{server.url}/desk/{brand['slug']}/prepared/new/")
    page.fill("[name=shortcut]", "insurance")
    page.fill("[name=text]", "One e-mail to your insurer is enough.")
    page.click("button.primary")
    page.goto(f"{server.url}/desk/{brand['slug']}/")
    conversation = Visitor(server, brand["site_key"]).ask("And the insurer?")
    page.click(f'[data-key="{conversation}"] .take')
    page.wait_for_selector("c-thread:not([hidden]) .msg")
    page.keyboard.type("/ins")
    page.wait_for_selector("#prepared-list [role=option]")
    page.keyboard.press("Enter")
    assert page.input_value("#answer") == "One e-mail to your insurer is enough."


@pytest.mark.parametrize("size", [(1440, 900), (820, 1100), (360, 740), (320, 640)])
def test_it_is_accessible_and_fits_every_width(server, brand, open_desk, size):
    page = open_desk(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    visitor = Visitor(server, brand["site_key"])
    conversation = visitor.ask("Is it far from the sea?")
    page.wait_for_selector(f'[data-key="{conversation}"] .take')
    _fits(page, size[0])
    page.click(f'[data-key="{conversation}"] .take')
    page.wait_for_selector("c-thread:not([hidden]) .msg")
    _fits(page, size[0])
    visitor.post("close", conversation=conversation)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in SERIOUS]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
