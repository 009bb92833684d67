"""The demonstration: what it seeds, where it refuses to run, and its pages."""

import json

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from causerie.config import urls
from causerie.conversations.check import check
from causerie.conversations.models import Conversation
from causerie.people.models import Membership, Person
from causerie.simulator import demo, seeds, shop

urlpatterns = [*urls.urlpatterns, path("", include("causerie.simulator.urls"))]
handler400, handler500 = urls.handler400, urls.handler500
HERE = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture(autouse=True)
def _quick(settings, tmp_path):
    """Hashes that cost nothing, and a folder of the test for faces."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.FILES = tmp_path / "files"


@pytest.fixture
def brand(db, statics, settings):
    settings.CAUSERIE = {**settings.CAUSERIE, "DEMO": True}
    with HERE:
        yield seeds._brand_and_people()[0]


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.4", False), ("", False), ("example.org", False)],
)
def test_known_passwords_stay_on_this_computer(host, alone):
    assert demo.is_loopback(host) is alone


def test_it_refuses_an_open_address(settings, capsys):
    settings.CAUSERIE = {**settings.CAUSERIE, "HOST": "0.0.0.0"}
    assert demo.run(None) == 2
    assert "this computer only" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_what_it_seeds_is_sound():
    brand = seeds.seed("http://127.0.0.1:8000")
    assert [finding.name for finding in check() if not finding.holds] == []
    assert Membership.objects.filter(brand=brand).exclude(photo="").count() == len(seeds.plan()["people"]) >= 14
    assert Conversation.objects.filter(brand=brand, state="closed", stars__gte=4).count() == 12
    assert seeds.seed("http://127.0.0.1:9000").id == brand.id
    assert brand.sites.get(language="fr").allowed_origins == "http://127.0.0.1:9000 http://localhost:9000"
    camille = Person.objects.get(email=seeds.email("camille"))
    assert camille.check_password("causerie-demo-camille")


def test_demo_json(brand):
    written = demo.accounts(brand)
    assert set(written) == {"url", "site_key", "login", "people"}
    assert all(set(one) == {"name", "role", "email", "password"} for one in written["people"])
    assert written["people"][0]["role"] == "manager"
    played = demo.play(brand)
    assert not {"Camille", "Florian"} & {one["name"] for one in played["people"]}
    assert set(played["sites"]) == {"fr", "en", "es"}
    assert json.dumps(played)


PAGES = [
    "/",
    "/shop/",
    "/shop/how/",
    "/shop/basket/",
    "/shop/basket/?home=lille",
    "/demo/mails/",
    *(f"/shop/listing/{one['slug']}/" for one in shop.homes("fr")),
]


@pytest.mark.parametrize("language", ["fr", "en", "es"])
def test_every_page_in_every_language(brand, language):
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    for address in PAGES:
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Language"]) == (200, language), address
        if address.startswith("/shop/"):
            page = answer.content.decode()
            assert f'<script async src="/w/loader.js" data-site="{brand.sites.get(language=language).key}"></script>' in page
            assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
            assert page.count("<script") == 1


def test_the_shop_says_the_same_in_every_language():
    french = shop.words("fr")
    for language in ("en", "es"):
        assert set(shop.words(language)) == set(french)
        assert [len(shop.words(language)[name]) for name in ("steps", "faq", "hero")] == [
            len(french[name]) for name in ("steps", "faq", "hero")
        ]
        assert all(len(one["equipment"]) == 4 for one in shop.homes(language))


def test_one_click_signs_in_as_florian(brand):
    client = Client()
    assert client.post("/demo/sign-in", {"who": "florian"}).headers["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(Person.objects.get(email=seeds.email("florian")).pk)


@pytest.mark.parametrize("who", ["bernadette", "", "florian@nidechange.example"])
def test_nobody_else_signs_in_by_a_click(brand, who):
    assert Client().post("/demo/sign-in", {"who": who}).status_code == 404


def test_nobody_from_elsewhere(brand):
    away = Client(REMOTE_ADDR="192.0.2.7")
    assert away.get("/").status_code == 404
    assert away.post("/demo/sign-in", {"who": "florian"}).status_code == 404


def test_nothing_of_it_outside_a_demonstration(brand, settings):
    settings.CAUSERIE = {**settings.CAUSERIE, "DEMO": False}
    assert Client().get("/shop/").status_code == 404
    assert Client().post("/demo/sign-in", {"who": "florian"}).status_code == 404
