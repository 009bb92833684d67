"""htmx and our modules in a real browser, under the page's policy. The pages come from this process, by way of the test client."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client
from playwright.sync_api import Route

pytestmark = [pytest.mark.urls("causerie.design.tests.urls"), pytest.mark.django_db]
HOUSE = settings.PUBLIC_URL
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
FACES = "async (name) => { const m = await import('@causerie/design/face.js'); return [m.initials(name), m.tone(name)] }"


@pytest.fixture
def page(browser):
    client = Client(enforce_csrf_checks=True)

    def answer(route: Route) -> None:
        request, path = route.request, urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = settings.STATIC_ROOT / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix))
            return
        headers = {name: value for name, value in request.headers.items() if name not in ("cookie", "content-type")}
        given = client.generic(request.method, path, request.post_data or "", "application/x-www-form-urlencoded", headers=headers)
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.content)

    page = browser.new_page()
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{HOUSE}/page")
    page.wait_for_load_state("networkidle")
    yield page
    page.close()


def test_htmx_lives_under_the_policy(page):
    page.click("#more")
    page.wait_for_selector("#list b")
    assert page.inner_text("#list") == "one & two"
    assert page.evaluate("window.caught") is None
    page.click("#change")
    page.wait_for_selector("#list li:text-is('changed')")  # wait_for_function would need eval, which the policy forbids
    assert page.complaints == []


def test_a_refusal_is_said(page):
    page.click("#refuse")
    page.wait_for_selector(".toast")
    assert page.inner_text(".toast") == "Somebody was faster."


def test_no_other_text_becomes_markup(page):
    told = page.evaluate("""() => { try { document.body.innerHTML = "<b>no</b>"; return "let through" } catch (e) { return e.name } }""")
    assert told == "TypeError"


def test_the_browser_draws_the_same_faces(page):
    from causerie.design.templatetags.causerie import initials, tone

    for name in ("Bernadette", "Anne-Marie Blanc", "Élodie", "李雷", "😀 b", ""):
        assert page.evaluate(FACES, name) == [initials(name), tone(name)]


def test_static_names_are_hashed():
    assert staticfiles_storage.url("design/tokens.css") != "/static/design/tokens.css"
