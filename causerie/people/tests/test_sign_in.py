"""The pages of sign-in, as a person meets them."""

import re

import pytest
from django.test import Client

from causerie.people.models import Person

pytestmark = pytest.mark.django_db
WORD = "a rather long password"
OPEN = [
    "login/", "login/code/", "password/reset/", "password/reset/done/", "password/reset/key/x-y/", "password/reset/key/done/",
    "signup/", "inactive/", "confirm-email/",
]  # fmt: skip
MINE = ["password/change/", "2fa/", "2fa/webauthn/", "email/", "logout/", "reauthenticate/"]


@pytest.fixture
def flore():
    return Person.objects.create_user("flore@example.org", WORD)


def _clean(answer):
    """Nothing that the page's policy would stop, nothing left of the library's own look."""
    body = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", body)
    assert all("nonce=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", body))
    assert 'class="wordmark"' in body
    assert body.count("<h1") == 1
    return body


@pytest.mark.parametrize("address", OPEN)
def test_open_pages(address):
    _clean(Client().get(f"/account/{address}", follow=True))


@pytest.mark.parametrize("address", MINE)
def test_my_pages(address, flore, client):
    client.post("/account/login/", {"login": flore.email, "password": WORD})
    _clean(client.get(f"/account/{address}"))


@pytest.mark.parametrize("address", ["2fa/webauthn/add/", "2fa/totp/activate/"])
def test_my_pages_that_ask_again(address, flore, client):
    client.post("/account/login/", {"login": flore.email, "password": WORD})
    client.post("/account/reauthenticate/", {"password": WORD})
    _clean(client.get(f"/account/{address}"))


def test_a_wrong_password_is_told_without_blame(flore, client):
    body = _clean(client.post("/account/login/", {"login": flore.email, "password": "wrong"}))
    assert 'role="alert"' in body


def test_an_unknown_address_gets_the_same_page(flore, client):
    pages = [client.post("/account/login/code/", {"email": email}, follow=True) for email in (flore.email, "nobody@example.org")]
    assert [page.redirect_chain for page in pages] == [[("/account/login/code/confirm/", 302)]] * 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_in_by_a_code(flore, client, mailoutbox, language):
    client.post("/account/login/code/", {"email": flore.email}, headers={"accept-language": language})
    mail = mailoutbox[0]
    code = re.search(r"^ {4}(\S+)$", mail.body, re.M)[1]
    assert code not in mail.subject
    answer = client.post("/account/login/code/confirm/", {"code": code})
    assert answer.headers["Location"] == "/desk/"


def test_a_new_password_by_a_link(flore, client, mailoutbox):
    client.post("/account/password/reset/", {"email": flore.email})
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mailoutbox[0].body)[1]
    page = client.get(link, follow=True)
    _clean(page)
    new = "another long password"
    _clean(client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True))
    assert client.post("/account/login/", {"login": flore.email, "password": new}).headers["Location"] == "/desk/"
