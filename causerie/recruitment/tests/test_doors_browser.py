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
made = actions.invite(by=camille, email="nadia@portes.example", name="Nadia", languages=["fr"])
json.dump({"token": token("invitation", made.nonce)}, sys.stdout)
"""


def told(server):
    import subprocess
    import sys

    environment = {**server.environ, "DJANGO_SETTINGS_MODULE": "causerie.config.settings"}
    done = subprocess.run([sys.executable, "-c", PRELUDE], env=environment, capture_output=True, text=True, check=True, timeout=60)
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
    secret = told(server)["token"]
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
