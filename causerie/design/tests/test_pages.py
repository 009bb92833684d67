"""Error pages, refusals, the language."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("causerie.design.tests.urls"), pytest.mark.django_db]
WRONG = [("/fail/400", 400), ("/fail/403", 403), ("/nowhere", 404), ("/fail/500", 500), ("/refuse", 409)]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), WRONG)
@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_an_error_is_a_page_of_the_house(visitor, address, status, language):
    answer = visitor.get(address, headers={"accept": "text/html", "accept-language": language})
    assert answer.status_code == status
    body = answer.content.decode()
    assert f'<html lang="{language}"' in body
    assert 'class="wordmark"' in body
    policy = answer.headers["Content-Security-Policy"]
    assert re.search(r"script-src 'nonce-[\w-]{20,}' 'strict-dynamic'", policy)
    assert "require-trusted-types-for 'script'" in policy
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_refusal_leads_back_to_where_one_was_and_nowhere_else(visitor):
    page = {"accept": "text/html", "accept-language": "en"}
    assert 'href="http://testserver/page"' in visitor.get("/refuse", headers={**page, "referer": "http://testserver/page"}).content.decode()
    for referer in ("https://evil.example/", "http://testserver/refuse"):
        assert "Back to where you were" not in visitor.get("/refuse", headers={**page, "referer": referer}).content.decode()


def test_a_form_from_elsewhere_is_refused_kindly():
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "fr"})
    assert answer.status_code == 403
    assert b'class="told"' in answer.content


def test_a_refusal_to_a_program_is_json(visitor):
    for headers in ({"accept": "application/json"}, {"accept": "*/*", "hx-request": "true"}):
        answer = visitor.get("/refuse", headers=headers)
        assert answer.json() == {"code": "taken", "message": "Somebody was faster."}


def test_the_language_is_kept_and_the_page_shown_again(visitor):
    answer = visitor.post("/language/", {"language": "es", "next": "/nowhere?a=1"})
    assert answer.headers["Location"] == "/nowhere?a=1"
    assert '<html lang="es"' in visitor.get("/nowhere").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_language_leads_nowhere_else(visitor, elsewhere):
    answer = visitor.post("/language/", {"language": "xx", "next": elsewhere})
    assert answer.headers["Location"] == "/"
    assert "django_language" not in answer.cookies
