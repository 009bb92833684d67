"""From an empty folder to a question answered on a foreign page with a strict policy: by clicking, with what a person would type."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.mails import link_in, mails, wait_for_mail
from tests.journeys.shop import Visitor, shop
from tests.serving import serving


@pytest.fixture
def empty(tmp_path, new_database):
    """A server that nobody set up, and a shop without a tag."""
    with shop() as a_shop, serving(tmp_path / "server", database=new_database("first_start"), MAIL_URL="console:") as server:
        yield server, a_shop


@pytest.fixture
def closed_house(tmp_path, new_house):
    """A server that nobody set up, its tables laid out before."""
    folder = tmp_path / "closed"
    with serving(folder, database=new_house(folder, "closed")) as server:
        yield server


def test_from_an_empty_folder_to_an_answered_question(browser, empty):
    server, a_shop = empty
    desktop = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}
    office = browser.new_context(**desktop, permissions=["clipboard-read", "clipboard-write"]).new_page()
    faults = []
    office.on("pageerror", lambda error: faults.append(str(error)))

    office.goto(f"{server.url}/")
    expect(office).to_have_url(f"{server.url}/setup/")
    printed = re.search(r"/setup/#(\S+)", server.log())
    assert printed, "the operator's terminal says where to begin"
    office.goto(f"{server.url}/setup/#{printed[1]}")
    expect(office).to_have_url(f"{server.url}/setup/brand/")
    office.get_by_label("Name of the brand").fill("Nidéchange")
    office.get_by_role("button", name="Go on").click()
    office.get_by_label("Its address").fill(a_shop.url)
    office.get_by_role("radio", name="English").check()
    office.get_by_role("button", name="Go on").click()
    office.get_by_label("Your name").fill("Camille")
    office.get_by_label("Your e-mail address").fill("camille@nidechange.example")
    office.get_by_label("Password").fill("une-maison-a-lille")
    office.get_by_role("button", name="Open the house").click()

    expect(office.get_by_role("heading", level=1)).to_contain_text("Four steps")
    office.get_by_role("button", name="Send a mail to camille@nidechange.example").click()
    expect(office.locator("#mail")).to_contain_text("printed on the server")
    assert mails(server)[-1][0] == "camille@nidechange.example"

    office.get_by_role("button", name="Copy the tag").click()
    tag = office.evaluate("navigator.clipboard.readText()")
    assert tag == office.locator("pre.snippet").first.inner_text()
    a_shop.tags.append(tag)
    a_shop.policy[:] = ["default-src 'none'; " + office.locator(".more code").text_content()]
    expect(office.locator("#tag .seen")).to_contain_text("Not seen yet")
    nadia = Visitor(browser.new_context(**desktop).new_page())
    blocked = []
    nadia.page.on("console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None)
    nadia.page.goto(f"{a_shop.url}/maison/lille")
    expect(office.locator("#tag .seen")).to_contain_text(f"Seen on {a_shop.url}", timeout=15_000)

    office.get_by_role("link", name="Welcome somebody").click()
    office.get_by_label("E-mail").fill("florian@example.org")
    office.get_by_label("Pseudonym").fill("Florian")
    office.get_by_role("checkbox", name="English").check()
    office.get_by_role("button", name="Send the invitation").click()
    expect(office.locator("main")).to_contain_text("Florian")

    florian = comes_in(browser, server, desktop)
    nadia.wait_for_launcher(shown=True, seconds=15)
    window = nadia.open()
    expect(window.locator("c-thread .bubble").first).to_contain_text("Hello", timeout=15_000)
    window.locator("textarea").first.fill("Does my insurance cover the exchange?")
    window.locator("textarea").first.press("Enter")
    florian.get_by_role("button", name="I’ll answer").click(timeout=15_000)
    florian.locator("#answer").fill("Yes, as for family.")
    florian.locator("#answer").press("Enter")
    expect(window.locator("c-thread")).to_contain_text("Yes, as for family.")

    office.goto(f"{server.url}/office/nidechange/begin/")
    expect(office.get_by_role("heading", level=1)).to_contain_text("Everything stands.")
    assert (faults, blocked) == ([], [])


def comes_in(browser, server, desktop):
    """Florian follows the mail that invited him, and puts his first hour off."""
    page = browser.new_context(**desktop).new_page()
    _to, text = wait_for_mail(page, server, "florian@example.org", 1)
    page.goto(link_in(text))
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome, Florian")
    page.get_by_role("link", name="Back to the desk").click()
    page.wait_for_url("**/desk/nidechange/")
    return page


def test_nobody_sets_up_a_house_without_its_code(browser, closed_house):
    stranger = browser.new_context(locale="en-GB").new_page()
    stranger.goto(f"{closed_house.url}/setup/brand/")
    expect(stranger).to_have_url(f"{closed_house.url}/setup/")
    stranger.get_by_label("Setup code").fill("aaaa-bbbb-cccc")
    stranger.get_by_role("button", name="Begin").click()
    expect(stranger.locator(".error")).to_be_visible()
