"""When nobody is here: the question is left with an address, answered later, and the mailed link leads back."""

import re
import sqlite3
import time

import psycopg
from playwright.sync_api import expect

from tests.journeys.people import sits_down
from tests.journeys.shop import Visitor


def _mails(scene) -> list[str]:
    """The outbox of the server, read beside it."""
    url = scene.server.environ.get("CAUSERIE_DATABASE_URL", "")
    query = "SELECT text FROM notify_mail ORDER BY id"
    if url:
        with psycopg.connect(url) as base:
            return [row[0] for row in base.execute(query)]
    with sqlite3.connect(scene.server.data / "causerie.sqlite3") as base:
        return [row[0] for row in base.execute(query)]


def test_a_question_left_by_mail_is_answered_by_mail_and_the_link_leads_back(browser, scene):
    scene.server.seed(site={"offline": "leave"})
    nadia = Visitor(browser.new_context(locale="en-GB", viewport={"width": 360, "height": 740}).new_page())
    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_for_launcher(shown=True, seconds=20)
    window = nadia.open()
    window.locator("#question").fill("Can I come with my cat?")
    window.get_by_label("Your e-mail address").fill("nadia@example.org")
    window.get_by_role("button", name="Leave my question").click()
    expect(window.locator("body")).to_contain_text("The answer will come by e-mail")
    nadia.page.goto("about:blank")

    florian = sits_down(browser, scene, "Florian")
    expect(florian.locator("#queue")).to_contain_text("Can I come with my cat?")
    florian.get_by_role("button", name="I’ll answer").click()
    florian.locator("#answer").fill("With pleasure: mine loves company.")
    florian.locator("#answer").press("Enter")

    until = time.monotonic() + 60
    while not (mails := _mails(scene)):
        assert time.monotonic() < until, "the answer should be mailed to who is away"
        florian.wait_for_timeout(500)
    assert "With pleasure: mine loves company." in mails[0]
    link = re.search(r"http\S+#talk=\S+", mails[0])
    assert link

    later = browser.new_context(locale="en-GB").new_page()
    later.goto(link[0])
    expect(later.locator("c-thread")).to_contain_text("With pleasure: mine loves company.")
    again = browser.new_context(locale="en-GB").new_page()
    again.goto(link[0])
    expect(again.locator("h1, textarea").first).to_be_visible()
    expect(again.locator("body")).not_to_contain_text("With pleasure: mine loves company.")


def test_two_ambassadors_want_the_same_question_and_one_is_told_who_was_faster(browser, scene):
    florian, bernadette = sits_down(browser, scene, "Florian"), sits_down(browser, scene, "Bernadette")
    nadia = Visitor(browser.new_context(locale="en-GB").new_page())
    nadia.page.goto(f"{scene.shop.url}/maison")
    nadia.wait_for_launcher(shown=True, seconds=15)
    window = nadia.open()
    window.locator("textarea").first.fill("Who keeps the keys?")
    window.locator("textarea").first.press("Enter")
    for desk in (florian, bernadette):
        expect(desk.locator("#queue")).to_contain_text("Who keeps the keys?")
    start = time.time() * 1000 + 700
    for desk in (florian, bernadette):
        button = desk.get_by_role("button", name="I’ll answer")
        button.evaluate("(button, start) => void setTimeout(() => button.click(), start - Date.now())", start)
    expect(window.locator("body")).to_contain_text(re.compile("(Florian|Bernadette) answers you"))
    winner = "Bernadette" if "Bernadette answers you" in window.locator("body").inner_text() else "Florian"
    loser = florian if winner == "Bernadette" else bernadette
    expect(loser.locator("#queue")).to_contain_text(f"{winner} was faster")
