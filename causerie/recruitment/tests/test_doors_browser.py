"""What the mailed links and the practice do in a real browser, under the page's policy."""

import json

import pytest
from playwright.sync_api import expect

PRELUDE = """
import json, sys, django
django.setup()
from causerie.brands.models import Brand
from causerie.people.models import Membership, Person
from causerie.recruitment import actions
from causerie.recruitment.links import token
brand, _ = Brand.objects.get_or_create(slug="portes", defaults={"name": "Portes"})
person, _ = Person.objects.get_or_create(email="camille@portes.example")
shown = {"name": "Camille", "role": "manager", "languages": ["fr"]}
camille, _ = Membership.objects.get_or_create(brand=brand, person=person, defaults=shown)
"""

INVITED = (
    PRELUDE
    + """
made = actions.invite(by=camille, email="nadia@portes.example", name="Nadia", languages=["fr"])
json.dump({"token": token("invitation", made.nonce)}, sys.stdout)
"""
)

TRIED = (
    PRELUDE
    + """
from causerie.brands.models import Site
site = Site.objects.create(brand=brand, name="Portes", language="en")
page = actions.save_page(by=camille, site=site, values={"open": True})
values = {"email": "paul@portes.example", "name": "Paul", "languages": ["en"], "motivation": "I love to help."}
applied = actions.apply(page=page, values=values)
trial = actions.propose_trial(by=camille, application=applied, question="What if my house is damaged?")
person.set_password("a long enough password")
person.save()
json.dump({"trial": token("trial", trial.nonce), "application": applied.id}, sys.stdout)
"""
)


def told(server, script):
    import subprocess
    import sys

    environment = {**server.environ, "DJANGO_SETTINGS_MODULE": "causerie.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en")
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def test_the_link_of_the_mail_opens_the_first_hour_and_the_practice_is_lived(server, page):
    secret = told(server, INVITED)["token"]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/invitation/#t={secret}")
    expect(page.locator("[data-token]")).to_be_hidden()
    assert secret not in page.url
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nadia.")
    assert not any(secret in url.partition("#")[0] for url in asked)
    page.get_by_role("link", name="Answer the practice visitor").click()
    for number in range(3):
        expect(page.locator(".thread-log .thread-note")).to_have_count(number + 1)
        page.get_by_label("Your answer").fill("Bonjour ! Oui, je suis membre.")
        page.get_by_label("Your answer").press("Enter")
    page.get_by_role("button", name="I have got it").click()
    expect(page.locator(".first-hour .done")).to_have_count(1)
    assert page.complaints == []


def test_a_trial_is_lived_on_two_screens_at_once(server, page):
    """The applicant on a phone behind the mailed link, the manager at the application's page."""
    made = told(server, TRIED)
    page.goto(f"{server.url}/trial/#t={made['trial']}")
    assert made["trial"] not in page.url
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".bubble")).to_have_text("What if my house is damaged?")
    manager = page.context.browser.new_context(viewport={"width": 1440, "height": 900}, locale="en").new_page()
    manager.goto(f"{server.url}/account/login/?next=/office/portes/recruitment/applications/{made['application']}/")
    manager.fill("input[name=login]", "camille@portes.example")
    manager.fill("input[name=password]", "a long enough password")
    manager.keyboard.press("Enter")
    expect(manager.locator("[data-here]")).to_have_text("Paul is here")
    expect(page.locator("[data-here]")).to_have_text("The visitor is here")
    page.get_by_label("Your answer").fill("It happened once, and we talked.")
    page.get_by_label("Your answer").press("Enter")
    expect(page.locator(".msg.mine")).to_have_attribute("data-state", "sent")
    expect(manager.locator(".msg:not(.mine) .bubble:not(.dots)")).to_have_text("It happened once, and we talked.")
    manager.get_by_label("As the visitor").fill("That is a relief!")
    manager.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".bubble:not(.dots)")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    expect(page.locator(".bubble:not(.dots)")).to_have_count(3)
    manager.get_by_role("button", name="End the trial").click()
    expect(page.locator("[data-once-over]")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_count(0)
    assert page.complaints == []
